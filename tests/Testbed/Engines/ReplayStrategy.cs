using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>Answers as a trace says, by name; a step that is not possible makes the trace stale.</summary>
internal sealed class ReplayStrategy(Seq<TraceStep> steps) : IStrategy
{
    private int _next;

    /// <summary>Whether every step of the trace was taken.</summary>
    public bool IsComplete => _next == steps.Count;

    public int Pick(IReadOnlyList<Option> options) =>
        Find(options.Count, i => (options[i].Kind, options[i].Label()));

    public int Choose(int count, Func<int, string> label) => Find(count, i => (StepKind.Env, label(i)));

    private int Find(int count, Func<int, (StepKind Kind, string Label)> option)
    {
        if (_next == steps.Count)
        {
            throw new StaleTraceException(null, Possible(count, option));
        }

        var step = steps[_next];
        for (var i = 0; i < count; i++)
        {
            if (option(i) == (step.Kind, step.Label))
            {
                _next++;
                return i;
            }
        }

        throw new StaleTraceException(step, Possible(count, option));
    }

    private static Seq<string> Possible(int count, Func<int, (StepKind Kind, string Label)> option) =>
        Enumerable.Range(0, count).Select(option).Select(o => $"{o.Kind.ToString().ToLowerInvariant()} {o.Label}").ToSeq();
}

/// <summary>A trace does not fit the execution: the code or the world has changed since it was recorded.</summary>
internal sealed class StaleTraceException(TraceStep? step, Seq<string> possible) : Exception("The trace is stale.")
{
    /// <summary>The step that is not possible; null when the trace ends although more must be decided.</summary>
    public TraceStep? Step { get; } = step;

    /// <summary>What was possible instead.</summary>
    public Seq<string> Possible { get; } = possible;
}
