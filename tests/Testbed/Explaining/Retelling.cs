using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>An execution with everything that could be seen of it, step by step.</summary>
/// <param name="AtRest">Whether what was broken shows only when nothing more can happen.</param>
internal sealed record Retelling(Execution Execution, Seq<Happening> Happenings, bool AtRest)
{
    public Breach? Breach => Execution.Breach;

    /// <summary>Executes a world once and writes down what happens.</summary>
    /// <param name="plan">The steps as they are meant to be; for what strangers do.</param>
    public static Retelling Of(WorldDefinition world, PlantedBug? bug, IStrategy strategy, IEnumerable<TraceStep> plan)
    {
        var (execution, engine, scribe) = Prepare(world, bug, strategy, plan);
        var atRest = engine.Run(execution, CooperativeRun.StepsMax);
        var violated = execution.IsViolated;
        execution.Finish(outOfSteps: !atRest);
        return new Retelling(execution, scribe.Happenings.ToSeq(), !violated);
    }

    /// <summary>An execution that has begun and whose engine has yet to run.</summary>
    public static (Execution Execution, CooperativeEngine Engine, Scribe Scribe) Prepare(
        WorldDefinition world, PlantedBug? bug, IStrategy strategy, IEnumerable<TraceStep> plan)
    {
        var scribe = new Scribe();
        var engine = new CooperativeEngine(new WatchedStrategy(strategy, scribe)) { Delay = world.Faults.Delay };
        var execution = new Execution(world, new WatchedEngine(engine, scribe), bug, Stranger.ActsIn(plan))
        {
            Watch = scribe.Stepped,
        };
        scribe.LinkOf = line => LinkOf(execution.Network, line);
        execution.Start();
        return (execution, engine, scribe);
    }

    // Everything that is written is logged behind the name of its link; of TLS the log speaks under the same name.
    private static string? LinkOf(SimulatedNetwork network, string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var name = space > 0 ? line[..space] : "";
        return !line.AsSpan(name.Length).StartsWith(" tls ") && network.Connections.Any(c => name == c.Name || name == c.ReverseName)
            ? name
            : null;
    }
}
