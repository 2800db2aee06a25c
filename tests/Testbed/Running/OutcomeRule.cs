using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>
/// OUTCOME: where nothing goes wrong but what the servers want, a pair comes to one outcome whatever the schedule,
/// and both ends agree on it.
/// </summary>
internal static class OutcomeRule
{
    /// <param name="world">The world.</param>
    /// <param name="outcomes">For each pair, the outcomes that its schedules came to.</param>
    public static bool IsBrokenBy(WorldDefinition world, IEnumerable<IReadOnlyCollection<PairOutcome>> outcomes) =>
        HasOneOutcome(world) && outcomes.Any(o => o.Count > 1 || (MustAgree(world) && o.Any(one => !one.IsAgreed)));

    // Where a fault may strike, or a peer says what it does not mean, the schedule may decide.
    private static bool HasOneOutcome(WorldDefinition world) => world.Faults.IsFaultless
        && world.Servers.All(s => s.Peer is null || (s.Peer.Changes.IsEmpty && !s.Refuses("D5") && HasOwnOrder(s.Peer)));

    // What is drawn for each connection depends on their order, which that of the calls is not part of.
    private static bool HasOwnOrder(PeerDefinition peer) => peer.Seed == 0 || peer.Calls.IsEmpty;

    // A peer that refuses where chance will have it may take back what it has granted.
    private static bool MustAgree(WorldDefinition world) => world.Servers.All(s => s.Peer is null or { Seed: 0 });
}
