using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Retracing;

/// <summary>
/// Runs a counterexample of the production core against the whole negotiator, in the cooperative engine: with its shell, its
/// sockets, its reader and its writer, under the monitors. What it breaks there is recorded as a trace.
/// </summary>
internal static class Retracer
{
    /// <param name="system">What was checked.</param>
    /// <param name="path">The steps to the violation.</param>
    /// <param name="property">What the checker says was broken.</param>
    public static Retraced Run(CoreSystem system, IReadOnlyList<CoreStep> path, string property)
    {
        var scope = system.World.Scope;
        // The checker takes steps in any order; the engine does where links may overtake each other.
        var world = scope.World with { Faults = scope.World.Faults with { Delay = true } };
        var strategy = new PathStrategy(PathTranslator.Translate(system, path));
        var recording = new RecordingStrategy(strategy);
        var log = new EventLog();
        var (execution, _) = CooperativeRun.Execute(world, recording, scope.Bug, log, strategy.See);
        if (execution.Breach is not { Property: var broken, Detail: var detail })
        {
            return new Retraced(null, strategy.Missed, strategy.Missed is { } missed
                ? $"the whole negotiator does not show it: step {missed.Number} '{missed.Words}' was not possible, possible were: "
                    + (missed.Possible.IsEmpty ? "nothing" : string.Join(", ", missed.Possible))
                : "the whole negotiator does not show it: it takes all steps and breaks nothing");
        }

        var trace = new Trace
        {
            Expect = broken.Id,
            Property = broken.Statement,
            Clause = broken.Clause,
            Bug = scope.Bug?.Name,
            Lane = TraceHeader.Cooperative,
            Scenario = scope.Name.Replace(' ', '-'),
            FoundBy = $"check, {property} broken by the core in {path.Count} steps",
            World = world,
            Steps = recording.Steps.ToSeq(),
            End = log.Hash(),
        };
        return !IsRepeated(trace, scope.Bug)
            ? new Retraced(null, strategy.Missed, $"the whole negotiator breaks {broken.Id}, but steps of one name leave it open how")
            : new Retraced(trace, strategy.Missed, $"the whole negotiator breaks {broken.Id} in {trace.Steps.Count} steps: {detail}");
    }

    private static bool IsRepeated(Trace trace, PlantedBug? bug)
    {
        var (strategy, log) = (new ReplayStrategy(trace.Steps), new EventLog());
        try
        {
            CooperativeRun.Execute(trace.World, strategy, bug, log);
            return strategy.IsComplete && log.Hash() == trace.End;
        }
        catch (StaleTraceException)
        {
            return false;
        }
    }
}

/// <summary>What the whole negotiator makes of a counterexample of its core.</summary>
/// <param name="Trace">The execution that breaks a property; null where none is broken.</param>
/// <param name="Missed">The first step that it could not take; null where it took all.</param>
/// <param name="Told">The same in one sentence.</param>
internal sealed record Retraced(Trace? Trace, MissedStep? Missed, string Told);
