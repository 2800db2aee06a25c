using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>
/// Leaves out one step after the other, with what depends on it, as long as the rest still breaks the property. What
/// remains is an execution of its own: every step of it is needed.
/// </summary>
internal static class Reduction
{
    /// <param name="slice">Steps that may matter.</param>
    /// <param name="all">All steps: a timer is due only when nothing else can happen, so that more may be needed.</param>
    /// <returns>Those that do; those that may where not even all of them break the property in the same way.</returns>
    public static Seq<Happening> Of(Seq<Happening> slice, Seq<Happening> all, Rerun rerun)
    {
        if ((rerun.Only(slice) ?? rerun.Only(all)) is not { } kept)
        {
            return slice;
        }

        // A whole connection first, since that is much at once; then single steps, the last ones first.
        foreach (var link in kept.SelectMany(h => h.Wrote).Select(l => l.Link.Replace('←', '→')).Distinct().ToArray())
        {
            kept = Without(kept, h => h.Label.Replace('←', '→').Contains(link, StringComparison.Ordinal), rerun) ?? kept;
        }

        for (var i = kept.Count - 2; i >= 0 && !rerun.IsUsedUp; i--)
        {
            if (i < kept.Count - 1)
            {
                var (gone, heard) = (kept[i], HeardBy(kept, i));
                kept = Without(kept, h => h == gone, rerun)
                    ?? (heard is null ? null : Without(kept, h => h == gone || h == heard, rerun)) ?? kept;
            }
        }

        return kept;
    }

    /// <summary>The steps and choices of happenings, as a trace has them.</summary>
    public static TraceStep[] StepsOf(IEnumerable<Happening> happenings) => [.. happenings.SelectMany(StepsOf)];

    public static IEnumerable<TraceStep> StepsOf(Happening happening) => [happening.Step, .. happening.Choices.Select(c => c.Step)];

    // The turn of the loop that hears of a step is likely the next one of its server.
    private static Happening? HeardBy(Seq<Happening> kept, int step)
    {
        var server = kept[step].Label.Split(' ')[^1].Split('/')[0];
        return kept.Skip(step + 1).FirstOrDefault(h => h.Label == $"run {server}/loop");
    }

    // Without its acts a world has no stranger, and is another one.
    private static Seq<Happening>? Without(Seq<Happening> kept, Func<Happening, bool> gone, Rerun rerun)
    {
        var rest = kept.Where(h => !gone(h)).ToArray();
        if (rest.Length == kept.Count || rest.Length == 0
            || (kept.Any(h => Stranger.IsAct(h.Label)) && !rest.Any(h => Stranger.IsAct(h.Label))))
        {
            return null;
        }

        return rerun.Only(rest) is { } shown && shown[^1].Number == kept[^1].Number ? shown : null;
    }
}
