using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>Who answers the questions of an execution: the recorded answers are the trace.</summary>
internal interface IStrategy
{
    /// <summary>Which of the options happens next. Option 0 is by construction the plainest.</summary>
    int Pick(IReadOnlyList<Option> options);

    /// <summary>Which of <paramref name="count"/> ways the environment takes; 0 is the plainest.</summary>
    int Choose(int count, Func<int, string> label);
}

/// <summary>Something that could happen next.</summary>
/// <param name="Kind">Whose choice it is.</param>
/// <param name="IsFault">Whether it is something that goes wrong.</param>
/// <param name="Label">Its name in a trace, made when somebody asks.</param>
internal readonly record struct Option(StepKind Kind, bool IsFault, Func<string> Label);
