using System.Runtime.CompilerServices;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>What is said of a trace that fails is true: it is tried by executing it.</summary>
public sealed class ExplanationTests
{
    private const string Drawn = "stale-timer-inv-45.trace";
    private const int Width = 140;

    [Theory]
    [InlineData(Drawn)]
    [InlineData("unsolicited-result-inv-4.trace")]
    [InlineData("queue-overtaken-inv-36.trace")]
    [InlineData("half-a-proof-inv-1.trace")]
    [InlineData("newer-route-removed-inv-43.trace")]
    public void The_steps_that_matter_break_the_property_without_the_others(string name)
    {
        var trace = Kept.Trace(name);

        var slice = Explained(trace).Slice;

        Assert.True(slice.Count < trace.Steps.Count, "every step is said to matter");
        Assert.Equal(trace.Steps[^1].Label, slice[^1].Choices.Count == 0 ? slice[^1].Label : slice[^1].Choices[^1].Label);
        Assert.All(slice.SelectMany(Reduction.StepsOf), s => Assert.Equal(trace.Steps[s.Number - 1].Label, s.Label));
        Assert.Equal(trace.Expect, BreachOf(trace, Reduction.StepsOf(slice)));
    }

    [Fact]
    public void Of_the_steps_that_matter_none_can_be_left_out()
    {
        var trace = Kept.Trace(Drawn);
        var slice = Explained(trace).Slice;

        // The violating step itself is what is asked about.
        Assert.All(
            slice.SkipLast(1),
            gone => Assert.NotEqual(trace.Expect, BreachOf(trace, Reduction.StepsOf(slice.Where(h => h != gone)))));
    }

    [Fact]
    public void What_other_servers_do_among_themselves_does_not_matter()
    {
        var bug = PlantedBug.Named("queue-overtaken");
        var trace = RecordedUntilBroken(Worlds.TwoCouples, bug);
        Assert.Contains(trace.Steps, s => s.Label.Contains("c.example", StringComparison.Ordinal));

        var before = CausalSlice.Of(Retelling.Of(trace.World, bug, new ReplayStrategy(trace.Steps), trace.Steps));

        Assert.DoesNotContain(before, h => h.Label.Contains("c.example", StringComparison.Ordinal)
            || h.Label.Contains("d.example", StringComparison.Ordinal));
        Assert.Equal(trace.Steps[^1].Number, before[^1].Number);
    }

    [Theory]
    [InlineData(Drawn)]
    [InlineData("half-a-proof-inv-1.trace")]
    [InlineData("newer-route-removed-inv-43.trace")]
    [InlineData("lost-for-good-liv-5.trace")]
    public void The_critical_pair_the_other_way_round_breaks_nothing(string name)
    {
        var trace = Kept.Trace(name);
        var pair = Explained(trace).Pair;
        Assert.NotNull(pair);

        var swapped = new RecordingStrategy(new PlanStrategy(pair.Passing));
        var retelling = Retelling.Of(trace.World, PlantedBug.Maybe(trace.Bug), swapped, pair.Passing);

        Assert.Null(retelling.Breach);
        Assert.True(pair.First.Number < pair.Second.Number);
        var (first, second) = (LastLike(retelling, pair.First), FirstLike(retelling, pair.Second));
        Assert.True(second >= 0 && first > second, "the two steps were not swapped");
        Assert.Equal(Trace.None, BreachOf(trace, swapped.Steps));
    }

    [Theory]
    [InlineData(Drawn)]
    [InlineData("newer-route-removed-inv-43.trace")]
    public void Postponed_by_one_step_less_the_first_of_the_critical_pair_still_breaks_it(string name)
    {
        var trace = Kept.Trace(name);
        var explanation = Explained(trace);
        var pair = explanation.Pair!;
        var steps = explanation.Slice;
        var (first, second) = (steps.IndexOf(pair.First), steps.IndexOf(pair.Second));
        var less = Enumerable.Range(first, second - first).Last(i => i == first || steps[i].Speaks);

        Assert.Equal(trace.Expect, BreachAlong(trace, CriticalPairs.Postponed(steps, first, less)));
        Assert.Equal(Trace.None, BreachAlong(trace, CriticalPairs.Postponed(steps, first, second)));
    }

    [Fact]
    public void A_fault_that_is_left_out_breaks_nothing()
    {
        var trace = Kept.Trace("unsolicited-result-inv-4.trace");

        var explanation = Explained(trace);

        Assert.StartsWith("unsolicited before features", explanation.Fault?.Label, StringComparison.Ordinal);
        Assert.Equal(
            Trace.None,
            BreachAlong(trace, [.. Reduction.StepsOf(explanation.Slice).Where(s => s.Number != explanation.Fault!.Number)]));
    }

