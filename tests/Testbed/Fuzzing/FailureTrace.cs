using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>Keeps what was found, so that it can be repeated.</summary>
internal static class FailureTrace
{
    /// <summary>What generated worlds are called in traces.</summary>
    public const string Scenario = "generated";

    /// <summary>
    /// Writes the trace of a failing schedule; or the world alone, where several schedules contradict each other:
    /// <c>simulate</c> repeats it.
    /// </summary>
    /// <param name="folder">Where to; null writes nothing.</param>
    public static Violation Save(WorldDefinition world, Failing failing, PlantedBug? bug, string foundBy, string? folder)
    {
        var property = failing.Property;
        if (failing.Seed is not { } seed)
        {
            return new Violation(
                property.Id, property.Clause, FoundTraces.SaveWorld(world, $"{Scenario}-{property.Id}", folder),
                "schedules of one world come to different outcomes");
        }

        var (trace, detail) = Record(world, new RandomStrategy(seed), bug, foundBy);
        return new Violation(property.Id, property.Clause, FoundTraces.Save(trace, folder), detail);
    }

    /// <summary>The same execution again, this time with its choices by name.</summary>
    public static RecordedFailure Record(
        WorldDefinition world, IStrategy strategy, PlantedBug? bug, string foundBy, string scenario = Scenario)
    {
        var recording = new RecordingStrategy(strategy);
        var log = new EventLog();
        var (execution, _) = CooperativeRun.Execute(world, recording, bug, log);
        var (property, detail) = execution.Breach
            ?? throw new NondeterminismException($"{scenario}, {foundBy}: a property was violated only once");
        var trace = new Trace
        {
            Expect = property.Id,
            Property = property.Statement,
            Clause = property.Clause,
            Bug = bug?.Name,
            Lane = TraceHeader.Cooperative,
            Scenario = scenario,
            FoundBy = foundBy,
            World = world,
            Steps = recording.Steps.ToSeq(),
            End = log.Hash(),
        };
        return new RecordedFailure(trace, detail);
    }
}

/// <summary>A violation that can be executed again.</summary>
/// <param name="Trace">Every choice of it.</param>
/// <param name="Detail">What happened, in one sentence.</param>
internal sealed record RecordedFailure(Trace Trace, string Detail);
