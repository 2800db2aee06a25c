using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>Executes the world of a trace again and again, with one thing changed each time. So often, and no more.</summary>
internal sealed class Rerun(WorldDefinition world, PlantedBug? bug, string property, int runsMax)
{
    public WorldDefinition World { get; } = world;

    public PlantedBug? Bug { get; } = bug;

    /// <summary>How many executions there were.</summary>
    public int Runs { get; private set; }

    public bool IsUsedUp => Runs >= runsMax;

    /// <summary>Takes these steps alone.</summary>
    /// <returns>
    /// Those that were possible, where they mean what they meant before, and break the property again in the last of them; else
    /// null.
    /// </returns>
    public Seq<Happening>? Only(IReadOnlyList<Happening> happenings)
    {
        Runs++;
        var steps = Reduction.StepsOf(happenings);
        var strategy = new SubsetStrategy(steps);
        var (execution, engine, scribe) = Retelling.Prepare(World, Bug, strategy, steps);
        scribe.NumberOf = () => strategy.Number;
        try
        {
            engine.Run(execution, CooperativeRun.StepsMax);
        }
        catch (StaleTraceException)
        {
            return null;
        }

        var meant = scribe.Happenings.All(h => happenings.Any(was => was.Number == h.Number && h.IsPartOf(was)));
        return execution.Breach?.Property.Id == property && meant ? scribe.Happenings.ToSeq() : null;
    }

    /// <summary>Keeps to a plan as far as that is possible, and then goes on to the end.</summary>
    public (Breach? Breach, PlanStrategy Strategy) Along(IReadOnlyList<TraceStep> plan)
    {
        Runs++;
        var strategy = new PlanStrategy(plan);
        var (execution, _) = CooperativeRun.Execute(World, strategy, Bug, acts: Stranger.ActsIn(plan));
        return (execution.Breach, strategy);
    }

    /// <summary>The same, and everything that could be seen.</summary>
    public Retelling Retold(IReadOnlyList<TraceStep> plan) => Retelling.Of(World, Bug, new PlanStrategy(plan), plan);
}
