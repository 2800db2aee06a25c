using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>What came of exploring one scenario.</summary>
/// <param name="Schedules">How many executions there were.</param>
/// <param name="Steps">How many steps they took together.</param>
/// <param name="Tallies">How often each property was exercised.</param>
/// <param name="Failure">The first violation, null when there was none.</param>
internal sealed record Exploration(long Schedules, long Steps, Tallies Tallies, RecordedFailure? Failure);

/// <summary>Explores a scenario on the cooperative engine, on every core; each execution stays on one thread.</summary>
internal static class CooperativeExplorer
{
    /// <summary>Executes schedules until they are done, the time is over, or one violates a property.</summary>
    /// <param name="strategy">Who chooses: see <see cref="Strategies"/>.</param>
    /// <param name="shrink">Whether what fails is made as plain as it gets.</param>
    public static Exploration Explore(
        Scenario scenario, PlantedBug? bug, string strategy, int schedules, Effort effort, bool shrink = false)
    {
        var strategies = Strategies.For(strategy, scenario.World, bug);
        var workers = new Worker[Math.Max(1, Math.Min(Environment.ProcessorCount, schedules / 64))];
        var found = new FirstFound();
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new Worker(scenario.World, bug, strategies, effort, found, i, workers.Length, schedules);
        }

        var before = EscapeDetector.Now();
        WorkerThreads.Run([.. workers.Select(w => (Action)w.Run)]);
        EscapeDetector.RequireNone(before);
        var tallies = new Tallies();
        Array.ForEach(workers, w => tallies.Add(w.Tallies));
        return new Exploration(
            workers.Sum(w => w.Schedules), workers.Sum(w => w.Steps), tallies,
            found.Number is { } number
                ? Record(number)
                : null);

        RecordedFailure Record(long number)
        {
            var foundBy = $"explore, {strategy}, seed {effort.Seed}, schedule {number}";
            var seed = Chance.SeedOf(effort.Seed, number);
            return shrink
                ? FailureTrace.RecordShrunk(scenario.World, () => strategies(seed), bug, foundBy, effort, scenario.Name)
                : FailureTrace.Record(scenario.World, strategies(seed), bug, foundBy, scenario.Name);
        }
    }

    /// <summary>Every n-th execution of a scenario.</summary>
    private sealed class Worker(
        WorldDefinition world, PlantedBug? bug, Func<ulong, IStrategy> strategies, Effort effort, FirstFound found,
        int first, int stride, int schedules)
    {
        private const int SchedulesBetweenLooks = 32;

        public Tallies Tallies { get; } = new();

        public long Schedules { get; private set; }

        public long Steps { get; private set; }

        public void Run()
        {
            for (long number = first; number < schedules && !found.IsBefore(number); number += stride)
            {
                if (Schedules % SchedulesBetweenLooks == 0 && effort.Deadline.Passed && Schedules > 0)
                {
                    return;
                }

                Execute(number);
            }
        }

        private void Execute(long number)
        {
            var strategy = strategies(Chance.SeedOf(effort.Seed, number));
            var (execution, steps) = CooperativeRun.Execute(world, strategy, bug);
            (Schedules, Steps) = (Schedules + 1, Steps + steps);
            Tallies.Add(execution);
            if (execution.IsViolated)
            {
                found.Report(number);
            }

            if (first == 0)
            {
                effort.Progress.Show($"cooperative: {Schedules * stride} schedules");
            }
        }
    }
}
