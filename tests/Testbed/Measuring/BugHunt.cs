using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Measuring;

/// <summary>
/// Looks for planted bugs, one schedule after the other on one thread, and takes the processor time of it: that of this process,
/// which does nothing else meanwhile, or that of the one child that runs under Coyote.
/// </summary>
internal sealed class BugHunt(Deadline deadline) : IDisposable
{
    private const int WarmUpSchedules = 10;
    private const int WarmUpSchedulesOfCoyote = 20;

    private CoyoteChild? _child;

    public void Dispose() => _child?.Dispose();

    /// <summary>Some schedules of every scenario count for nothing: what is compiled in them is not the first bug's fault.</summary>
    public void WarmUp(IEnumerable<string> scenarios)
    {
        foreach (var scenario in scenarios)
        {
            var world = Scenario.Named(scenario).World;
            foreach (var strategy in Strategies.Names)
            {
                var make = Strategies.For(strategy, world, null);
                for (var seed = 0UL; seed < WarmUpSchedules && !deadline.Passed; seed++)
                {
                    CooperativeRun.Execute(world, make(seed), null);
                }
            }
        }
    }

    /// <summary>One run, until a property that the bug violates is violated, or the processor time is used up.</summary>
    /// <param name="cpuSecondsMax">How much processor time it may take.</param>
    /// <returns>Null where the deadline came first: then nothing is known.</returns>
    public BugRun? Run(BugCell cell, ulong seed, double cpuSecondsMax) => cell.Engine == EngineChoice.Coyote
        ? UnderCoyote(cell, seed, cpuSecondsMax)
        : Cooperatively(cell, seed, cpuSecondsMax);

    // What a strategy has to know of the world beforehand is part of its price.
    private BugRun? Cooperatively(BugCell cell, ulong seed, double cpuSecondsMax)
    {
        var (bug, world) = (cell.Bug, Scenario.Named(cell.Bug.Scenario).World);
        var before = Environment.CpuUsage.TotalTime;
        var strategies = Strategies.For(cell.Strategy, world, bug);
        for (var schedules = 1L; ; schedules++)
        {
            var (execution, _) = CooperativeRun.Execute(world, strategies(Chance.SeedOf(seed, schedules - 1)), bug);
            var used = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            if (execution.Breach is { } breach && bug.Violates(breach.Property.Id))
            {
                return new BugRun(true, used, schedules);
            }

            if (used >= cpuSecondsMax)
            {
                return new BugRun(false, used, schedules);
            }

            if (deadline.Passed)
            {
                return null;
            }
        }
    }

    private BugRun? UnderCoyote(BugCell cell, ulong seed, double cpuSecondsMax)
    {
        // Coyote takes 32 bits of it; the schedules of a run count on from there.
        var result = Child().Ask(Request(cell, long.MaxValue, (uint)seed) with { CpuSecondsMax = cpuSecondsMax }, Patience);
        return result.Found is not null ? new BugRun(true, result.CpuSeconds, result.Schedules)
            : result.CpuSeconds < cpuSecondsMax ? null
            : new BugRun(false, result.CpuSeconds, result.Schedules);
    }

    private TimeSpan Patience => CoyoteExplorer.PatienceFor(deadline.Left?.TotalSeconds);

    private CoyoteRequest Request(BugCell cell, long schedules, ulong seed) => new(
        cell.Bug.Scenario, WorldFile.Write(Scenario.Named(cell.Bug.Scenario).World), "bench", schedules, seed, 1, cell.Bug.Name,
        deadline.Left?.TotalSeconds)
    {
        Strategy = cell.Strategy,
        Sought = [cell.Bug.Property, .. cell.Bug.ViolatesElsewhere],
    };

    private CoyoteChild Child()
    {
        if (_child is not null)
        {
            return _child;
        }

        _child = new CoyoteChild(0);
        foreach (var strategy in CoyoteStrategies.Names)
        {
            _child.Ask(Request(new(Canaries.Nothing, EngineChoice.Coyote, strategy), WarmUpSchedulesOfCoyote, 0), Patience);
        }

        return _child;
    }
}
