using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Shrinking;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>What is found is made small, and what is said of its smallness is true.</summary>
public sealed class ShrinkingTests
{
    // Design 7 and the aim of this project: who reads a failure reads ten decisions at most, in the median.
    private const int ChoicesInTheMedian = 10;

    public static TheoryData<string> Kept => [.. Traces().Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Kept))]
    public void Of_a_kept_trace_nothing_can_be_left_out(string name) =>
        Assert.Empty(Certificate.Faults(Traces().Single(t => t.Name == name).Trace));

    [Fact]
    public void The_kept_traces_take_few_choices()
    {
        var choices = Traces().Select(t => Certificate.ChoicesOf(t.Trace).Count).Order().ToList();

        Assert.InRange(choices[choices.Count / 2], 0, ChoicesInTheMedian);
        Assert.InRange(choices[^1], 1, ChoicesInTheMedian);
    }

    [Fact]
    public void A_trace_with_a_choice_too_many_has_no_certificate()
    {
        var trace = Traces().First(t => t.Trace.Minimal!.Steps.Count > 0).Trace;
        var choices = Certificate.ChoicesOf(trace).Select(c => c.Choice).ToSeq();

        var more = Moments(trace).Select(m => Certified(trace, choices.Add(Deviation.Postpone(m)))).First(t => t is not null)!;

        Assert.Contains(Certificate.Faults(more), f => f.StartsWith("it fails without", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trace_in_a_world_that_could_be_plainer_has_no_certificate()
    {
        var trace = Traces().First(t => t.Trace.Minimal!.Steps.IsEmpty && !t.Trace.World.Faults.Fragment).Trace;
        var world = trace.World with { Faults = trace.World.Faults with { Cuts = 7 } };

        var faults = Certificate.Faults(trace with { World = world });

        Assert.Contains(faults, f => f.StartsWith("it fails in a plainer world", StringComparison.Ordinal));
    }

    [Fact]
    public void A_certificate_that_names_other_steps_is_false()
    {
        var trace = Traces().First(t => t.Trace.Minimal!.Steps.Count > 0).Trace;

        Assert.Contains(
            Certificate.Faults(trace with { Minimal = trace.Minimal! with { Steps = [1] } }),
            f => f.StartsWith("it says", StringComparison.Ordinal));
        Assert.NotEmpty(Certificate.Faults(trace with { Minimal = null }));
    }

    // From the largest world that there is with a bug, at random, to what the person who reads it needs.
    [Theory]
    [InlineData("stale-timer")]
    [InlineData("closing-stream-used")]
    [InlineData("written-resent")]
    public void World_and_schedule_are_shrunk_together_whatever_schedule_it_was_found_by(string name)
    {
        var bug = PlantedBug.Named(name);
        var world = Scenario.Named(bug.Scenario).World;
        var seeds = Enumerable.Range(0, 5_000).Select(i => Chance.SeedOf(5, i));
        var seed = seeds.First(
            s => CooperativeRun.Execute(world, new RandomStrategy(s), bug).Execution.Breach?.Property.Id == bug.Property);

        var minimal = new JointShrinker(bug, Explored.Effort).Shrink(world, new RandomStrategy(seed));

        Assert.True(minimal.IsProved);
        Assert.Equal(bug.Property, minimal.Property.Id);
        Assert.InRange(minimal.Choices.Count, 0, 3);
        Assert.Equal(bug.Property, new DeviatingRun(minimal.World, bug).Execute(minimal.Choices).Violated?.Id);
    }

    [Fact]
    public void An_execution_that_is_told_by_its_deviations_is_the_same_execution()
    {
        var world = Scenario.Named("broken-network").World;
        for (ulong seed = 0; seed < 50; seed++)
        {
            var (first, second) = (new EventLog(), new EventLog());
            var deriving = new DerivingStrategy(new RandomStrategy(seed));
            CooperativeRun.Execute(world, deriving, bug: null, first);

            var told = new DeviatingStrategy(deriving.Deviations.Select(d => d.Deviation));
            CooperativeRun.Execute(world, told, bug: null, second);

            Assert.Equal(first.Text, second.Text);
            Assert.Equal(deriving.Deviations.Select(d => d.Deviation), told.Taken);
        }
    }

    [Fact]
    public void Leaving_out_keeps_what_fails_only_together()
    {
        var choices = Enumerable.Range(0, 40).Select(i => Deviation.Postpone(new Moment($"{i}", 0))).ToSeq();
        Seq<Deviation> needed = [choices[3], choices[17], choices[39]];

        var left = new ChoiceShrinker(tried => needed.All(tried.Contains) ? tried : null).Shrink(choices);

        Assert.Equal(needed, left);
    }

    private static IEnumerable<(string Name, Trace Trace)> Traces() =>
        from file in Directory.EnumerateFiles(Path.Combine(Explored.Repository, "traces"), "*.trace").Order(StringComparer.Ordinal)
        let trace = TraceFile.Parse(file, File.ReadAllBytes(file)).Value!
        where trace.Lane == TraceHeader.Cooperative
        select (Path.GetFileName(file), trace);

    private static IEnumerable<Moment> Moments(Trace trace) =>
        trace.Steps.Where(s => s.Kind == StepKind.Sched).Select(s => new Moment(s.Label, 0));

    // The trace of these choices; null where they were not all taken, or nothing fails.
    private static Trace? Certified(Trace trace, Seq<Deviation> choices)
    {
        var (told, bug) = (new DeviatingStrategy(choices), PlantedBug.Maybe(trace.Bug));
        var recording = new RecordingStrategy(told);
        var (execution, _) = CooperativeRun.Execute(trace.World, recording, bug);
        return told.Taken.Count == choices.Count && execution.Breach?.Property.Id == trace.Expect
            ? trace with { Steps = recording.Steps.ToSeq() }
            : null;
    }
}
