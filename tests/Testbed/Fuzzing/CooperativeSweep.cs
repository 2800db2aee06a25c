using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>Worlds by number.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Make">The one with that number; the same at every call, on any thread.</param>
/// <param name="What">What they are called, such as <c>generated worlds</c>.</param>
/// <param name="Where">How a trace names one of them, its number left out, such as <c>fuzz, seed 1, case</c>.</param>
internal sealed record NumberedWorlds(int Count, Func<long, WorldDefinition> Make, string What, string Where);

/// <summary>What is to be done with each of many worlds.</summary>
/// <param name="Numbers">Which of the worlds.</param>
/// <param name="Schedules">How many of each.</param>
/// <param name="Bug">The planted bug to run with, or null.</param>
/// <param name="SaveTo">Where to write what was found, or null.</param>
internal sealed record SweepRequest(
    NumberedWorlds Worlds, Stride Numbers, int Schedules, string? Bug, string? SaveTo, Effort Effort)
{
    public long Count => Numbers.CountBelow(Worlds.Count);
}

/// <summary>Many worlds on the cooperative engine, on every core; each world stays on one thread.</summary>
internal static class CooperativeSweep
{
    private const string Name = "cooperative";

    public static EngineRun Run(SweepRequest request)
    {
        var started = Environment.CpuUsage.TotalTime;
        var before = EscapeDetector.Now();
        var found = new FirstFound();
        // A shard may have nothing to do.
        var count = Math.Max(1, (int)Math.Min(Environment.ProcessorCount, request.Count));
        var workers = Enumerable.Range(0, count).Select(i => new Worker(request, found, request.Numbers.Part(i, count))).ToArray();
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
            !violations.IsEmpty || cases >= request.Count);
    }

    private static Violation Shrunk(SweepRequest request, long number)
    {
        var (bug, seed) = (PlantedBug.Maybe(request.Bug), request.Effort.Seed);
        var world = request.Worlds.Make(number);
        var failing = CaseJudge.Judge(world, Chance.SeedOf(seed, number), request.Schedules, bug, (_, _) => { })
            ?? throw new NondeterminismException($"{request.Worlds.Where} {number}: a property was violated only once");
        var foundBy = $"{request.Worlds.Where} {number}";
        return FailureTrace.Save(world, failing, bug, foundBy, request.SaveTo, request.Effort) with
        {
            Found = new Found(Name, null, number),
        };
    }

    /// <summary>Some of the cases, on one thread.</summary>
    private sealed class Worker(SweepRequest request, FirstFound found, Stride numbers)
    {
        private readonly PlantedBug? _bug = PlantedBug.Maybe(request.Bug);

        public Tallies Tallies { get; } = new();

        public int Cases { get; private set; }

        public long Schedules { get; private set; }

        public long Steps { get; private set; }

        public void Run()
        {
            for (var number = numbers.First; number < request.Worlds.Count && !found.IsBefore(number); number += numbers.Step)
            {
                if (Cases > 0 && request.Effort.Deadline.Passed)
                {
                    return;
                }

                var seed = Chance.SeedOf(request.Effort.Seed, number);
                var world = request.Worlds.Make(number);
                if (CaseJudge.Judge(world, seed, request.Schedules, _bug, Count) is not null)
                {
                    found.Report(number);
                }

                Cases++;
                request.Effort.Progress.Show($"{Name}: {number} of {request.Worlds.Count} {request.Worlds.What}");
            }
        }

        private void Count(Execution execution, int steps)
        {
            (Schedules, Steps) = (Schedules + 1, Steps + steps);
            Tallies.Add(execution);
        }
    }
}
