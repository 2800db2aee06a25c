using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Measuring;

/// <summary>A planted bug, and who looks for it: what is measured some times over.</summary>
/// <param name="Engine">One of the two.</param>
/// <param name="Strategy">One that this engine has.</param>
internal sealed record BugCell(PlantedBug Bug, EngineChoice Engine, string Strategy)
{
    public BugTime With(IEnumerable<BugRun> runs) => new(Bug.Name, Words.Of(Engine), Strategy, [.. runs]);

    /// <summary>The engine and strategy that find a bug where nothing is said.</summary>
    public static BugCell Default(PlantedBug bug) => bug.IsSeenBy(EngineChoice.Cooperative)
        ? new(bug, EngineChoice.Cooperative, Strategies.Names[0])
        : new(bug, EngineChoice.Coyote, CoyoteStrategies.Names[0]);

    /// <summary>Every strategy of the engines that can see the bugs; those of the cooperative engine first: they are quick.</summary>
    public static IEnumerable<BugCell> All(IReadOnlyList<PlantedBug> bugs) =>
        from column in Columns
        from bug in bugs
        where bug.IsSeenBy(column.Engine)
        select new BugCell(bug, column.Engine, column.Strategy);

    /// <summary>Every engine with every strategy of its own.</summary>
    public static IReadOnlyList<(EngineChoice Engine, string Strategy)> Columns { get; } =
    [
        .. Strategies.Names.Select(s => (EngineChoice.Cooperative, s)),
        .. CoyoteStrategies.Names.Select(s => (EngineChoice.Coyote, s)),
    ];
}

/// <summary>How much a cell may use.</summary>
/// <param name="Runs">How many runs, each from a seed of its own.</param>
/// <param name="RunCpuSecondsMax">After so much processor time a run has found nothing.</param>
/// <param name="CellCpuSecondsMax">After so much of it no further run begins, and the last one ends.</param>
internal sealed record Allowance(int Runs, double RunCpuSecondsMax, double CellCpuSecondsMax)
{
    public static Allowance Usual { get; } = new(5, 10, double.PositiveInfinity);

    public static Allowance Full { get; } = new(20, 10, 10);

    /// <summary>Of a canary.</summary>
    public static Allowance Canary { get; } = new(5, 0.5, 2.5);
}
