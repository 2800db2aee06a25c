using System.Globalization;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Shrinking;
using EventLog = Xmpp.Federation.Testbed.Engines.EventLog;
using Trace = Xmpp.Federation.Testbed.Traces.Trace;
using TraceHeader = Xmpp.Federation.Testbed.Traces.TraceHeader;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>
/// Executes a trace, and looks for what has become of it where it does not stand any more: first for other names of its steps,
/// then for another execution that shows the same.
/// </summary>
internal sealed class Keeper : ITraceKeeper
{
    /// <inheritdoc/>
    public Parsed<Survival> Judge(string file, Trace trace, Effort effort) =>
        Replayer.UnknownBug(file, trace) is { } problem ? problem
        : trace is { Lane: TraceHeader.Coyote, Expect: not Trace.None } ? Across(trace, effort)
        : Follow(trace, effort);

    private static Survival Follow(Trace trace, Effort effort)
    {
        var (strategy, log) = (new ReplayStrategy(trace.Steps), new EventLog());
        try
        {
            var (execution, steps) = CooperativeRun.Execute(
                trace.World, strategy, PlantedBug.Maybe(trace.Bug), log, acts: Stranger.ActsIn(trace.Steps));
            var (property, clause) = (execution.Breach?.Property.Id ?? Trace.None, execution.Breach?.Property.Clause ?? trace.Clause);
            if (property == trace.Expect && strategy.IsComplete)
            {
                var today = trace with { End = log.Hash() };
                var renewal = today == trace ? null : new Renewal(false, "its steps stand, and its event log reads otherwise");
                return Stands(today, renewal, effort);
            }

            var ended = new ReplayReport.Ended(property, clause, steps, AsRecorded: false);
            return Told(trace, property == trace.Expect ? "it ends before its last step" : $"it ends in {property}", ended, effort);
        }
        catch (StaleTraceException stale)
        {
            return Named(trace, Replayer.StaleAt(trace, stale), effort);
        }
    }

    private static Survival Named(Trace trace, ReplayReport.Stale stale, Effort effort)
    {
        var relabelling = Relabeller.Search(trace);
        if (relabelling.Trace is { } today)
        {
            return Stands(today, new Renewal(false, $"only labels have moved: {Renaming.Told(relabelling.Moved)}"), effort);
        }

        var tried = relabelling.IsComplete ? "" : string.Create(CultureInfo.InvariantCulture, $" in {relabelling.Executions} executions");
        return Told(trace, $"no other names for its steps lead to its end{tried}", stale, effort);
    }

    private static Survival Told(Trace trace, string why, ReplayReport report, Effort effort)
    {
        if (trace.Expect == Trace.None)
        {
            return new Survival.Lost(report, $"{why}, and nothing fails in it that could be looked for");
        }

        return new Reteller(effort).Retell(trace) is var (today, how)
            ? Anew(today, $"{why}, but {how}")
            : new Survival.Lost(report, $"{why}, and neither its steps nor its choices show {trace.Expect}; {Again(trace)}");
    }

    private static Survival.Shown Stands(Trace trace, Renewal? renewal, Effort effort)
    {
        var shown = new Survival.Shown(trace) { Rule = RuleIn(trace), Renewal = renewal };

        // Of one in which nothing fails nothing can be left out, and what a stranger does is in no choice.
        if (trace.Expect == Trace.None || !Stranger.ActsIn(trace.Steps).IsEmpty)
        {
            return shown;
        }

        if (Certificate.Faults(trace).FirstOrDefault() is not { } fault)
        {
            return shown with { IsMinimal = true };
        }

        return new Reteller(effort).Shrink(trace) is { } small
            ? Anew(small, $"it was made small anew: {fault}")
            : shown;
    }

    // Who cannot be scheduled again is no trace for everybody: it is kept as the cooperative engine finds it.
    private static Survival Across(Trace trace, Effort effort) => new Reteller(effort).Retell(trace) is var (today, how)
        ? Anew(today, how)
        : new Survival.Lost(
            new ReplayReport.Ended(Trace.None, trace.Clause, 0, AsRecorded: false),
            string.Create(
                CultureInfo.InvariantCulture,
                $"the cooperative engine does not find it again in {Reteller.ExecutionsMax} executions; {Again(trace)}"));

    private static Survival.Shown Anew(Trace today, string why) =>
        new(today) { IsMinimal = true, Rule = RuleIn(today), Renewal = new Renewal(true, why) };

    private static string? RuleIn(Trace trace) => CooperativeRun.Execute(
        trace.World, new ReplayStrategy(trace.Steps), PlantedBug.Maybe(trace.Bug), acts: Stranger.ActsIn(trace.Steps))
        .Execution.Breach?.Rule?.Statement;

    private static string Again(Trace trace)
    {
        var where = Scenario.All.Any(s => s.Name == trace.Scenario) ? $"explore --scenario {trace.Scenario}"
            : trace.Scenario == FailureTrace.Generated ? "fuzz"
            : "explore";
        var bug = trace.Bug is null ? "" : $" --bug {trace.Bug}";
        return $"look for it again: s2s {where}{bug} --save found";
    }
}
