using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>Generated worlds on the cooperative engine, on every core; each world stays on one thread.</summary>
internal static class CooperativeFuzzer
{
    private const string Name = "cooperative";

    public static EngineRun Run(FuzzRequest request)
    {
        var started = Environment.CpuUsage.TotalTime;
        var before = EscapeDetector.Now();
        var found = new FirstFound();
        var count = Math.Min(Environment.ProcessorCount, request.Cases);
        var workers = Enumerable.Range(0, count).Select(i => new Worker(request, found, i, count)).ToArray();
        WorkerThreads.Run([.. workers.Select(w => (Action)w.Run)]);
        EscapeDetector.RequireNone(before);

        var tallies = new Tallies();
        Array.ForEach(workers, w => tallies.Add(w.Tallies));
        Seq<Violation> violations = found.Number is { } number ? [Shrunk(request, number)] : [];
        var cases = workers.Sum(w => w.Cases);
        return new EngineRun(
            new EngineReport(
                Name, cases, workers.Sum(w => w.Schedules), workers.Sum(w => w.Steps),
                (Environment.CpuUsage.TotalTime - started).TotalSeconds),
            tallies,
            violations,
            !violations.IsEmpty || cases >= request.Cases);
    }

    private static Violation Shrunk(FuzzRequest request, long number)
    {
        var (bug, seed) = (PlantedBug.Maybe(request.Bug), request.Effort.Seed);
        var world = WorldGenerator.Make(seed, number);
        var failing = CaseJudge.Judge(world, Chance.SeedOf(seed, number), request.Schedules, bug, (_, _) => { })
            ?? throw new NondeterminismException($"generated case {number} of seed {seed} violated a property only once");
        var (plainest, how) = new FailureShrinker(bug, request.Effort).Shrink(world, failing);
        return FailureTrace.Save(plainest, how, bug, $"fuzz, seed {seed}, case {number}, world shrunk", request.SaveTo);
    }

    /// <summary>Every n-th case.</summary>
    private sealed class Worker(FuzzRequest request, FirstFound found, int first, int stride)
    {
        private readonly PlantedBug? _bug = PlantedBug.Maybe(request.Bug);

        public Tallies Tallies { get; } = new();

        public int Cases { get; private set; }

        public long Schedules { get; private set; }

        public long Steps { get; private set; }

        public void Run()
        {
            for (long number = first; number < request.Cases && !found.IsBefore(number); number += stride)
            {
                if (Cases > 0 && request.Effort.Deadline.Passed)
                {
                    return;
                }

                var seed = Chance.SeedOf(request.Effort.Seed, number);
                var world = WorldGenerator.Make(request.Effort.Seed, number);
                if (CaseJudge.Judge(world, seed, request.Schedules, _bug, Count) is not null)
                {
                    found.Report(number);
                }

                Cases++;
                if (first == 0)
                {
                    request.Effort.Progress.Show($"{Name}: {Cases * stride} generated worlds");
                }
            }
        }

        private void Count(Execution execution, int steps)
        {
            (Schedules, Steps) = (Schedules + 1, Steps + steps);
            Tallies.Add(execution);
        }
    }
}
