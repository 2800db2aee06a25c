using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>Puts together how a simulated peer behaves on one connection.</summary>
internal static class PeerConduct
{
    /// <summary>
    /// The profile with everything in which the peer deviates from it. Without a seed each flavour strikes on every
    /// connection in its usual way; with one, which of them strike and how is drawn for each connection.
    /// </summary>
    public static Profile Of(ServerDefinition server, int connection)
    {
        var profile = Profiles.Named(server.Profile ?? Conforming.Profile.Name);
        if (server.Peer is not { } peer)
        {
            return profile;
        }

        var chance = peer.Seed == 0 ? null : new Chance(Chance.SeedOf(peer.Seed, connection));
        foreach (var name in peer.Flavours)
        {
            if (chance is null || chance.Below(2) == 0)
            {
                profile = Flavours.All.First(f => f.Name == name).Twist(profile, count => chance?.Below(count) ?? 0);
            }
        }

        foreach (var change in peer.Changes)
        {
            profile = change.Twist(profile);
        }

        return profile;
    }
}
