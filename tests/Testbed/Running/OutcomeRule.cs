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
        HasOneOutcome(world) && outcomes.Any(o => o.Count > 1 || o.Any(one => !one.IsAgreed));

    // Where a fault may strike, a peer says what it does not mean, or refuses on some connections and not on others,
    // the schedule may decide.
    private static bool HasOneOutcome(WorldDefinition world) => world.Faults.IsFaultless
        && world.Servers.All(s => s.Peer is null || (s.Peer is { Seed: 0, Changes.IsEmpty: true } && !s.Refuses("D5")))
        && !MayShare(world);

    // Which of two streams, proved in different ways, carries a pair is for the schedule to say where both servers dial
    // bidirectional ones, or a pair may be asked for on a stream that SASL has proved for another.
    private static bool MayShare(WorldDefinition world) =>
        world.Servers.Any(s => s.Policies.Any(p => p.AllowMultiplexingOnSasl))
        || (world.Servers.Count(s => s.Policies.Any(p => p.OfferBidi)) > 1
            && world.Send.Any(one => world.Send.Any(other => ServerOf(world, one.To) == ServerOf(world, other.From)
                && ServerOf(world, one.From) == ServerOf(world, other.To))));

    private static ServerDefinition? ServerOf(WorldDefinition world, Domain domain) =>
        world.Servers.FirstOrDefault(s => s.Serves.Contains(domain));
}
