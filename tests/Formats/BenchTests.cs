using System.Text.Json;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Formats.Tests;

/// <summary><c>bench</c>: what it asks for, what it prints, and with which status it ends.</summary>
public sealed class BenchTests
{
    private static readonly BugTime Found = new(
        "stale-timer", "cooperative", "portfolio", [new(true, 0.5, 70), new(true, 0.1, 90), new(true, 0.2, 30)]);

    private static readonly BugTime Missed = new("lost", "coyote", "random", [new(true, 3, 9), new(false, 10, 40), new(false, 10, 50)]);

    private static readonly BugTime NotReached = new("later", "cooperative", "portfolio", []);

    private static readonly BugTime Nothing = new("canary-nothing", "cooperative", "portfolio", [new(false, 0.5, 400)]);

    private static readonly BugTime Everything = new("canary-everything", "cooperative", "portfolio", [new(true, 0.001, 1)]);

    [Fact]
    public void It_asks_for_every_bug_and_the_usual_strategy()
    {
        var request = Assert.Single(Run.Of("bench --bugs --seed 7").Work.BugsRequests);

        Assert.Equal((["unsolicited-result"], false, null, 7UL), (request.Bugs, request.Full, request.SaveTo, request.Effort.Seed));
    }

    [Fact]
    public void A_bug_is_one_object_with_medians_over_its_runs()
    {
        var bug = Json(new BugsReport(true, [], [Found], [Nothing, Everything])).GetProperty("bugs")[0];

        Assert.Equal(
            """{"name":"stale-timer","engine":"cooperative","strategy":"portfolio","found":3,"runs":3,"""
            + "\"medianCpuSeconds\":0.2,\"worstCpuSeconds\":0.5,\"medianSchedules\":70}",
            bug.GetRawText());
    }

    [Fact]
    public void A_bug_that_half_of_the_runs_miss_has_no_median()
    {
        var bug = Json(new BugsReport(true, [], [Missed], [])).GetProperty("bugs")[0];

        Assert.Equal((1, 3), (bug.GetProperty("found").GetInt32(), bug.GetProperty("runs").GetInt32()));
        Assert.Equal(10.0, bug.GetProperty("worstCpuSeconds").GetDouble());
        Assert.Equal(JsonValueKind.Null, bug.GetProperty("medianCpuSeconds").ValueKind);
        Assert.Equal(JsonValueKind.Null, bug.GetProperty("medianSchedules").ValueKind);
    }

    [Fact]
    public void Of_an_even_number_of_runs_the_median_is_the_slower_of_the_middle_two() =>
        Assert.Null((Found with { Runs = [new(true, 0.1, 1), new(false, 10, 9)] }).MedianCpuSeconds);

    [Fact]
    public void A_partial_run_says_so_and_lists_what_it_did_not_reach()
    {
        var json = Json(new BugsReport(false, [], [Found, NotReached], []));

        Assert.False(json.GetProperty("complete").GetBoolean());
        Assert.Equal(0, json.GetProperty("bugs")[1].GetProperty("runs").GetInt32());
        Assert.Contains(
            Run.Of("bench --bugs", new StubWorkers { Hunting = new BugsReport(false, [], [Found, NotReached], []) }).OutputLines,
            l => l.Contains("later", StringComparison.Ordinal) && l.Contains("not reached", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bug_that_is_not_found_in_its_time_has_the_status_of_a_violation()
    {
        var run = Run.Of(
            "bench --bugs --json", new StubWorkers { Hunting = new BugsReport(true, [new("TIME-TO-FIRST-BUG", "", null)], [Missed], []) });

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.Equal(1, JsonDocument.Parse(run.Output).RootElement.GetProperty("violations").GetArrayLength());
    }

    [Fact]
    public void A_canary_that_is_found_although_nothing_is_wrong_makes_it_our_own_failure()
    {
        var found = Nothing with { Runs = [new(false, 0.5, 400), new(true, 0.1, 3)] };

        AssertOurFailure(found, Everything, "canary-nothing must be found never, and was in 1 of 2 runs");
    }

    [Fact]
    public void A_canary_that_is_not_found_at_once_makes_it_our_own_failure() => AssertOurFailure(
        Nothing, Everything with { Runs = [new(true, 0.001, 1), new(true, 0.1, 2)] }, "canary-everything must be found in the first");

    [Fact]
    public void The_summary_names_the_slowest_bug() => Assert.Equal(
        "1 of 3 bugs, median of medians 200 ms, worst median 200 ms (stale-timer)",
        new BugsReport(false, [], [Found, Missed, NotReached], []).Summary);

    [Theory]
    [InlineData("bench --full", "--full: is of the search for bugs; add --bugs")]
    [InlineData("bench --save found", "--save: is of the search for bugs; add --bugs")]
    [InlineData("bench --bug unsolicited-result", "--bug: is of the search for bugs; add --bugs")]
    [InlineData("bench --bugs --full", "--full: takes hours, and must be able to go on where it ended; add --save DIR")]
    public void What_cannot_be_meant_is_told(string arguments, string told)
    {
        var run = Run.Of(arguments);

        Assert.Equal((ExitStatus.Unusable, told), (run.Status, Assert.Single(run.ErrorLines)));
    }

    [Fact]
    public void A_figure_has_its_unit_and_its_aim()
    {
        var json = JsonDocument.Parse(Assert.Single(Run.Of("bench --json").OutputLines)).RootElement;

        Assert.Equal("bench", json.GetProperty("verb").GetString());
        Assert.Equal(
            """{"name":"negotiations","value":1234.5,"unit":"1/s","aim":"≥ 5 000"}""", json.GetProperty("figures")[0].GetRawText());
    }

    [Fact]
    public void A_figure_that_was_not_reached_is_listed_without_a_value()
    {
        var work = new StubWorkers { Figures = new(false, [new("negotiations", null, "1/s", null)], []) };

        var json = JsonDocument.Parse(Run.Of("bench --json", work).Output).RootElement;

        Assert.False(json.GetProperty("complete").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("figures")[0].GetProperty("value").ValueKind);
    }

    private static JsonElement Json(BugsReport report) =>
        JsonDocument.Parse(Assert.Single(Run.Of("bench --bugs --json", new StubWorkers { Hunting = report }).OutputLines)).RootElement;

    private static void AssertOurFailure(BugTime nothing, BugTime everything, string told)
    {
        var run = Run.Of("bench --bugs", new StubWorkers { Hunting = new BugsReport(true, [], [Found], [nothing, everything]) });

        Assert.Equal(ExitStatus.OwnFailure, run.Status);
        Assert.StartsWith(told, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
