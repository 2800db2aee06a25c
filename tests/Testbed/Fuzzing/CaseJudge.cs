using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>What was wrong with a generated world.</summary>
/// <param name="Property">The property that did not hold.</param>
/// <param name="Strategy">Makes the strategy that shows it; null where several schedules contradict each other.</param>
internal sealed record Failing(Property Property, Func<IStrategy>? Strategy);

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
        var outcomes = world.Send.Select(_ => new HashSet<PairOutcome>()).ToArray();

        for (var number = 0; number < schedules; number++)
        {
            var schedule = Chance.SeedOf(seed, number);
            var (execution, steps) = CooperativeRun.Execute(world, new RandomStrategy(schedule), bug);
            done(execution, steps);
            if (execution.Breach is { Property: var property })
            {
                return new Failing(property, () => new RandomStrategy(schedule));
            }

            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i].Add(Outcomes.Of(execution, world.Send[i].Pair));
            }
        }

        return OutcomeRule.IsBrokenBy(world, outcomes)
            ? new Failing(Properties.Named("OUTCOME"), null)
            : null;
    }
}
