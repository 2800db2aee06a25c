namespace Xmpp.Federation.Model.Checking;

/// <summary>What an exploration came to.</summary>
internal sealed record CheckResult<TState, TStep>
{
    /// <summary>The name of the system.</summary>
    public required string System { get; init; }

    /// <summary>How many different states were found, and stored.</summary>
    public required long States { get; init; }

    /// <summary>How many steps were taken from them.</summary>
    public required long Transitions { get; init; }

    /// <summary>The longest of the shortest paths to a state, in steps.</summary>
    public required int Depth { get; init; }

    /// <summary>How long it took, the search for cycles included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The most bytes that the store, the frontier and the links took at one time.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many threads explored.</summary>
    public required int Workers { get; init; }

    /// <summary>Whether every state was expanded, but those that break something.</summary>
    public bool Complete => WhyIncomplete is null;

    /// <summary>The bound that ended it.</summary>
    public required string? WhyIncomplete { get; init; }

    /// <summary>Whether orders of independent steps were left out.</summary>
    public required bool Reduced { get; init; }

    /// <summary>Whether one state stands for all that are alike.</summary>
    public required bool Symmetric { get; init; }

    /// <summary>Whether states were stored whole.</summary>
    public required bool Exact { get; init; }

    /// <summary>How many states have no steps.</summary>
    public required long TerminalStates { get; init; }

    /// <summary>The first of them, in the order in which they were found.</summary>
    public required IReadOnlyList<TState> Terminals { get; init; }

    /// <summary>What became of each property, in the system's own order.</summary>
    public required IReadOnlyList<PropertyResult<TState, TStep>> Properties { get; init; }

    /// <summary>States found in a second, by all threads together.</summary>
    public double StatesPerSecond => States / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>Bytes for each state, all in all.</summary>
    public double BytesPerState => (double)Bytes / Math.Max(States, 1);

    /// <summary>
    /// How probable it is that some state was taken for another one: 0 where states are stored whole, else
    /// 1 − exp(−n(n−1)/2⁶⁵) for n states and 64 bits that are as good as drawn by lot (P. Wolper and D. Leroy,
    /// <i>Reliable hashing without collision detection</i>, CAV 1993).
    /// </summary>
    public double MissedProbability => Exact ? 0 : AtLeastOne((double)States * (States - 1) / Math.Pow(2, 65));

    /// <summary>Whether nothing was found to be broken.</summary>
    public bool Sound => Properties.All(p => p.Holds is not false);

    // 1 − exp(−x), which is x where x is so little that the difference would be lost in rounding.
    private static double AtLeastOne(double expected) => expected < 1e-8 ? expected : 1 - Math.Exp(-expected);
}

/// <summary>What became of a property.</summary>
/// <param name="Property">What is to hold.</param>
/// <param name="Holds">Whether it does; null where the exploration cannot tell.</param>
/// <param name="Witnessed">
/// Whether its interesting case came up: a step witnessed it, a state was the last, a trigger was there. Null for one
/// that judges states by a predicate and whose steps never spoke of it.
/// </param>
/// <param name="Trace">A shortest path to where it is broken, or, for a Sometimes, to where it is fulfilled.</param>
/// <param name="WhyOpen">Why the exploration cannot tell.</param>
internal sealed record PropertyResult<TState, TStep>(
    PropertyOf<TState> Property, bool? Holds, bool? Witnessed, Trace<TState, TStep>? Trace, string? WhyOpen);
