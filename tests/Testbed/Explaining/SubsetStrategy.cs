using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>
/// Takes some steps of a trace, in their order, and no others. One that is not possible is left out, too: so goes what
/// depends on a step that is gone.
/// </summary>
internal sealed class SubsetStrategy(IReadOnlyList<TraceStep> steps) : IStrategy
{
    private readonly List<int> _taken = [];
    private int _next;

    /// <summary>The numbers of the steps that were taken, without the choices within them.</summary>
    public IReadOnlyList<int> Taken => _taken;

    public int Pick(IReadOnlyList<Option> options)
    {
        for (; _next < steps.Count; _next++)
        {
            for (var i = 0; i < options.Count; i++)
            {
                if (options[i].Kind == steps[_next].Kind && options[i].Label() == steps[_next].Label)
                {
                    _taken.Add(steps[_next++].Number);
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
                _next++;
                return i;
            }
        }

        return 0;
    }
}
