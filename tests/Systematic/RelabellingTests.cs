using System.Globalization;
using System.Text.RegularExpressions;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Keeping;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>A trace whose labels have moved goes on by the names of today.</summary>
public sealed partial class RelabellingTests
{
    private const string Late = "stale-timer-inv-45.trace";

    public static TheoryData<string> Traces => [.. Kept.Names];

    [Theory]
    [MemberData(nameof(Traces))]
    public void A_task_that_was_called_otherwise_is_called_as_today(string name) =>
        Stands(Kept.Trace(name), label => label.Replace("/application/", "/app/", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Traces))]
    public void Loops_that_were_called_otherwise_are_called_as_today(string name) =>
        Stands(Kept.Trace(name), label => label.Replace("/reader/", "/in/", StringComparison.Ordinal)
            .Replace("/writer/", "/out/", StringComparison.Ordinal).Replace("/loop", "/mailbox", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Traces))]
    public void Timers_that_were_counted_otherwise_have_their_numbers(string name) =>
        Stands(Kept.Trace(name), label => TimerNumber().Replace(label, m => $"#{100 + Number(m)}"));

    [Theory]
    [MemberData(nameof(Traces))]
    public void Links_that_were_counted_otherwise_have_their_numbers(string name) =>
        Stands(Kept.Trace(name), label => LinkNumber().Replace(label, m => $"{m.Groups[1].Value}/{100 + Number(m)}"));

    [Fact]
    public void What_has_moved_is_told_by_its_words_each_once()
    {
        var trace = Kept.Trace(Late);

        Assert.Equal(
            "a.example/app/1 is now a.example/application/1",
            Renaming.Told(Relabeller.Search(Called(trace, l => l.Replace("application", "app", StringComparison.Ordinal))).Moved));
        Assert.Equal(
            "early timer b.example in/1 #9 is now early timer b.example in/1 #3",
            Renaming.Told(Relabeller.Search(Called(trace, l => l.Replace("#3", "#9", StringComparison.Ordinal))).Moved));
        Assert.Equal(
            "a.example→b.example/9 is now a.example→b.example/1",
            Renaming.Told(Relabeller.Search(
                Called(trace, l => l.Replace("a.example→b.example/1", "a.example→b.example/9", StringComparison.Ordinal))).Moved));
    }

    // What is called by that name is most alike to another task, which could run there, too.
    [Fact]
    public void A_guess_that_leads_nowhere_is_taken_back()
    {
        var trace = Kept.Trace(Late);

        var search = Relabeller.Search(
            Called(trace, l => l.Replace("run b.example/loop", "run a.example/application/9", StringComparison.Ordinal)));

        Assert.Equal(trace, search.Trace);
        Assert.True(search.Executions > 1);
    }

    [Fact]
    public void A_task_with_two_names_is_not_one_task()
    {
        var trace = Kept.Trace(Late);
        var steps = trace.Steps.Select(s => s with
        {
            Label = s.Label.Replace("application/1", s.Number < 5 ? "app/1" : "apps/1", StringComparison.Ordinal),
        });

        var search = Relabeller.Search(trace with { Steps = steps.ToSeq() });

        Assert.Null(search.Trace);
    }

    [Fact]
    public void Two_tasks_with_one_name_are_not_one_task()
    {
        var trace = Kept.Trace(Late);

        var search = Relabeller.Search(Called(trace, l => l.Replace("run a.example/loop", "run b.example/loop", StringComparison.Ordinal)));

        Assert.Null(search.Trace);
    }

    [Fact]
    public void A_trace_that_lacks_a_step_is_none_by_other_names()
    {
        var trace = Kept.Trace(Late);

        var search = Relabeller.Search(trace with { Steps = Edited.Without(trace.Steps, 20) });

        Assert.Null(search.Trace);
    }

    [Fact]
    public void Names_under_which_it_ends_otherwise_are_none()
    {
        var trace = Called(Kept.Trace(Late), l => l.Replace("application", "app", StringComparison.Ordinal));

        Assert.Null(Relabeller.Search(trace with { Bug = null }).Trace);
        Assert.Null(Relabeller.Search(trace with { Expect = "INV-1" }).Trace);
    }

    [Fact]
    public void A_trace_in_which_nothing_fails_goes_on_to_its_end()
    {
        var world = Scenario.Named("external").World;
        var (trace, _) = Edited.Recorded(world);
        var called = Called(trace, l => l.Replace("/loop", "/mailbox", StringComparison.Ordinal));

        Assert.Equal(trace, Relabeller.Search(called).Trace);
        Assert.Null(Relabeller.Search(called with { Steps = called.Steps.Take(called.Steps.Count - 1).ToSeq() }).Trace);
        Assert.Null(Relabeller.Search(called with { Steps = called.Steps.Add(called.Steps[0]) }).Trace);
    }

    [Fact]
    public void A_search_ends_where_it_may_not_execute_more()
    {
        var trace = Called(Kept.Trace(Late), l => l.Replace("loop", "mailbox", StringComparison.Ordinal));

        var search = Relabeller.Search(trace with { Expect = "INV-1" }, executionsMax: 3);

        Assert.Equal((null, 3, false), (search.Trace, search.Executions, search.IsComplete));
    }

    [Fact]
    public void A_replay_says_that_only_labels_have_moved()
    {
        var trace = Kept.Trace(Late);

        Assert.True(Replayed(Called(trace, l => l.Replace("application", "app", StringComparison.Ordinal))).OnlyLabelsMoved);
        Assert.False(Replayed(trace with { Steps = Edited.Without(trace.Steps, 20) }).OnlyLabelsMoved);
    }

    [Fact]
    public void The_most_alike_comes_first() => Assert.Equal(
        [
            "run a.example/applications/1", "run a.example/reader/1", "run b.example/application/1", "run a.example/loop",
        ],
        AlikeLabels.MostAlikeFirst(
            "run a.example/application/1",
            ["run a.example/loop", "run b.example/application/1", "run a.example/reader/1", "run a.example/applications/1"],
            new HashSet<string> { "run b.example/application/1" }));

    [GeneratedRegex("#([0-9]+)")]
    private static partial Regex TimerNumber();

    [GeneratedRegex("([→←][a-z.]+)/([0-9]+)")]
    private static partial Regex LinkNumber();

    private static int Number(Match match) => int.Parse(match.Groups[^1].Value, CultureInfo.InvariantCulture);

    private static void Stands(Trace trace, Func<string, string> called) =>
        Assert.Equal(trace, Relabeller.Search(Called(trace, called)).Trace);

    // As it would have been recorded when its steps were called so.
    private static Trace Called(Trace trace, Func<string, string> called) => trace with
    {
        Steps = trace.Steps.Select(s => s with { Label = called(s.Label) }).ToSeq(),
        End = new string('0', 64),
    };

    private static ReplayReport.Stale Replayed(Trace trace) => Assert.IsType<ReplayReport.Stale>(
        new Replayer().Replay("t.trace", trace, verify: false, Explored.Effort).Value);
}
