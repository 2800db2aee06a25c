using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>What was wrong with a generated world.</summary>
/// <param name="Property">The property that did not hold.</param>
/// <param name="Seed">The seed of the schedule that shows it; null where several schedules contradict each other.</param>
internal sealed record Failing(Property Property, ulong? Seed);

/// <summary>Executes a generated world on the cooperative engine under some schedules and judges it.</summary>
internal static class CaseJudge
{
    /// <param name="world">The world.</param>
    /// <param name="seed">What the schedules are drawn from.</param>
    /// <param name="schedules">How many; the first violation ends them.</param>
    /// <param name="bug">The planted bug, or null.</param>
    /// <param name="done">Told of every execution and its steps.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static Failing? Judge(
        WorldDefinition world, ulong seed, int schedules, PlantedBug? bug, Action<Execution, int> done)
    {
        var outcomes = new HashSet<PairOutcome>[world.Send.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = [];
        }

        for (var number = 0; number < schedules; number++)
        {
            var schedule = Chance.SeedOf(seed, number);
            var (execution, steps) = CooperativeRun.Execute(world, new RandomStrategy(schedule), bug);
            done(execution, steps);
            if (execution.Breach is { Property: var property })
            {
                return new Failing(property, schedule);
            }

            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i].Add(Outcomes.Of(execution, world.Send[i].Pair));
            }
        }

        return HasOneOutcome(world) && Array.Exists(outcomes, o => o.Count > 1 || (MustAgree(world) && o.Any(one => !one.IsAgreed)))
            ? new Failing(Properties.Named("OUTCOME"), null)
            : null;
    }

    // Where a fault may strike, or a peer says what it does not mean, the schedule may decide.
    private static bool HasOneOutcome(WorldDefinition world) => world.Faults.IsFaultless
        && world.Servers.All(s => s.Peer is null || (s.Peer.Changes.IsEmpty && !s.Refuses("D5") && HasOwnOrder(s.Peer)));

    // What is drawn for each connection depends on their order, which that of the calls is not part of.
    private static bool HasOwnOrder(PeerDefinition peer) => peer.Seed == 0 || peer.Calls.IsEmpty;

    // A peer that refuses where chance will have it may take back what it has granted.
    private static bool MustAgree(WorldDefinition world) => world.Servers.All(s => s.Peer is null or { Seed: 0 });
}
