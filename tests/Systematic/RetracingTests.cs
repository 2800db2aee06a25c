using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Retracing;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>A counterexample of the core is one of the whole negotiator, with its shell, its sockets and its parser.</summary>
public sealed class RetracingTests
{
    // Of faults that only these tests plant: the shell refuses a second fate, and a route that is left over is found at rest.
    private static readonly Dictionary<string, string> Elsewhere = new() { ["told-twice"] = "CRASH", ["orphan-route"] = "INV-47" };

    [Theory]
    [MemberData(nameof(RefinementTests.Departures), MemberType = typeof(RefinementTests))]
    public void What_departs_from_the_model_does_so_in_the_whole_negotiator(string bug, string invariant, int steps)
    {
        var scope = Scopes.Tiny[0] with { Bug = PlantedBug.Named(bug) };

        AssertRetraced(new CoreSystem(scope, new RuleObserver([.. scope.World.Servers])), $"{invariant} rules", steps);
    }

    [Theory]
    [MemberData(nameof(CoreBugTests.WithoutAttacker), MemberType = typeof(CoreBugTests))]
    public void What_breaks_a_property_of_the_core_breaks_one_of_the_whole_negotiator(
        string bug, string world, string property, int steps) =>
        AssertRetraced(new CoreSystem(CoreBugTests.Of(world, bug)), property, steps);

    [Fact]
    public void What_the_environment_does_on_a_path_it_does_in_its_trace_in_this_order()
    {
        var system = new CoreSystem(Scopes.Tiny[0] with { Bug = PlantedBug.Named("stanza-astray") });
        var (path, _) = Found(system, "INV-1");

        var trace = Retracer.Run(system, [.. path.Select(s => s.Step)], "INV-1").Trace!;

        // The rest runs tasks of a server alone; and what is written at once arrives at once.
        string[] tasks = ["hands over", "accept", "stream:features", "handshake a.example←", "handshake b.example←"];
        Assert.Equal(
            path.Select(s => s.Description).Where(d => !tasks.Any(t => d.Contains(t, StringComparison.Ordinal))),
            trace.Steps.Where(s => s.Kind == StepKind.Env).Select(s => s.Label));
    }

    [Fact]
    public void A_walk_through_two_lives_of_a_stream_is_taken_to_its_end_with_the_names_of_the_whole_past()
    {
        var system = new CoreSystem(new CoreScope("again", "a later wave finds no stream", Scenario.Of("""
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"b.example","after":86400}]}
            """)));
        var path = Walk(system);

        var words = PathTranslator.Translate(system, path).Single(s => s.Words.EndsWith("b.example #2", StringComparison.Ordinal));
        var messages = PathTranslator.Translate(system, path)
            .Where(s => s.Words == "deliver a.example→b.example/1 message").Select(s => s.Events.Single());
        var retraced = Retracer.Run(system, path, "INV-1");

        Assert.Equal(["sooner a.example→b.example application/2", "timer a.example→b.example application/2"], words.Events);
        Assert.Equal(["deliver a.example→b.example/1 message", "deliver a.example→b.example/2 message"], messages);
        Assert.Null(retraced.Missed);
        Assert.Equal("the whole negotiator does not show it: it takes all steps and breaks nothing", retraced.Told);
    }

    [Fact]
    public void A_step_that_the_engine_cannot_take_is_named_with_what_was_possible()
    {
        var strategy = new PathStrategy([new EngineStep("cut nothing") { Events = ["cut nothing"] }]);

        CooperativeRun.Execute(Scopes.Tiny[0].World, strategy, bug: null, watch: strategy.See);

        Assert.Equal((1, "cut nothing"), (strategy.Missed?.Number, strategy.Missed?.Words));
    }

    private static void AssertRetraced(CoreSystem system, string property, int steps)
    {
        var (path, found) = Found(system, property);
        Assert.Equal(steps, path.Count);

        var retraced = Retracer.Run(system, [.. path.Select(s => s.Step)], found);

        Assert.True(retraced.Trace is not null, retraced.Told);
        Assert.Null(retraced.Missed);
        var bug = system.World.Scope.Bug!;
        Assert.Contains(
            retraced.Trace.Expect,
            (string?[])[property.Split(' ')[0], bug.Property.Split(' ')[0], .. bug.ViolatesElsewhere, Elsewhere.GetValueOrDefault(bug.Name)]);
        if (PlantedBug.Known.Contains(bug))
        {
            AssertReplayed(retraced.Trace);
        }
    }

    // From its file, as anybody would do it.
    private static void AssertReplayed(Trace trace)
    {
        var read = TraceFile.Parse("found.trace", System.Text.Encoding.UTF8.GetBytes(TraceFile.Write(trace)));
        Assert.Empty(read.Problems);

        var ended = Assert.IsType<ReplayReport.Ended>(new Replayer().Replay("found.trace", read.Value!, false, Explored.Effort).Value);

        Assert.Equal((trace.Expect, true), (ended.Property, ended.AsRecorded));
    }

    private static (IReadOnlyList<Move<CoreStep>> Path, string Property) Found(CoreSystem system, string property)
    {
        var broken = Checker.Check(system, new CheckOptions { StopAtFirst = true }).Properties
            .Single(p => p.Holds is false && p.Property.Name == property);
        return (broken.Trace!.Steps, broken.Property.Name);
    }

    // Always the first step that there is, until there is none.
    private static List<CoreStep> Walk(CoreSystem system)
    {
        var (path, steps, state) = (new List<CoreStep>(), new List<CoreStep>(), system.Initial.Single());
        for (system.CollectSteps(state, steps); steps.Count > 0; system.CollectSteps(state, steps))
        {
            var verdicts = default(Verdicts);
            state = system.Next(state, steps[0], ref verdicts);
            path.Add(steps[0]);
            steps.Clear();
        }

        return path;
    }
}
