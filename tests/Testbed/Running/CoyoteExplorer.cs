using System.Text;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Explores named scenarios under Coyote, one process a core, and adds up what they report.</summary>
internal static class CoyoteExplorer
{
    public const string Name = "coyote";

    // The children are given up long after they were due.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>How long a child may take for a request before it counts as hanging.</summary>
    public static TimeSpan PatienceFor(double? seconds) =>
        (seconds is { } limit ? TimeSpan.FromSeconds(limit) : Longest) + Grace;

    public static EngineRun Explore(ExploreRequest request)
    {
        var shares = Shares(request).ToArray();
        WorkerThreads.Run([.. shares.Select(s => (Action)s.Run)]);
        return Sum(request, [.. shares.SelectMany(s => s.Results)]);
    }

    /// <summary>
    /// Writes the trace of a violation. Coyote's own schedule stands beside it: it repeats the run with these very
    /// assemblies only.
    /// </summary>
    public static Violation Save(CoyoteResult result, string? folder)
    {
        var trace = TraceOf(result);
        var file = FoundTraces.Save(trace, folder);
        if (file is not null && result.Schedule is not null)
        {
            File.WriteAllText(Path.ChangeExtension(file, ".schedule"), result.Schedule);
        }

        return new Violation(trace.Expect, trace.Clause, file, result.Detail);
    }

    /// <summary>The trace of a result that has one.</summary>
    public static Trace TraceOf(CoyoteResult result) => TraceFile.Parse(Name, Encoding.UTF8.GetBytes(result.Trace!)).Value
        ?? throw new InvalidDataException("The copy wrote a trace that cannot be read.");

    // The schedules are dealt out: process i takes those from its own offset of the seed on.
    private static IEnumerable<Share> Shares(ExploreRequest request)
    {
        var processes = Math.Min(Environment.ProcessorCount, request.Schedules);
        for (var i = 0; i < processes; i++)
        {
            var from = (long)request.Schedules * i / processes;
            var to = (long)request.Schedules * (i + 1) / processes;
            yield return new Share(request, i, from, to - from);
        }
    }

    private static EngineRun Sum(ExploreRequest request, (string Scenario, CoyoteResult Result)[] results)
    {
        var tallies = new Tallies();
        var violations = new SortedDictionary<string, Violation>(StringComparer.Ordinal);
        foreach (var (scenario, result) in results)
        {
            tallies.Add(result.Exercised);
            if (result.Trace is not null && !violations.ContainsKey(scenario))
            {
                violations.Add(scenario, Save(result, request.SaveTo));
            }
        }

        var schedules = results.Sum(r => r.Result.Schedules);
        var report = new EngineReport(
            Name, results.Select(r => r.Scenario).Distinct().Count(), schedules, results.Sum(r => r.Result.Steps),
            results.Sum(r => r.Result.CpuSeconds));
        return new EngineRun(
            report, tallies, violations.Values.ToSeq(),
            violations.Count > 0 || schedules >= (long)request.Schedules * request.Scenarios.Count);
    }

    /// <summary>What one process explores: some schedules of every scenario.</summary>
    private sealed class Share(ExploreRequest request, int core, long from, long schedules)
    {
        private readonly List<(string Scenario, CoyoteResult Result)> _results = [];

        public IEnumerable<(string Scenario, CoyoteResult Result)> Results => _results;

        public void Run()
        {
            using var child = new CoyoteChild(core);
            for (var i = 0; i < request.Scenarios.Count; i++)
            {
                request.Effort.Progress.Show($"coyote: {request.Scenarios[i]}");
                var seconds = request.Effort.Deadline.Left?.TotalSeconds / (request.Scenarios.Count - i);
                var world = WorldFile.Write(Scenario.Named(request.Scenarios[i]).World);
                var asked = new CoyoteRequest(
                    request.Scenarios[i], world, "explore", schedules, request.Effort.Seed + (ulong)from, request.Bug, seconds);
                _results.Add((request.Scenarios[i], child.Ask(asked, PatienceFor(seconds))));
            }
        }
    }
}
