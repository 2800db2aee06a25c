using Xmpp.Federation.Core;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Refinement;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>The symbols of a world that is checked: its names are symbols already, and are only written otherwise.</summary>
internal sealed class Symbolic(IReadOnlyList<ServerDefinition> servers) : ISymbols
{
    private const ushort FirstStrange = 60_000;

    private readonly Domain[] _domains = [.. servers.SelectMany(s => s.Serves)];

    public IEnumerable<KeyValuePair<Domain, DomainName>> Domains =>
        _domains.Select((d, i) => KeyValuePair.Create(d, new DomainName((byte)i)));

    public static ushort LinkOf(ConnectionId connection) => (ushort)((connection.Number * 2) + (connection.Dialled ? 1 : 0));

    public static ConnectionId ConnectionOf(ushort link) => new((link & 1) != 0, link >> 1);

    /// <summary>Whether it is the id of some stream, and not what somebody has made up.</summary>
    public static bool IsOfAStream(Id id) => !id.IsNone && id.Number < FirstStrange;

    public static StreamId StreamOf(Id id) => Names.IdOf(id.Number - 1);

    public static Id IdOf(StreamId id) => new(Names.NumberOf(id) is >= 0 and var number ? (ushort)(number + 1) : FirstStrange);

    public DomainName Of(Domain domain) =>
        Array.IndexOf(_domains, domain) is >= 0 and var at ? new DomainName((byte)at) : DomainName.Nobody;

    public Id Of(StreamId id) => IdOf(id);

    public ushort Of(ConnectionId connection) => LinkOf(connection);

    // key:MAKER:SENDER:TARGET:ID, see SymbolicKeys. A server that has come back may call the keys of its former life invalid.
    public Key Of(string key, DomainPair pair, Id id)
    {
        if (key.Split(':') is not ["key", var maker, var sender, var target, var bound])
        {
            return Key.Junk;
        }

        var name = maker.Split('_')[0];
        return new Key(
            (ushort)Enumerable.Range(0, servers.Count).First(s => servers[s].Name.Name == name),
            new Pair(Of(Domain.Parse(sender)), Of(Domain.Parse(target))), IdOf(new StreamId(bound)));
    }
}
