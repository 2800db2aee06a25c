using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>How a simulated peer behaves on one connection, and which deviation it is owed to.</summary>
internal sealed class PeerConduct
{
    private readonly List<(Occasion At, string Cause)> _causes = [];

    /// <summary>
    /// The profile with everything in which the peer deviates from it. Without a seed each flavour strikes on every
    /// connection in its usual way; with one, which of them strike and how is drawn for each connection.
    /// </summary>
    /// <param name="connection">Counts the connections that it accepts up from 1, and those that it dials down from -1.</param>
    public PeerConduct(ServerDefinition server, int connection)
    {
        Profile = Profiles.Named(server.Profile ?? Conforming.Profile.Name);
        var peer = server.Peer ?? PeerDefinition.None;
        var chance = peer.Seed == 0 ? null : new Chance(Chance.SeedOf(peer.Seed, connection));
        foreach (var name in peer.Flavours)
        {
            if (chance is null || chance.Below(2) == 0)
            {
                Twist(Flavours.All.First(f => f.Name == name).Twist(Profile, count => chance?.Below(count) ?? 0), Strikes.Flavour(name));
            }
        }

        foreach (var change in peer.Changes)
        {
            Twist(change.Twist(Profile), Strikes.Change(change));
        }
    }

    public Profile Profile { get; private set; }

    /// <summary>The deviations that show on an occasion.</summary>
    public IEnumerable<string> CausesAt(Occasion occasion) => _causes.Where(c => c.At == occasion).Select(c => c.Cause);

    private void Twist(Profile twisted, string cause)
    {
        foreach (var occasion in twisted.Rows.Keys.Union(Profile.Rows.Keys))
        {
            if (twisted.Differs(Profile, occasion))
            {
                _causes.Add((occasion, cause));
            }
        }

        Profile = twisted;
    }
}

/// <summary>What of the peers of a world came into play in one execution.</summary>
internal sealed class Strikes
{
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>By kind and name, such as <c>flavour:A1</c>.</summary>
    public IReadOnlyCollection<string> Names => _names;

    public static string Flavour(string name) => $"flavour:{name}";

    public static string Profile(string name) => $"profile:{name}";

    public static string Change(Change change) =>
        change.What is { } what ? $"change:{Words.Of(change.How)} {what}" : $"change:{Words.Of(change.How)}";

    public void Note(string name) => _names.Add(name);
}
