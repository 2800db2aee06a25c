using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>Lets another strategy answer, and keeps the answers by name.</summary>
internal sealed class RecordingStrategy(IStrategy inner) : IStrategy
{
    private readonly List<TraceStep> _steps = [];

    public IReadOnlyList<TraceStep> Steps => _steps;

    public int Pick(IReadOnlyList<Option> options)
    {
        var pick = inner.Pick(options);
        Record(options[pick].Kind, options[pick].Label());
        return pick;
    }

    public int Choose(int count, Func<int, string> label)
    {
        var pick = inner.Choose(count, label);
        Record(StepKind.Env, label(pick));
        return pick;
    }

    private void Record(StepKind kind, string label) => _steps.Add(new TraceStep(_steps.Count + 1, kind, label));
}
