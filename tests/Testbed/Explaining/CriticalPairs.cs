using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>Two steps whose order decides: the execution fails as long as the first comes before the second.</summary>
/// <param name="Passing">The steps of an execution in which they come the other way round, and nothing is broken.</param>
internal sealed record CriticalPair(Happening First, Happening Second, Seq<TraceStep> Passing)
{
    public string Sentence => $"fails only if `{First.Words}` comes before `{Second.Words}`";
}

/// <summary>Something that went wrong in the world, and without which nothing is broken.</summary>
internal sealed record CriticalFault(int Number, string Label)
{
    public string Sentence => $"fails only with `{Label}`";
}

/// <summary>
/// Looks for what decides, in executions of the same world: one step postponed until another one is done, or one fault left
/// out. The nearest to the violation is the one that is told.
/// </summary>
internal sealed class CriticalPairs(Seq<Happening> failing, Rerun rerun)
{
    private readonly int _faults = failing.Count(h => h.IsFault);

    /// <summary>
    /// The latest step that may be postponed so that nothing is broken, with the first step that must then come before it: as
    /// long as it comes just before that one, the execution fails. Where there is none, two steps between which others count, too.
    /// </summary>
    public CriticalPair? FindPair() => FindPair(nearest: true) ?? FindPair(nearest: false);

    private CriticalPair? FindPair(bool nearest)
    {
        for (var first = failing.Count - 2; first >= 0 && !rerun.IsUsedUp; first--)
        {
            // Nothing that lies between helps where not even the end does.
            if (failing[first].Speaks && rerun.Along(Postponed(failing, first, failing.Count - 1)).Breach is null
                && SecondOf(first, nearest) is { } pair)
            {
                return pair;
            }
        }

        return null;
    }

    /// <summary>The last thing that went wrong in the world and without which nothing is broken.</summary>
    public CriticalFault? FindFault()
    {
        foreach (var happening in failing.Reverse())
        {
            foreach (var choice in happening.Choices.Where(c => !c.IsPlainest).Reverse())
            {
                if (IsSoundWithout(choice.Number))
                {
                    return new CriticalFault(choice.Number, choice.Label);
                }
            }

            if (happening.IsFault && IsSoundWithout(happening.Number))
            {
                return new CriticalFault(happening.Number, happening.Label);
            }
        }

        return null;
    }

    private bool IsSoundWithout(int number) =>
        !rerun.IsUsedUp && rerun.Along([.. Reduction.StepsOf(failing).Where(s => s.Number != number)]).Breach is null;

    private CriticalPair? SecondOf(int first, bool nearest)
    {
        for (var second = first + 1; second < failing.Count && !rerun.IsUsedUp; second++)
        {
            if (failing[second].Speaks && Postponed(failing, first, second) is var plan && rerun.Along(plan).Breach is null)
            {
                if (IsReal(first, second, plan))
                {
                    return new CriticalPair(failing[first], failing[second], plan.ToSeq());
                }

                if (nearest)
                {
                    return null;
                }
            }
        }

        return null;
    }

    // Both were done, the other way round, and they were what they were before; and whatever else went wrong still does.
    private bool IsReal(int first, int second, TraceStep[] plan)
    {
        var happened = rerun.Retold(plan).Happenings.ToList();
        var (late, early) = (FindAgain(first, happened), FindAgain(second, happened));
        return early >= 0 && late > early && happened.Count(h => h.IsFault) >= _faults;
    }

    // One of several that are alike keeps its place among them.
    private int FindAgain(int step, List<Happening> happened)
    {
        var before = failing.Take(step).Count(failing[step].IsLike);
        return happened.Index().Where(h => failing[step].IsLike(h.Item)).Select(h => h.Index).Skip(before).FirstOrDefault(-1);
    }

    /// <summary>
    /// The steps with one of them postponed until another one is done, together with what readers and writers of its server do
    /// between the two: that is how it takes effect.
    /// </summary>
    public static TraceStep[] Postponed(Seq<Happening> failing, int first, int second)
    {
        var server = failing[first].Server;
        bool Follows(Happening h) => !h.Speaks && h.Server == server;
        var between = failing.Skip(first + 1).Take(second - first).ToArray();
        return Reduction.StepsOf(
        [
            .. failing.Take(first), .. between.Where(h => !Follows(h)),
            failing[first], .. between.Where(Follows), .. failing.Skip(second + 1),
        ]);
    }
}
