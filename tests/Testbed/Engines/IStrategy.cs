using Xmpp.Federation.Core.Collections;
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
/// <param name="Source">
/// What takes the steps of this kind one behind the other, and is the same object each time: a loop, a direction of a
/// connection; for what has no order, something of its own.
/// </param>
internal readonly record struct Option(StepKind Kind, bool IsFault, Func<string> Label, object Source)
{
    /// <summary>What it is of the environment; null for a loop.</summary>
    public WorldEvent? Happening { get; init; }

    /// <summary>How many of the options are no faults; the faults stand last.</summary>
    public static int PlainIn(IReadOnlyList<Option> options)
    {
        var plain = options.Count;
        while (plain > 0 && options[plain - 1].IsFault)
        {
            plain--;
        }

        return plain;
    }

    /// <summary>What it changes, by name, so far as that is known before: see <see cref="WorldEvent.Touches"/>.</summary>
    public Seq<string> Touches { get; init; }
}
