using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;

namespace Xmpp.Federation.Testbed.Shrinking;

/// <summary>
/// Leaves out of a failing execution every choice that the failure does without, until each that remains is needed
/// (A. Zeller, R. Hildebrandt, <i>Simplifying and Isolating Failure-Inducing Input</i>, 2002).
/// </summary>
/// <param name="fails">
/// Executes choices. Null where the failure is gone; otherwise those of them that were really taken.
/// </param>
internal sealed class ChoiceShrinker(Func<Seq<Deviation>, Seq<Deviation>?> fails)
{
    /// <returns>Choices, none of which can be left out.</returns>
    public Seq<Deviation> Shrink(Seq<Deviation> choices)
    {
        if (fails([]) is { } none)
        {
            return none;
        }

        for (var chunk = Math.Max(1, choices.Count / 2); ; chunk = Math.Max(1, chunk / 2))
        {
            var before = choices.Count;
            choices = WithoutChunks(choices, chunk);
            if (chunk == 1 && choices.Count == before)
            {
                return choices;
            }
        }
    }

    // From the end: what comes later often depends on what came before, and not the other way round.
    private Seq<Deviation> WithoutChunks(Seq<Deviation> choices, int length)
    {
        for (var end = choices.Count; end > 0; end = Math.Min(end - length, choices.Count))
        {
            var start = Math.Max(0, end - length);
            if (fails(Without(choices, start, end)) is { } taken && taken.Count < choices.Count)
            {
                choices = taken;
            }
        }

        return choices;
    }

    private static Seq<Deviation> Without(Seq<Deviation> choices, int start, int end) =>
        choices.Where((_, i) => i < start || i >= end).ToSeq();
}
