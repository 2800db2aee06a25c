using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Generating;

/// <summary>
/// Puts a part of one generated world into another: a field of a policy, a peer or some of it, what is sent, what may go wrong, a
/// whole server. Every part is one that the generator has made in this place, so that the world is one that it could have made.
/// </summary>
internal static class WorldCrossing
{
    /// <summary>A world that differs from the first one, in one part, where the two differ in any.</summary>
    public static WorldDefinition Cross(WorldDefinition world, WorldDefinition other, Chance chance)
    {
        var crossed = Toward(world, other).Where(w => w != world && !w.Send.IsEmpty).ToList();
        return crossed.Count == 0 ? world : crossed[chance.Below(crossed.Count)];
    }

    /// <summary>All of them; what fits nowhere any more is left out.</summary>
    public static IEnumerable<WorldDefinition> Toward(WorldDefinition world, WorldDefinition other) =>
        WorldParts.Toward(world.Faults, other.Faults).Append(other.Faults).Select(f => world with { Faults = f })
            .Append(Together(world, other, (mine, theirs) => mine with { Domains = theirs.Domains }) with { Send = other.Send })
            .Append(Together(world, other, (mine, theirs) => mine with { Dns = theirs.Dns }))
            .Concat(world.Servers.SelectMany(mine => Servers(mine, Same(other, mine)).Select(
                one => world with { Servers = world.Servers.Select(s => s == mine ? one : s).ToSeq() })))
            .Select(Fitting);

    private static IEnumerable<ServerDefinition> Servers(ServerDefinition server, ServerDefinition other) =>
        WorldParts.Toward(server.Policy, other.Policy).Append(other.Policy).Select(p => server with { Policy = p })
            .Append(server with { Certificate = other.Certificate })
            .Append(server with { BackOff = other.BackOff })
            .Append(server with { Profile = other.Profile, Peer = other.Peer })
            .Append(other with { Domains = server.Domains, Dns = server.Dns })
            .Concat(server.Peer is { } mine && other.Peer is { } theirs
                ? WorldParts.Toward(mine, theirs).Select(p => server with { Peer = p })
                : []);

    // Who finds whom, and who has a second domain, concerns both.
    private static WorldDefinition Together(
        WorldDefinition world, WorldDefinition other, Func<ServerDefinition, ServerDefinition, ServerDefinition> join) =>
        world with { Servers = world.Servers.Select(s => join(s, Same(other, s))).ToSeq() };

    private static ServerDefinition Same(WorldDefinition world, ServerDefinition server) =>
        world.Servers.Single(s => s.Name == server.Name);

    // A simulated peer has no application that sends.
    private static WorldDefinition Fitting(WorldDefinition world) => world with
    {
        Send = world.Send.Where(one => world.Servers.Any(s => s.IsNegotiator && s.Serves.Contains(one.From))).ToSeq(),
    };
}
