using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Shrinking;

/// <summary>Finds out whether a trace is as small as it says.</summary>
internal static class Certificate
{
    /// <summary>What can be said of a trace: where it leaves the plainest way, and how many plainer worlds there are.</summary>
    public static MinimalityNote NoteOf(Trace trace) =>
        new(ChoicesOf(trace).Select(c => c.Step).ToSeq(), WorldShrinker.Shrink(trace.World).Count());

    /// <summary>Where a trace leaves the plainest way.</summary>
    public static Seq<(int Step, Deviation Choice)> ChoicesOf(Trace trace)
    {
        var deriving = new DerivingStrategy(new ReplayStrategy(trace.Steps));
        CooperativeRun.Execute(trace.World, deriving, PlantedBug.Maybe(trace.Bug));
        return deriving.Deviations.ToSeq();
    }

    /// <summary>
    /// What is wrong with what a trace says of its size: every choice is left out in turn, every fault made milder, every
    /// plainer world executed with the same choices, and none of that may fail as the trace does.
    /// </summary>
    public static IEnumerable<string> Faults(Trace trace)
    {
        if (trace.Minimal is not { } note)
        {
            yield return "nothing is said of its size";
            yield break;
        }

        if (note != NoteOf(trace))
        {
            yield return $"it says '{note}', and it is '{NoteOf(trace)}'";
        }

        var run = new DeviatingRun(trace.World, PlantedBug.Maybe(trace.Bug));
        var choices = ChoicesOf(trace).Select(c => c.Choice).ToSeq();
        if (!Fails(run, choices))
        {
            yield return "its choices alone do not fail";
        }

        for (var i = 0; i < choices.Count; i++)
        {
            if (Fails(run, choices.RemoveAt(i)))
            {
                yield return $"it fails without '{choices[i]}'";
            }
        }

        foreach (var (index, milder) in run.MilderThan(choices))
        {
            if (Fails(run, choices.Select((c, i) => i == index ? c with { What = milder } : c).ToSeq()))
            {
                yield return $"it fails with '{milder}' in the place of '{choices[index]}'";
            }
        }

        foreach (var plainer in WorldShrinker.Shrink(trace.World))
        {
            if (Fails(new DeviatingRun(plainer, PlantedBug.Maybe(trace.Bug)), choices))
            {
                yield return $"it fails in a plainer world: {World.WorldFile.Write(plainer)}";
            }
        }

        bool Fails(DeviatingRun executed, Seq<Deviation> tried) => executed.Execute(tried).Violated?.Id == trace.Expect;
    }
}
