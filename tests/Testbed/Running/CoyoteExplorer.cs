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

    // Executions that share an engine stay together: a machine, and a process, has every n-th round of them.
    private static long Rounds(ExploreRequest request, Stride numbers)
    {
        var round = CoyoteStrategies.RoundOf(StrategyOf(request));
        return numbers.CountBelow((request.Schedules + round - 1) / round);
    }

    // The other strategies are the cooperative engine's: beside them, Coyote walks at random.
    private static string StrategyOf(ExploreRequest request) =>
        request.Strategy == CoyoteStrategies.Prioritization ? request.Strategy : CoyoteStrategies.Random;

    private static IEnumerable<Share> Shares(ExploreRequest request)
    {
        var processes = (int)Math.Min(Environment.ProcessorCount, Rounds(request, request.Numbers));
        return Enumerable.Range(0, processes).Select(i => new Share(request, i, request.Numbers.Part(i, processes)));
    }

    private static EngineRun Sum(ExploreRequest request, (string Scenario, long? Found, CoyoteResult Result)[] results)
    {
        var tallies = new Tallies();
        var violations = new SortedDictionary<string, Violation>(StringComparer.Ordinal);
        foreach (var (scenario, found, result) in results.OrderBy(r => r.Found))
        {
            tallies.Add(result.Exercised);
            if (found is { } number && !violations.ContainsKey(scenario))
            {
                violations.Add(scenario, Save(result, request.SaveTo) with { Found = new Found(Name, scenario, number) });
            }
        }

        var (schedules, round) = (results.Sum(r => r.Result.Schedules), CoyoteStrategies.RoundOf(StrategyOf(request)));
        var report = new EngineReport(
            Name, results.Select(r => r.Scenario).Distinct().Count(), schedules, results.Sum(r => r.Result.Steps),
            results.Sum(r => r.Result.CpuSeconds));
        return new EngineRun(
            report, tallies, violations.Values.ToSeq(),
            violations.Count > 0 || schedules >= Rounds(request, request.Numbers) * round * request.Scenarios.Count);
    }

    /// <summary>What one process explores: some schedules of every scenario.</summary>
    private sealed class Share(ExploreRequest request, int core, Stride numbers)
    {
        private readonly List<(string Scenario, long? Found, CoyoteResult Result)> _results = [];

        /// <summary>Of each scenario, with the number of the schedule that violated something.</summary>
        public IEnumerable<(string Scenario, long? Found, CoyoteResult Result)> Results => _results;

        public void Run()
        {
            using var child = new CoyoteChild(core);
            var (strategy, round) = (StrategyOf(request), CoyoteStrategies.RoundOf(StrategyOf(request)));
            // Every other process begins at the end, so that little time is enough for each scenario to be seen by somebody.
            var scenarios = core % 2 == 0 ? request.Scenarios : request.Scenarios.Reverse().ToSeq();
            for (var i = 0; i < scenarios.Count && !(i > 0 && request.Effort.Deadline.Passed); i++)
            {
                request.Effort.Progress.Show($"coyote: {scenarios[i]}");
                var seconds = request.Effort.Deadline.Left?.TotalSeconds / (scenarios.Count - i);
                var world = WorldFile.Write(Scenario.Named(scenarios[i]).World);
                var asked = new CoyoteRequest(
                    scenarios[i], world, $"explore, {strategy}", Rounds(request, numbers) * round,
                    request.Effort.Seed + (ulong)numbers.First, numbers.Step, request.Bug, seconds)
                {
                    Strategy = strategy,
                };
                var result = child.Ask(asked, PatienceFor(seconds));
                var found = result.Found is { } place ? (numbers.At(place / round) * round) + (place % round) : (long?)null;
                _results.Add((scenarios[i], found, result));
            }
        }
    }
}
