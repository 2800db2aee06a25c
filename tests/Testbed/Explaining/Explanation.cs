using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>Why a trace ends in a violation.</summary>
internal sealed record Explanation
{
    /// <summary>The whole execution.</summary>
    public required Retelling Retelling { get; init; }

    /// <summary>The steps that matter, in their order.</summary>
    public required Seq<Happening> Slice { get; init; }

    /// <summary>How many of the steps happen before the violation, whether they matter or not.</summary>
    public required int Before { get; init; }

    /// <summary>The two steps whose order decides; null where none was found.</summary>
    public required CriticalPair? Pair { get; init; }

    /// <summary>The fault of the world that decides; null where none was found.</summary>
    public required CriticalFault? Fault { get; init; }

    /// <summary>How many executions were tried.</summary>
    public required int Runs { get; init; }

    /// <summary>Whether every change of one thing was tried.</summary>
    public required bool Complete { get; init; }

    /// <summary>How many steps and choices the trace has.</summary>
    public int Steps => Retelling.Happenings.Sum(h => 1 + h.Choices.Count);

    /// <summary>How many of them matter.</summary>
    public int Mattering => Slice.Sum(h => 1 + h.Choices.Count);

    /// <summary>The step in which it shows; null where it shows at rest.</summary>
    public Happening? Last => Retelling.AtRest ? null : Retelling.Happenings[^1];

    /// <summary>What decides, as sentences.</summary>
    public IEnumerable<string> Decisive => (Pair, Fault) switch
    {
        (null, null) when Complete =>
            ["it fails whichever of these steps is postponed, and whichever fault is left out: the fault is not one of timing"],
        (null, null) => ["no order of these steps that passes was found, but not all were tried"],
        _ => new[] { Pair?.Sentence, Fault?.Sentence }.OfType<string>(),
    };
}
