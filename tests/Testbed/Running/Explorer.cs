using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bounding;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Guiding;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Explores named scenarios, one engine after the other.</summary>
internal sealed class Explorer : IExplorer
{
    // Of the time there is: the cooperative engine needs little of it to see much.
    private const double CooperativeShare = 0.5;

    public IReadOnlyList<string> Scenarios { get; } = [.. Scenario.All.Select(s => s.Name)];

    public IReadOnlyList<string> Strategies { get; } =
        [.. Running.Strategies.Names, BoundedExplorer.Strategy, GuidedExplorer.Strategy, CoyoteStrategies.Prioritization];

    public IReadOnlyList<string> Bugs { get; } = [.. PlantedBug.Known.Select(b => b.Name)];

    public ExploreReport Explore(ExploreRequest request)
    {
        if (request.Strategy == BoundedExplorer.Strategy)
        {
            return Exhaustively(request);
        }

        if (request.Strategy == GuidedExplorer.Strategy)
        {
            return Guided(request);
        }

        var engines = new List<EngineRun>();
        var engine = request.Strategy == CoyoteStrategies.Prioritization ? EngineChoice.Coyote : request.Engine;
        if (engine != EngineChoice.Coyote)
        {
            var deadline = request.Effort.Deadline;
            var share = engine == EngineChoice.Both ? deadline.Share(CooperativeShare) : deadline;
            var limited = request with { Effort = request.Effort with { Deadline = share } };
            engines.Add(EngineRun.Of(
                "cooperative", limited,
                (scenario, bug, schedules, effort) => CooperativeExplorer.Explore(
                    scenario, bug, request.Strategy, request.Numbers, schedules, effort, shrink: request.SaveTo is not null)));
        }

        if (engine != EngineChoice.Cooperative)
        {
            engines.Add(CoyoteExplorer.Explore(request));
        }

        var tallies = new Tallies();
        engines.ForEach(e => tallies.Add(e.Tallies));
        return new ExploreReport(
            engines.TrueForAll(e => e.Complete),
            engines.SelectMany(e => e.Violations).ToSeq(),
            engines.Select(e => e.Report).ToSeq(),
            tallies.ToReport());
    }

    // On the cooperative engine alone: an execution of the other one cannot be varied.
    private static ExploreReport Guided(ExploreRequest request)
    {
        var guided = new List<GuidedReport>();
        var run = EngineRun.Of("cooperative", request, (scenario, bug, schedules, effort) =>
        {
            var (exploration, report) = GuidedExplorer.Explore(
                scenario, bug, schedules, request.Corpus, effort, shrink: request.SaveTo is not null);
            guided.Add(report);
            return exploration;
        });
        return new ExploreReport(run.Complete, run.Violations, [run.Report], run.Tallies.ToReport()) { Guided = guided.ToSeq() };
    }

    // On the cooperative engine alone: the orders of the other one are not ours to count.
    private static ExploreReport Exhaustively(ExploreRequest request)
    {
        var bounded = new List<BoundedReport>();
        var run = EngineRun.Of("cooperative", request with { Schedules = 1 }, (scenario, bug, _, effort) =>
        {
            var (exploration, report) = BoundedExplorer.Explore(
                scenario, bug, request.Bounds, effort, shrink: request.SaveTo is not null);
            bounded.Add(report);
            return exploration;
        });
        var changed = request.Bug is null ? bounded.Select(BoundedCounts.Changed).OfType<Violation>().ToSeq() : [];
        return new ExploreReport(
            bounded.TrueForAll(b => b.Complete), run.Violations.AddRange(changed), [run.Report], run.Tallies.ToReport())
        {
            Bounded = bounded.ToSeq(),
        };
    }
}

/// <summary>What one engine did for a request.</summary>
internal sealed record EngineRun(EngineReport Report, Tallies Tallies, Seq<Violation> Violations, bool Complete)
{
    /// <summary>What the engines did with many worlds, as one report.</summary>
    public static FuzzReport Together(IReadOnlyCollection<EngineRun> engines)
    {
        var tallies = new Tallies();
        foreach (var engine in engines)
        {
            tallies.Add(engine.Tallies);
        }

        return new FuzzReport(
            engines.All(e => e.Complete),
            engines.SelectMany(e => e.Violations).ToSeq(),
            engines.Select(e => e.Report).ToSeq(),
            tallies.ToReport(),
            tallies.StrikesToReport());
    }

    /// <summary>How one scenario is explored.</summary>
    public delegate Exploration Explore(Scenario scenario, PlantedBug? bug, int schedules, Effort effort);

    /// <summary>Explores every scenario of a request in turn, each with its share of the time.</summary>
    public static EngineRun Of(string name, ExploreRequest request, Explore explore)
    {
        var started = Environment.CpuUsage.TotalTime;
        var (tallies, violations, complete) = (new Tallies(), new List<Violation>(), true);
        var (explored, schedules, steps) = (0, 0L, 0L);
        for (var i = 0; i < request.Scenarios.Count && !(i > 0 && request.Effort.Deadline.Passed); i++)
        {
            var left = request.Effort.Deadline.Share(1.0 / (request.Scenarios.Count - i));
            var scenario = Scenario.Named(request.Scenarios[i]);
            var bug = PlantedBug.Maybe(request.Bug);
            var exploration = explore(scenario, bug, request.Schedules, request.Effort with { Deadline = left });
            tallies.Add(exploration.Tallies);
            (explored, schedules, steps) = (explored + 1, schedules + exploration.Schedules, steps + exploration.Steps);
            complete &= exploration.Failure is not null || exploration.Schedules >= request.Numbers.CountBelow(request.Schedules);
            if (exploration is { Failure: var (trace, detail), Number: { } number })
            {
                violations.Add(new Violation(trace.Expect, trace.Clause, FoundTraces.Save(trace, request.SaveTo), detail)
                {
                    Found = new Found(name, scenario.Name, number),
                });
            }
        }

        var used = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
        return new EngineRun(
            new EngineReport(name, explored, schedules, steps, used), tallies, violations.ToSeq(),
            complete && explored == request.Scenarios.Count);
    }
}
