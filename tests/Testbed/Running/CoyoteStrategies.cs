using Microsoft.Coyote;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>The strategies of Coyote's that can be asked for, by name.</summary>
internal static class CoyoteStrategies
{
    public const string Random = "random";
    public const string Prioritization = "prioritization";

    // Prioritization places its changes of priority in the range that its earlier executions have shown, and makes none in the first.
    private const int PrioritizationRound = 10;

    /// <summary>All of them; the first one is taken where nothing is said.</summary>
    public static IReadOnlyList<string> Names { get; } = [Random, Prioritization];

    /// <summary>How many executions share an engine and its seed: what they are depends on those before them in their round.</summary>
    public static int RoundOf(string? strategy) => strategy == Prioritization ? PrioritizationRound : 1;

    /// <summary>A configuration with that strategy, and as many executions an engine as it needs.</summary>
    public static Configuration With(this Configuration configuration, string? strategy) => strategy switch
    {
        null or Random => configuration.WithRandomStrategy(),
        Prioritization => configuration.WithPrioritizationStrategy(),
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "no strategy of Coyote's that is used here"),
    };
}
