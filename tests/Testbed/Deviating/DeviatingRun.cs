using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Deviating;

/// <summary>Executions that are told by where they leave the plainest way.</summary>
/// <param name="world">What is executed.</param>
/// <param name="bug">A planted bug, or null.</param>
/// <param name="acts">What a stranger does; nothing where there is none.</param>
internal sealed class DeviatingRun(WorldDefinition world, PlantedBug? bug, Seq<string> acts = default)
{
    public WorldDefinition World => world;

    /// <summary>Executes it once.</summary>
    /// <returns>What was violated, or null, and where it has really deviated.</returns>
    public (Property? Violated, Seq<Deviation> Taken) Execute(
        IEnumerable<Deviation> deviations, IDeviationWatcher? watcher = null, HappensBefore? order = null)
    {
        var (execution, _, taken) = Run(deviations, watcher, order);
        return (execution.Breach?.Property, taken);
    }

    /// <summary>Executes it once.</summary>
    /// <returns>The execution, judged, and where it has really deviated.</returns>
    public (Execution Execution, int Steps, Seq<Deviation> Taken) Run(
        IEnumerable<Deviation> deviations, IDeviationWatcher? watcher = null, HappensBefore? order = null)
    {
        var strategy = new DeviatingStrategy(deviations) { Watcher = watcher };
        var (execution, steps) = CooperativeRun.Execute(world, strategy, bug, acts: acts, order: order);
        return (execution, steps, strategy.Taken.ToSeq());
    }

    /// <summary>What could go wrong in the place of what does, and is less bad: by the number of the deviation.</summary>
    public IEnumerable<(int Index, string What)> MilderThan(Seq<Deviation> deviations)
    {
        var strategy = new DeviatingStrategy(deviations);
        CooperativeRun.Execute(world, strategy, bug, acts: acts);
        return strategy.Milder.SelectMany((milder, i) => milder.Select(what => (i, what)));
    }

    /// <summary>Executes it as another strategy says, and tells that by its deviations.</summary>
    public (Property? Violated, Seq<Deviation> Taken) Derive(IStrategy inner)
    {
        var strategy = new DerivingStrategy(inner);
        var (execution, _) = CooperativeRun.Execute(world, strategy, bug, acts: acts);
        return (execution.Breach?.Property, strategy.Deviations.Select(d => d.Deviation).ToSeq());
    }
}
