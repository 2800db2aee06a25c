using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>The strategies of the cooperative engine, by name.</summary>
internal static class Strategies
{
    private const string Random = "random";
    private const string Pct = "pct";
    private const string Portfolio = "portfolio";
    private const int PctDepthMax = 3;

    /// <summary>All of them; the first one is taken where nothing is said.</summary>
    public static IReadOnlyList<string> Names { get; } = [Random, Pct, Portfolio];

    /// <summary>
    /// What makes the strategy of each execution, from its seed. <c>pct</c> looks for bugs of one, two and three orderings in
    /// turn, and takes its number of steps from one random walk; <c>portfolio</c> takes it every other time.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="world">What is executed.</param>
    /// <param name="bug">A planted bug, or null.</param>
    public static Func<ulong, IStrategy> For(string name, WorldDefinition world, PlantedBug? bug)
    {
        if (name == Random)
        {
            return seed => new RandomStrategy(seed);
        }

        var (_, steps) = CooperativeRun.Execute(world, new RandomStrategy(0), bug);
        return seed => name == Pct || seed % 2 == 0
            ? new PriorityStrategy(seed, 1 + (int)(seed / 2 % PctDepthMax), Math.Max(1, steps))
            : new RandomStrategy(seed);
    }
}
