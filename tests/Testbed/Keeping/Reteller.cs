using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>
/// Tells a trace anew whose steps are not possible any more: what it says of its choices is tried in the code of today, and
/// whatever violates the same property of the same bug is made small and recorded.
/// </summary>
/// <param name="effort">Until when.</param>
internal sealed class Reteller(Effort effort)
{
    /// <summary>The most executions that look for the choices; a second of them, and making small takes longer.</summary>
    public const int ExecutionsMax = 2_000;

    private const string Retold = ", retold";

    /// <summary>How many executions have looked for what a trace says; those that make it small are not counted.</summary>
    public int Executions { get; private set; }

    /// <summary>The trace of today, with its certificate, and how it was found; null where nothing was.</summary>
    /// <param name="trace">One that expects a violation.</param>
    public (Trace Trace, string How)? Retell(Trace trace)
    {
        // What a stranger does is in no choice, and a plainer world would have none.
        if (!Stranger.ActsIn(trace.Steps).IsEmpty)
        {
            return null;
        }

        foreach (var (strategy, how) in trace.Lane == TraceHeader.Coyote ? Imposed(trace) : Followed(trace))
        {
            if (Shrink(trace, strategy, FoundBy(trace) + Retold) is { } told)
            {
                return (told, how);
            }
        }

        return null;
    }

    /// <summary>The same failure as small as it gets, with its certificate; null where the time is over first.</summary>
    /// <param name="trace">One whose steps are possible.</param>
    public Trace? Shrink(Trace trace) => Shrink(trace, () => new ReplayStrategy(trace.Steps), FoundBy(trace));

    private Trace? Shrink(Trace trace, Func<IStrategy> strategy, string foundBy)
    {
        var (shrunk, _) = FailureTrace.RecordShrunk(
            trace.World, strategy, PlantedBug.Maybe(trace.Bug), foundBy, effort, trace.Scenario);
        return shrunk.Minimal is null ? null : shrunk;
    }

    // Who found it stays; how long it once was, and that it was told anew, is said once.
    private static string FoundBy(Trace trace) => trace.FoundBy.Split(Retold)[0].Split(", shrunk from ")[0];

    private IEnumerable<(Func<IStrategy> Strategy, string How)> Followed(Trace trace)
    {
        var run = new DeviatingRun(trace.World, PlantedBug.Maybe(trace.Bug));
        Executions++;
        if (Fails(trace, run.Execute([])))
        {
            yield return (() => new DeviatingStrategy([]), $"the plainest way of its world shows {trace.Expect}");
        }

        Executions++;
        if (Fails(trace, run.Derive(new PlanStrategy(trace.Steps))))
        {
            yield return (() => new PlanStrategy(trace.Steps), $"its steps, as far as they are possible, show {trace.Expect}");
        }

        Seq<string> labels = trace.Minimal is { } note ? note.Steps.Select(s => trace.Steps[s - 1].Label).ToSeq() : [];
        if (Find(trace, run, [], labels, (was, now) => was == now) is { } same)
        {
            yield return (() => new DeviatingStrategy(same), $"its choices show {trace.Expect}: {string.Join("; ", same)}");
        }

        if (Find(trace, run, [], labels, AreAlike) is { } alike)
        {
            yield return (() => new DeviatingStrategy(alike), $"choices like its own show {trace.Expect}: {string.Join("; ", alike)}");
        }
    }

    // Found by the other engine: its environment is imposed, and the order of the tasks is looked for at random.
    private IEnumerable<(Func<IStrategy> Strategy, string How)> Imposed(Trace trace)
    {
        var run = new DeviatingRun(trace.World, PlantedBug.Maybe(trace.Bug));
        for (var i = 0; i < ExecutionsMax && !effort.Deadline.Passed; i++)
        {
            var seed = Chance.SeedOf(effort.Seed, i);
            Executions++;
            if (Fails(trace, run.Derive(new ImposingStrategy(trace.Steps, seed))))
            {
                yield return (() => new ImposingStrategy(trace.Steps, seed), $"the cooperative engine finds {trace.Expect} too");
                yield break;
            }
        }
    }

    // The choices, one behind the other: wherever what is chosen has the name that the trace has for it.
    private Seq<Deviation>? Find(
        Trace trace, DeviatingRun run, Seq<Deviation> taken, Seq<string> left, Func<string, string, bool> isMeant)
    {
        if (left.IsEmpty)
        {
            return null;
        }

        var turnings = new Turnings(label => isMeant(left[0], label));
        run.Execute(taken, turnings);
        foreach (var turning in turnings.Found)
        {
            if (++Executions > ExecutionsMax || effort.Deadline.Passed)
            {
                return null;
            }

            var tried = taken.Add(turning);
            if (Fails(trace, run.Execute(tried)))
            {
                return tried;
            }

            if (Find(trace, run, tried, left.Skip(1), isMeant) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool AreAlike(string was, string now) => AlikeLabels.WithoutNumbers(was) == AlikeLabels.WithoutNumbers(now);

    private static bool Fails(Trace trace, (Model.Protocol.Property? Violated, Seq<Deviation> Taken) run) =>
        run.Violated?.Id == trace.Expect;
}
