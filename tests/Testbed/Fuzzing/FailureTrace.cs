using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Shrinking;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>Keeps what was found, so that it can be repeated.</summary>
internal static class FailureTrace
{
    /// <summary>What generated worlds are called in traces.</summary>
    public const string Generated = "generated";

    /// <summary>
    /// Shrinks a failing execution and writes its trace; or the plainest world alone, where several schedules contradict each
    /// other: <c>simulate</c> repeats it.
    /// </summary>
    /// <param name="folder">Where to; null writes nothing.</param>
    public static Violation Save(
        WorldDefinition world, Failing failing, PlantedBug? bug, string foundBy, string? folder, Effort effort)
    {
        var property = failing.Property;
        if (failing.Strategy is not { } strategy)
        {
            var (plainest, _) = new WorldSearch(bug, effort).Shrink(world, failing);
            return new Violation(
                property.Id, property.Clause, FoundTraces.SaveWorld(plainest, $"{Generated}-{property.Id}", folder),
                "schedules of one world come to different outcomes");
        }

        var (trace, detail) = RecordShrunk(world, strategy, bug, foundBy, effort);
        return new Violation(property.Id, property.Clause, FoundTraces.Save(trace, folder), detail);
    }

    /// <summary>What was found in a scenario, executed again with its choices by name.</summary>
    /// <param name="strategy">Makes the strategy under which it fails.</param>
    /// <param name="shrink">Whether it is made as plain as it gets.</param>
    public static RecordedFailure Record(
        Scenario scenario, Func<IStrategy> strategy, PlantedBug? bug, string foundBy, Effort effort, bool shrink) => shrink
        ? RecordShrunk(scenario.World, strategy, bug, foundBy, effort, scenario.Name)
        : Record(scenario.World, strategy(), bug, foundBy, scenario.Name);

    /// <summary>The same execution again, made as plain as it gets, with its choices by name.</summary>
    /// <param name="strategy">Makes the strategy under which it fails.</param>
    public static RecordedFailure RecordShrunk(
        WorldDefinition world, Func<IStrategy> strategy, PlantedBug? bug, string foundBy, Effort effort, string scenario = Generated)
    {
        var from = Record(world, strategy(), bug, foundBy, scenario).Trace.Steps.Count;
        var minimal = new JointShrinker(bug, effort).Shrink(world, strategy());
        var shrunk = Record(
            minimal.World, new DeviatingStrategy(minimal.Choices), bug, $"{foundBy}, shrunk from {from} steps", scenario);
        return minimal.IsProved
            ? shrunk with { Trace = shrunk.Trace with { Minimal = Certificate.NoteOf(shrunk.Trace) } }
            : shrunk;
    }

    /// <summary>The same execution again, this time with its choices by name.</summary>
    public static RecordedFailure Record(
        WorldDefinition world, IStrategy strategy, PlantedBug? bug, string foundBy, string scenario = Generated)
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
