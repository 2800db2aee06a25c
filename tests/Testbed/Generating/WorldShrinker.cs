using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Generating;

/// <summary>
/// Plainer worlds than a given one, the boldest first: toward the conforming peer, the default policy, one stanza,
/// and no fault. Each differs from the given one in one respect.
/// </summary>
internal static class WorldShrinker
{
    public static IEnumerable<WorldDefinition> Shrink(WorldDefinition world) =>
        Faults(world.Faults).Select(f => world with { Faults = f })
            .Concat(Sendings(world.Send).Select(s => world with { Send = s }))
            .Concat(Fewer(world).Select(s => world with { Servers = s }))
            .Concat(Enumerable.Range(0, world.Servers.Count)
                .SelectMany(i => Servers(world.Servers[i]).Select(s => world with { Servers = Replaced(world.Servers, i, s) })))
            .Where(w => w != world);

    // Who sends or is sent to, who calls or is called: names without whom the world would not make sense.
    private static HashSet<string> Busy(WorldDefinition world) => world.Send.SelectMany(s => new[] { s.From.Name, s.To.Name })
        .Concat(world.Servers.SelectMany(s => s.Peer?.Calls ?? []).SelectMany(c => new[] { c.From, c.To }))
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<Seq<ServerDefinition>> Fewer(WorldDefinition world)
    {
        var busy = Busy(world);
        for (var i = 0; i < world.Servers.Count; i++)
        {
            var server = world.Servers[i];
            if (world.Servers.Count > 1 && server.Peer is not { Calls.Count: > 0 } && !server.Serves.Any(d => busy.Contains(d.Name)))
            {
                yield return Without(world.Servers, i);
            }

            for (var j = 0; j < server.Domains.Count; j++)
            {
                if (!busy.Contains(server.Domains[j].Name))
                {
                    yield return Replaced(world.Servers, i, server with { Domains = Without(server.Domains, j) });
                }
            }
        }
    }

    private static IEnumerable<FaultBudget> Faults(FaultBudget faults) =>
    [
        FaultBudget.None,
        FaultBudget.None with { Delay = faults.Delay },
        .. WorldParts.Toward(faults, FaultBudget.None),
        faults with { EarlyTimers = Math.Max(0, faults.EarlyTimers - 1) },
    ];

    private static IEnumerable<Seq<Sending>> Sendings(Seq<Sending> sendings)
    {
        for (var i = 0; i < sendings.Count; i++)
        {
            if (sendings.Count > 1)
            {
                yield return Without(sendings, i);
            }

            yield return Replaced(sendings, i, sendings[i] with { After = 0 });
            yield return Replaced(sendings, i, sendings[i] with { Stanzas = 1 });
            yield return Replaced(sendings, i, sendings[i] with { Stanzas = Math.Max(1, sendings[i].Stanzas - 1) });
        }
    }

    private static IEnumerable<ServerDefinition> Servers(ServerDefinition server) =>
        Policies(server.Policy).Select(p => server with { Policy = p })
            .Append(server with { Certificate = CertificateState.Valid })
            .Append(server with { BackOff = false })
            .Append(server with { Answers = false })
            .Append(server with { Queue = Limits.Default.QueueStanzasMax })
            .Concat(server.PolicyFor.Keys.Select(d => server with { PolicyFor = server.PolicyFor.Without(d) }))
            .Append(server with { Dns = DnsDefinition.Default })
            .Append(server with { Dns = server.Dns with { Proof = PublishedProof.None } })
            .Concat(server.IsNegotiator ? [] : Peers(server));

    private static IEnumerable<ServerDefinition> Peers(ServerDefinition server)
    {
        var peer = server.Peer ?? PeerDefinition.None;
        yield return server with { Profile = null, Peer = PeerDefinition.None };
        yield return server with { Profile = null, Peer = peer };
        foreach (var plainer in Peers(peer))
        {
            yield return server with { Peer = plainer };
        }
    }

    private static IEnumerable<PeerDefinition> Peers(PeerDefinition peer) =>
        Enumerable.Range(0, peer.Flavours.Count).Select(i => peer with { Flavours = Without(peer.Flavours, i) })
            .Concat(Enumerable.Range(0, peer.Changes.Count).Select(i => peer with { Changes = Without(peer.Changes, i) }))
            .Concat(Enumerable.Range(0, peer.Calls.Count).Select(i => peer with { Calls = Without(peer.Calls, i) }))
            .Concat(Enumerable.Range(0, peer.Calls.Count).Select(i => peer with
            {
                Calls = Replaced(peer.Calls, i, Plainer(peer.Calls[i])),
            }))
            .Append(peer with { Seed = 0 })
            .Append(peer with { Writing = Writing.Elements });

    private static Call Plainer(Call call) => call with { Proof = CallProof.Best, Stanzas = Math.Min(1, call.Stanzas) };

    private static IEnumerable<Policy> Policies(Policy policy) =>
        [Policy.Default, .. WorldParts.Toward(policy, Policy.Default)];

    private static Seq<T> Without<T>(Seq<T> items, int index) => items.Where((_, i) => i != index).ToSeq();

    private static Seq<T> Replaced<T>(Seq<T> items, int index, T item) => items.Select((old, i) => i == index ? item : old).ToSeq();
}
