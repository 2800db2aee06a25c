using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>
/// Takes some steps of a trace, in their order, and no others. One that is not possible is left out, too: so goes what
/// depends on a step that is gone. A choice that the trace has no answer for ends it.
/// </summary>
internal sealed class SubsetStrategy(IReadOnlyList<TraceStep> steps) : IStrategy
{
    private int _next;

    /// <summary>The number of the step that was taken last.</summary>
    public int Number { get; private set; }

    public int Pick(IReadOnlyList<Option> options)
    {
        for (; _next < steps.Count; _next++)
        {
            for (var i = 0; i < options.Count; i++)
            {
                if (options[i].Kind == steps[_next].Kind && options[i].Label() == steps[_next].Label)
                {
                    Number = steps[_next++].Number;
                    return i;
                }
            }
        }

        throw new StaleTraceException(null, []);
    }

    public int Choose(int count, Func<int, string> label)
    {
        for (var i = 0; i < count && _next < steps.Count; i++)
        {
            if (label(i) == steps[_next].Label)
            {
                Number = steps[_next++].Number;
                return i;
            }
        }

        throw new StaleTraceException(null, []);
    }
}
