using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>The strategies of the cooperative engine, by name.</summary>
internal static class Strategies
{
    private const string Portfolio = "portfolio";
    private const string Random = "random";
    private const string Pct = "pct";
    private const string Pos = "pos";
    private const string Urw = "urw";
    private const string Swarm = "swarm";
    private const int PctDepthMax = 3;

    private static readonly string[] InPortfolio = [Random, Pos, Pct, Swarm, Urw];

    /// <summary>All of them; the first one is taken where nothing is said.</summary>
    public static IReadOnlyList<string> Names { get; } = [Portfolio, .. InPortfolio];

    /// <summary>
    /// What makes the strategy of each execution, from its seed. <c>pct</c> looks for bugs of one, two and three orderings in
    /// turn; <c>swarm</c> is a random walk without half of what could go wrong; <c>portfolio</c> draws one of all of them.
    /// What <c>pct</c> and <c>urw</c> need to know of the world is taken from one random walk.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="world">What is executed.</param>
    /// <param name="bug">A planted bug, or null.</param>
    public static Func<ulong, IStrategy> For(string name, WorldDefinition world, PlantedBug? bug)
    {
        var estimate = new WalkEstimate();
        var steps = name is Random or Pos or Swarm ? 0 : CooperativeRun.Execute(world, estimate, bug).Steps;
        var totals = steps == 0 ? null : estimate.Totals();
        return seed => Make(name == Portfolio ? InPortfolio[seed % (ulong)InPortfolio.Length] : name, seed);

        IStrategy Make(string one, ulong seed) => one switch
        {
            Pct => new PriorityStrategy(seed, 1 + (int)(seed / 8 % PctDepthMax), Math.Max(1, steps)),
            Pos => new PartialOrderStrategy(seed),
            Urw => new UniformWalkStrategy(seed, totals!),
            Swarm => new SwarmStrategy(new RandomStrategy(seed), seed),
            _ => new RandomStrategy(seed),
        };
    }
}
