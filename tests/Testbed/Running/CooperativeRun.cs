using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Executes worlds on the cooperative engine.</summary>
internal static class CooperativeRun
{
    /// <summary>More steps than any execution of a scenario takes; one that takes more does not come to rest.</summary>
    public const int StepsMax = 20_000;

    /// <summary>Executes a world once.</summary>
    /// <param name="watch">Told of every step of a negotiator, or null.</param>
    /// <param name="acts">What a stranger does, in this order; see <see cref="Stranger"/>.</param>
    /// <param name="order">Told of every step and what it touches, or null.</param>
    /// <param name="watched">Whether the monitors look on.</param>
    /// <param name="prepare">Told of the execution before it begins, or null.</param>
    /// <returns>The execution, judged, and how many steps it took.</returns>
    public static (Execution Execution, int Steps) Execute(
        WorldDefinition world, IStrategy strategy, PlantedBug? bug, EventLog? log = null, Action<Stepped>? watch = null,
        Seq<string> acts = default, HappensBefore? order = null, bool watched = true,
        Action<Execution>? prepare = null)
    {
        var engine = new CooperativeEngine(strategy, log) { Delay = world.Faults.Delay, Order = order };
        var execution = new Execution(world, engine, bug, acts, watched) { Watch = watch };
        prepare?.Invoke(execution);
        execution.Start();
        var atRest = engine.Run(execution, StepsMax);
        execution.Finish(outOfSteps: !atRest);
        return (execution, engine.Steps);
    }
}
