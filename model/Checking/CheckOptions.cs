namespace Xmpp.Federation.Model.Checking;

/// <summary>How a system is explored.</summary>
internal sealed record CheckOptions
{
    /// <summary>How many threads explore. What is found does not depend on it.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Stores 64 bits of each state instead of the state. A state may then be missed, see
    /// <see cref="CheckResult{TState, TStep}.MissedProbability"/>.
    /// </summary>
    public bool HashCompact { get; init; }

    /// <summary>Leaves out orders of independent steps, where the system is <see cref="IReducible{TState, TStep}"/>.</summary>
    public bool Reduce { get; init; }

    /// <summary>Explores one state of those that <see cref="ITransitionSystem{TState, TStep}.Canonical"/> holds to be alike.</summary>
    public bool Symmetry { get; init; } = true;

    /// <summary>Ends with the level in which something is first broken.</summary>
    public bool StopAtFirst { get; init; }

    /// <summary>Ends with the level in which so many states have been found.</summary>
    public long StatesMax { get; init; } = int.MaxValue;

    /// <summary>Looks no further than so many steps: a longer path is not sought.</summary>
    public int DepthMax { get; init; } = int.MaxValue;

    /// <summary>
    /// Ends when the store, the frontier and the links between states take so many bytes. What a system itself keeps,
    /// such as parts that it interns, is not counted.
    /// </summary>
    public long BytesMax { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;

    /// <summary>Ends after so much time; null: never.</summary>
    public TimeSpan? TimeMax { get; init; }

    /// <summary>How many of the states that are the last are kept, the first ones first.</summary>
    public int TerminalsMax { get; init; } = 1_000;

    /// <summary>Is told how far the exploration is, a few times a second, by one of its threads.</summary>
    public Action<CheckProgress>? Progress { get; init; }
}

/// <summary>How far an exploration is.</summary>
/// <param name="States">How many states are in the levels that are complete.</param>
/// <param name="Frontier">How many states the level has that is being expanded.</param>
/// <param name="Depth">Its distance from the beginning.</param>
internal readonly record struct CheckProgress(long States, long Frontier, int Depth);
