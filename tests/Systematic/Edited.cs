using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Traces as other code would have recorded them.</summary>
internal static class Edited
{
    /// <summary>The steps without one; the others are counted anew.</summary>
    public static Seq<TraceStep> Without(Seq<TraceStep> steps, int number) => Counted(steps.Where(s => s.Number != number));

    /// <summary>The same trace, had one step of a loop not been needed; what it says of its choices moves along.</summary>
    public static Trace Lacking(Trace trace, int number) => trace with
    {
        Steps = Without(trace.Steps, number),
        Minimal = Moved(trace.Minimal, n => n > number ? n - 1 : n),
    };

    /// <summary>The same trace, had a loop taken one more step.</summary>
    public static Trace Having(Trace trace, int before, string label) => trace with
    {
        Steps = Counted(trace.Steps.SelectMany(s =>
            s.Number == before ? new[] { new TraceStep(0, StepKind.Sched, label), s } : [s])),
        Minimal = Moved(trace.Minimal, n => n >= before ? n + 1 : n),
    };

    /// <summary>The plainest execution of a world in which nothing fails.</summary>
    public static (Trace Trace, Execution Execution) Recorded(WorldDefinition world)
    {
        var (recording, log) = (new RecordingStrategy(new DeviatingStrategy([])), new EventLog());
        var (execution, _) = CooperativeRun.Execute(world, recording, bug: null, log);
        var trace = new Trace
        {
            Expect = Trace.None,
            Property = "nothing fails",
            Clause = "none",
            Lane = TraceHeader.Cooperative,
            Scenario = "external",
            FoundBy = "a test",
            World = world,
            Steps = recording.Steps.ToSeq(),
            End = log.Hash(),
        };
        return (trace, execution);
    }

    private static Seq<TraceStep> Counted(IEnumerable<TraceStep> steps) => steps.Select((s, i) => s with { Number = i + 1 }).ToSeq();

    private static MinimalityNote? Moved(MinimalityNote? note, Func<int, int> to) =>
        note is null ? null : note with { Steps = note.Steps.Select(to).ToSeq() };
}
