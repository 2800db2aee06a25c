using System.Globalization;
using Xmpp.Federation.Core;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Network;

namespace Xmpp.Federation.Testbed.Retracing;

/// <summary>
/// What the engines call the connections of a path: they count the whole past, servers all that they have dialled and all
/// that they have accepted, the network all that were made from one server to another.
/// </summary>
internal sealed class ConnectionBook(CoreWorld world)
{
    private readonly Dictionary<int, Called> _names = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The life of a server in a state.</summary>
    public string LifeOf(CoreState state, int server) =>
        new Life(world.Servers[server].Name.Name, state.Servers[server].Value.Life).Name;

    /// <summary>Notes the connections of a state that were not there before: they are being dialled.</summary>
    public void Dialled(CoreState state)
    {
        foreach (var link in state.Links.Select(l => l.Value).Where(l => !_names.ContainsKey(l.Serial)).OrderBy(l => l.Serial))
        {
            _names[link.Serial] = new Called(link.From < 0 ? 0 : Count($"out {LifeOf(state, link.From)}"), In: 0, "", "");
        }
    }

    /// <summary>A connection is made.</summary>
    public void Made(CoreState state, Link link)
    {
        var (from, to) = (NameOf(link.From), NameOf(link.To));
        var number = Count($"{from}→{to}").ToString(CultureInfo.InvariantCulture);
        _names[link.Serial] = _names[link.Serial] with
        {
            In = Count($"in {LifeOf(state, link.To)}"),
            Forward = $"{from}→{to}/{number}",
            Backward = $"{from}←{to}/{number}",
        };
    }

    /// <summary>What carries what one of its ends has written.</summary>
    public string LinkFrom(Link link, bool initiator) =>
        initiator ? _names[link.Serial].Forward : _names[link.Serial].Backward;

    /// <summary>What the server at one of its ends calls it.</summary>
    public ConnectionId IdAt(Link link, bool initiator) =>
        new(initiator, initiator ? _names[link.Serial].Out : _names[link.Serial].In);

    /// <summary>What a server calls a connection of which a state of the checker speaks.</summary>
    public ConnectionId IdOf(CoreState state, int server, ConnectionId connection)
    {
        foreach (var link in state.Links.Select(l => l.Value))
        {
            if (link.ServerAt(connection.Dialled) == server && link.End(connection.Dialled).Number == connection.Number)
            {
                return IdAt(link, connection.Dialled);
            }
        }

        return connection;
    }

    private string NameOf(int server) => server < 0 ? "attacker" : world.Servers[server].Name.Name;

    private int Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    /// <summary>The names of one connection; those that it has not yet are empty.</summary>
    private readonly record struct Called(int Out, int In, string Forward, string Backward);
}