    [Fact]
    public void A_fault_that_is_not_one_of_timing_is_said_to_be_none()
    {
        var explanation = Explained(Kept.Trace("clear-text-accepted-inv-17.trace"));

        Assert.Null(explanation.Pair);
        Assert.Null(explanation.Fault);
        Assert.EndsWith("the fault is not one of timing", Assert.Single(explanation.Decisive), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_in_which_nothing_is_broken_has_nothing_that_decides()
    {
        var trace = Kept.Trace(Drawn);
        var recording = new RecordingStrategy(new RandomStrategy(1));
        CooperativeRun.Execute(trace.World, recording, null);

        var explanation = Explained(trace with { Bug = null, Steps = recording.Steps.ToSeq() });

        Assert.Null(explanation.Retelling.Breach);
        Assert.Null(explanation.Pair);
        Assert.Equal(recording.Steps.Count, explanation.Mattering);
    }

    [Fact]
    public void The_diagram_of_a_trace_is_as_it_was_approved()
    {
        var drawn = string.Join('\n', TextDiagram.Of(Explained(Kept.Trace(Drawn)))) + "\n";
        var file = Path.Combine(Path.GetDirectoryName(Here())!, "StaleTimer.approved.txt");
        if (Environment.GetEnvironmentVariable("S2S_APPROVE") == "1")
        {
            File.WriteAllText(file, drawn);
        }

        Assert.Equal(File.ReadAllText(file), drawn);
    }

    [Theory]
    [InlineData("newer-route-removed-inv-43.trace")]
    [InlineData("error-ends-all-inv-40.trace")]
    [InlineData("own-name-welcomed-inv-13.trace")]
    public void A_diagram_fits_the_width_of_a_log_and_ends_in_the_violation(string name)
    {
        var lines = TextDiagram.Of(Explained(Kept.Trace(name))).ToList();

        Assert.All(lines, l => Assert.InRange(l.Length, 0, Width));
        Assert.InRange(lines.Count, 2, 40);
        Assert.Contains("✘", lines[^1], StringComparison.Ordinal);
    }

    private static Explanation Explained(Trace trace) => new Explainer().Explain("a trace", trace).Value!;

    private static string BreachOf(Trace trace, IReadOnlyList<TraceStep> steps)
    {
        try
        {
            return Breach(trace, new ReplayStrategy(steps.ToSeq()), steps);
        }
        catch (StaleTraceException stale)
        {
            return stale.Step is { Label: var label } ? $"not possible: {label}" : "not at an end";
        }
    }

    private static string BreachAlong(Trace trace, IReadOnlyList<TraceStep> plan) => Breach(trace, new PlanStrategy(plan), plan);

    private static string Breach(Trace trace, IStrategy strategy, IEnumerable<TraceStep> steps) =>
        CooperativeRun.Execute(trace.World, strategy, PlantedBug.Maybe(trace.Bug), acts: Stranger.ActsIn(steps))
            .Execution.Breach?.Property.Id ?? Trace.None;

    private static int FirstLike(Retelling retelling, Happening step) => retelling.Happenings.ToList().FindIndex(step.IsLike);

    private static int LastLike(Retelling retelling, Happening step) => retelling.Happenings.ToList().FindLastIndex(step.IsLike);

    private static Trace RecordedUntilBroken(Testbed.World.WorldDefinition world, PlantedBug bug)
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            var recording = new RecordingStrategy(new RandomStrategy(seed));
            if (CooperativeRun.Execute(world, recording, bug).Execution.Breach is { } breach)
            {
                return new Trace
                {
                    Expect = breach.Property.Id,
                    Property = breach.Property.Statement,
                    Clause = breach.Property.Clause,
                    Bug = bug.Name,
                    Lane = TraceHeader.Cooperative,
                    Scenario = "a-test",
                    FoundBy = "a test",
                    World = world,
                    Steps = recording.Steps.ToSeq(),
                    End = new string('0', 64),
                };
            }
        }

        throw new InvalidOperationException($"{bug.Name} does not show in this world.");
    }

    private static string Here([CallerFilePath] string file = "") => file;

    private static class Worlds
    {
        public static Testbed.World.WorldDefinition TwoCouples { get; } = Testbed.World.WorldFile.Parse("w", """
            {"servers":{"a.example":{},"b.example":{},"c.example":{},"d.example":{}},
             "send":[{"from":"a.example","to":"b.example","stanzas":3},{"from":"c.example","to":"d.example"}],
             "faults":{"delay":true}}
            """u8).Value!;
    }
}
