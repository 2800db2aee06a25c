using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Refinement;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>Executions of which is noted what they show.</summary>
internal static class WatchedRun
{
    /// <summary>Executes a world once.</summary>
    /// <returns>The execution, judged, how many steps it took, and what of it is new.</returns>
    public static (Execution Execution, int Steps, Seq<int> Shown) Execute(
        WorldDefinition world, IStrategy strategy, PlantedBug? bug, Novelty novelty)
    {
        var (recording, coverage) = (new RecordingStrategy(strategy), new Coverage());
        var (execution, steps) = CooperativeRun.Execute(
            world, recording, bug,
            prepare: begun => begun.Monitors.OfType<WhatIsSaidIsAllowed>().Single().Coverage = coverage);
        return (execution, steps, novelty.Add(coverage, recording.Steps.Select(s => s.Label)));
    }
}
