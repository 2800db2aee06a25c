using System.Text.RegularExpressions;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Keeping;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Shrinking;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>A trace of which more than the labels has moved is told anew, where what it says of its choices still fails.</summary>
public sealed partial class RetellingTests
{
    private const string Late = "stale-timer-inv-45.trace";

    /// <summary>Those that take choices.</summary>
    public static TheoryData<string> Choosing => [.. Kept.Names.Where(n => !Kept.Trace(n).Minimal!.Steps.IsEmpty)];

    /// <summary>Some of those that take none.</summary>
    public static TheoryData<string> Plain => [.. Kept.Names.Where(n => Kept.Trace(n).Minimal!.Steps.IsEmpty).Where((_, i) => i % 8 == 0)];

    [Theory]
    [MemberData(nameof(Choosing))]
    public void A_kept_trace_that_lacks_a_step_of_a_loop_is_told_anew(string name)
    {
        var trace = Kept.Trace(name);
        var step = trace.Steps.Where(s => s.Kind == StepKind.Sched).Skip(trace.Steps.Count / 4).First();

        ToldAnew(trace, Edited.Lacking(trace, step.Number));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_kept_trace_with_a_step_of_a_loop_that_is_not_there_any_more_is_told_anew(string name)
    {
        var trace = Kept.Trace(name);

        ToldAnew(trace, Edited.Having(trace, trace.Steps.Count / 2, "run a.example/watch/1"));
    }

    [Theory]
    [MemberData(nameof(Choosing))]
    public void A_kept_trace_of_whose_steps_only_the_choices_are_left_is_told_anew(string name) =>
        ToldAnew(Kept.Trace(name), OnlyChoices(Kept.Trace(name)));

    [Fact]
    public void A_choice_that_was_counted_otherwise_is_found()
    {
        var trace = OnlyChoices(Kept.Trace(Late));
        var counted = trace.Steps.Select(s => s with { Label = Numbers().Replace(s.Label, "#99") }).ToSeq();

        ToldAnew(Kept.Trace(Late), trace with { Steps = counted });
        Assert.Contains("choices like its own", Judge(trace with { Steps = counted }).Renewal!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_says_nothing_of_its_choices_is_told_anew_by_its_steps()
    {
        var trace = Kept.Trace(Late);

        ToldAnew(trace, Edited.Lacking(trace, 20) with { Minimal = null });
    }

    [Fact]
    public void What_shows_another_property_is_not_the_same()
    {
        var trace = Kept.Trace(Late) with { Expect = "INV-1" };

        var ended = Assert.IsType<ReplayReport.Ended>(Lost(trace).Report);

        Assert.Equal("INV-45", ended.Property);
        Assert.IsType<ReplayReport.Stale>(Lost(Edited.Lacking(trace, 60)).Report);
    }

    [Fact]
    public void A_trace_that_ends_before_its_last_step_is_told_anew()
    {
        var trace = Kept.Trace(Late);

        var shown = Judge(trace with { Steps = trace.Steps.Add(trace.Steps[0] with { Number = trace.Steps.Count + 1 }) });

        Assert.Equal((trace.Steps, trace.End, true), (shown.Trace.Steps, shown.Trace.End, shown.Renewal!.IsRetold));
    }

    [Fact]
    public void Who_found_it_stays_and_is_told_once()
    {
        var trace = Kept.Trace(Late);

        var once = Judge(Edited.Lacking(trace, 20)).Trace;
        var twice = Judge(Edited.Lacking(once, 20)).Trace;

        Assert.StartsWith("explore, portfolio, seed 0, schedule 580, retold, shrunk from ", once.FoundBy, StringComparison.Ordinal);
        Assert.Equal(once.FoundBy, twice.FoundBy);
    }

    [Theory]
    [InlineData("late-verdict", "early-timers-in-clear", "s2s explore --scenario early-timers-in-clear --bug late-verdict --save found")]
    [InlineData(null, "generated", "s2s fuzz --save found")]
    [InlineData("late-verdict", "tiny-dialback", "s2s explore --bug late-verdict --save found")]
    public void What_cannot_be_told_anew_says_how_it_is_looked_for(string? bug, string scenario, string command)
    {
        var trace = Edited.Lacking(Kept.Trace(Late), 20) with { Bug = bug, Scenario = scenario };

        var lost = Lost(trace);

        Assert.IsType<ReplayReport.Stale>(lost.Report);
        Assert.EndsWith(command, lost.Tried, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_whose_log_alone_has_changed_is_written_with_its_new_end()
    {
        var trace = Kept.Trace(Late);

        var shown = Judge(trace with { End = new string('0', 64) });

        Assert.Equal(trace, shown.Trace);
        Assert.False(shown.Renewal!.IsRetold);
    }

    [Fact]
    public void A_trace_that_is_not_as_small_as_it_gets_is_made_small()
    {
        var trace = Kept.Trace(Late);
        var world = trace.World with { Faults = trace.World.Faults with { Cuts = 7 } };

        var shown = Judge(trace with { Minimal = null, World = world });

        Assert.Equal(trace.World, shown.Trace.World);
        Assert.Equal(trace.Minimal, shown.Trace.Minimal);
        Assert.True(shown.Renewal!.IsRetold);
    }

    [Fact]
    public void A_trace_in_which_nothing_should_fail_is_lost_where_something_does()
    {
        var (sound, _) = Edited.Recorded(Scenario.Named("external").World);
        Assert.Null(Judge(sound).Renewal);

        var ended = Assert.IsType<ReplayReport.Ended>(Lost(sound with { Bug = "header-doubled" }).Report);

        Assert.Equal("INV-28", ended.Property);
    }

    [Fact]
    public void What_Coyote_has_found_is_kept_as_the_cooperative_engine_finds_it()
    {
        var trace = Kept.Trace(Late);
        var steps = trace.Steps.Where(s => s.Kind == StepKind.Env).Select((s, i) => s with { Number = i + 1 }).ToSeq();

        var shown = Judge(trace with { Lane = TraceHeader.Coyote, Steps = steps, Minimal = null });

        Assert.Equal((TraceHeader.Cooperative, true), (shown.Trace.Lane, shown.IsMinimal));
        Assert.Empty(Certificate.Faults(shown.Trace));
    }

    [Fact]
    public void A_bug_that_nobody_can_plant_is_told()
    {
        var problem = Assert.Single(new Keeper().Judge("t.trace", Kept.Trace(Late) with { Bug = "gone" }, Explored.Effort).Problems);

        Assert.StartsWith("t.trace: bug: there is no planted bug gone; known: ", problem.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex("#[0-9]+")]
    private static partial Regex Numbers();

    // As if nothing else of it was possible any more.
    private static Trace OnlyChoices(Trace trace) => trace with
    {
        Steps = trace.Minimal!.Steps.Select((n, i) => trace.Steps[n - 1] with { Number = i + 1 }).ToSeq(),
        Minimal = trace.Minimal with { Steps = trace.Minimal.Steps.Select((_, i) => i + 1).ToSeq() },
    };

    private static Survival.Shown Judge(Trace trace) =>
        Assert.IsType<Survival.Shown>(new Keeper().Judge("t.trace", trace, Explored.Effort).Value);

    private static Survival.Lost Lost(Trace trace) =>
        Assert.IsType<Survival.Lost>(new Keeper().Judge("t.trace", trace, Explored.Effort).Value);

    private static void ToldAnew(Trace trace, Trace other)
    {
        var shown = Judge(other);

        Assert.True(shown.Renewal?.IsRetold);
        Assert.True(shown.IsMinimal);
        Assert.Empty(Certificate.Faults(shown.Trace));
        Assert.Equal((trace.Bug, trace.Expect), (shown.Trace.Bug, shown.Trace.Expect));
        Assert.InRange(shown.Trace.Minimal!.Steps.Count, 0, trace.Minimal!.Steps.Count);
    }
}
