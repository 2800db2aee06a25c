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
/// <param name="Number">The number of its schedule.</param>
internal sealed record Exploration(long Schedules, long Steps, Tallies Tallies, RecordedFailure? Failure, long? Number);

/// <summary>Explores a scenario on the cooperative engine, on every core; each execution stays on one thread.</summary>
internal static class CooperativeExplorer
{
    /// <summary>Executes schedules until they are done, the time is over, or one violates a property.</summary>
    /// <param name="strategy">Who chooses: see <see cref="Strategies"/>.</param>
    /// <param name="numbers">Which of the schedules are done here.</param>
    /// <param name="shrink">Whether what fails is made as plain as it gets.</param>
    public static Exploration Explore(
        Scenario scenario, PlantedBug? bug, string strategy, Stride numbers, int schedules, Effort effort, bool shrink = false)
    {
        var strategies = Strategies.For(strategy, scenario.World, bug);
        var workers = new Worker[Math.Max(1, (int)Math.Min(Environment.ProcessorCount, numbers.CountBelow(schedules) / 64))];
        var found = new FirstFound();
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new Worker(scenario.World, bug, strategies, effort, found, numbers.Part(i, workers.Length), schedules);
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
                : null,
            found.Number);

        RecordedFailure Record(long number)
        {
            var foundBy = $"explore, {strategy}, seed {effort.Seed}, schedule {number}";
            var seed = Chance.SeedOf(effort.Seed, number);
            return FailureTrace.Record(scenario, () => strategies(seed), bug, foundBy, effort, shrink);
        }
    }

    /// <summary>Some executions of a scenario, on one thread.</summary>
    private sealed class Worker(
        WorldDefinition world, PlantedBug? bug, Func<ulong, IStrategy> strategies, Effort effort, FirstFound found,
        Stride numbers, int schedules)
    {
        public Tallies Tallies { get; } = new();

        public long Schedules { get; private set; }

        public long Steps { get; private set; }

        public void Run()
        {
            for (var number = numbers.First; number < schedules && !found.IsBefore(number); number += numbers.Step)
            {
                if (Schedules > 0 && effort.Deadline.Passed)
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

            effort.Progress.Show($"cooperative: schedule {number}");
        }
    }
}
