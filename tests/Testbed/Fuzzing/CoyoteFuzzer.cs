using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>
/// The same generated worlds under Coyote, one process a core. What it finds is shrunk on the cooperative engine,
/// if it fails there too, and found again under Coyote in its plainest form.
/// </summary>
internal static class CoyoteFuzzer
{
    // Of the plainest world Coyote may need many more schedules than it was lucky to need at first.
    private const int SchedulesToConfirm = 2_000;

    // Hundreds of times what a schedule takes: whoever has not answered by then hangs.
    private const int SecondsOfASchedule = 10;

    private static readonly TimeSpan TimeToConfirm = TimeSpan.FromMinutes(2);

    public static EngineRun Run(FuzzRequest request)
    {
        var due = request.Numbers.CountBelow(request.Cases);
        var count = (int)Math.Min(Environment.ProcessorCount, due);
        var found = new FirstFound();
        var shares = Enumerable.Range(0, count).Select(i => new Share(request, found, i, request.Numbers.Part(i, count))).ToArray();
        WorkerThreads.Run([.. shares.Select(s => (Action)s.Run)]);

        var tallies = new Tallies();
        Array.ForEach(shares, s => tallies.Add(s.Tallies));
        Seq<Violation> violations = found.Number is { } number
            ? [Shrunk(request, number, shares.Single(s => s.Found?.Number == number).Found!.Value.Result) with
            {
                Found = new Found(CoyoteExplorer.Name, null, number),
            }]
            : [];
        var cases = shares.Sum(s => s.Cases);
        return new EngineRun(
            new EngineReport(
                CoyoteExplorer.Name, cases, shares.Sum(s => s.Schedules), shares.Sum(s => s.Steps), shares.Sum(s => s.CpuSeconds)),
            tallies,
            violations,
            !violations.IsEmpty || cases >= due);
    }

    private static Violation Shrunk(FuzzRequest request, long number, CoyoteResult result)
    {
        var world = WorldGenerator.Make(request.Effort.Seed, number);
        var property = CoyoteExplorer.TraceOf(result).Expect;
        var shrinker = new WorldSearch(PlantedBug.Maybe(request.Bug), request.Effort);
        if (request.Effort.Deadline.Passed || shrinker.Try(world, property) is not { } failing)
        {
            return CoyoteExplorer.Save(result, request.SaveTo);
        }

        var (plainest, _) = shrinker.Shrink(world, failing);
        request.Effort.Progress.Show("coyote: looking for it in the plainest world");
        var seconds = Math.Min(TimeToConfirm.TotalSeconds, request.Effort.Deadline.Left?.TotalSeconds ?? double.MaxValue);
        using var child = new CoyoteChild(0);
        var again = child.Ask(
            Requested(request, plainest, number, SchedulesToConfirm, seconds), CoyoteExplorer.PatienceFor(seconds));
        return CoyoteExplorer.Save(again.Trace is null ? result : again, request.SaveTo);
    }

    private static CoyoteRequest Requested(FuzzRequest request, WorldDefinition world, long number, int schedules, double? seconds) => new(
        FailureTrace.Generated, WorldFile.Write(world), $"fuzz, seed {request.Effort.Seed}, case {number}", schedules,
        Chance.SeedOf(request.Effort.Seed, number), 1, request.Bug, seconds);

    /// <summary>Some of the cases, in a process of its own.</summary>
    private sealed class Share(FuzzRequest request, FirstFound found, int core, Stride numbers)
    {
        private readonly TimeSpan _patience = CoyoteExplorer.PatienceFor((double)SecondsOfASchedule * request.Schedules);

        public Tallies Tallies { get; } = new();

        public int Cases { get; private set; }

        public long Schedules { get; private set; }

        public long Steps { get; private set; }

        public double CpuSeconds { get; private set; }

        public (long Number, CoyoteResult Result)? Found { get; private set; }

        public void Run()
        {
            // To start a process takes a second or more.
            if (request.Effort.Deadline.Passed)
            {
                return;
            }

            using var child = new CoyoteChild(core);
            for (var number = numbers.First; number < request.Cases && !found.IsBefore(number); number += numbers.Step)
            {
                if (Cases > 0 && request.Effort.Deadline.Passed)
                {
                    return;
                }

                var world = WorldGenerator.Make(request.Effort.Seed, number);
                var result = child.Ask(Requested(request, world, number, request.Schedules, null), _patience);
                Tallies.Add(result.Exercised);
                Tallies.AddStrikes(result.Strikes);
                (Cases, Schedules, Steps) = (Cases + 1, Schedules + result.Schedules, Steps + result.Steps);
                CpuSeconds += result.CpuSeconds;
                request.Effort.Progress.Show($"coyote: {number} of {request.Cases} generated worlds");
                if (result.Trace is not null)
                {
                    Found = (number, result);
                    found.Report(number);
                }
            }
        }
    }
}
