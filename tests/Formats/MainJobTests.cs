using System.Text.Json;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>What runs when no verb is given.</summary>
public sealed class MainJobTests
{
    [Fact]
    public void It_explores_every_scenario_in_both_engines_for_a_minute()
    {
        var run = Run.Of(["--json"]);

        var request = Assert.Single(run.Work.Explored);
        Assert.Equal(EngineChoice.Both, request.Engine);
        Assert.Equal(["first-contact", "rejection"], request.Scenarios);
        Assert.InRange(request.Effort.Deadline.Left!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void It_generates_worlds_for_both_engines_in_the_time_that_is_left()
    {
        var run = Run.Of(["--json"]);

        var request = Assert.Single(run.Work.FuzzRequests);
        Assert.Equal(EngineChoice.Both, request.Engine);
        Assert.InRange(request.Effort.Deadline.Left!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        var json = JsonDocument.Parse(run.Output).RootElement.GetProperty("fuzz");
        Assert.Equal(2, json.GetProperty("engines").GetArrayLength());
        Assert.Equal(90, json.GetProperty("flavours").GetProperty("A1").GetInt32());
    }

    [Fact]
    public void It_checks_every_state_of_the_smallest_scope()
    {
        var run = Run.Of(["--json"]);

        Assert.Equal("tiny", Assert.Single(run.Work.CheckRequests).Scope);
        var scope = JsonDocument.Parse(run.Output).RootElement.GetProperty("scopes")[0];
        Assert.Equal((427, 921), (scope.GetProperty("states").GetInt32(), scope.GetProperty("transitions").GetInt32()));
    }

    [Theory]
    [InlineData("states of the model", "427")]
    [InlineData("transitions of the model", "921")]
    [InlineData("properties that hold of the model", "1 of 1")]
    public void Its_table_has_a_row_for_what_was_checked(string row, string count)
    {
        var run = Run.Of(["--time", "5s"]);

        var line = Assert.Single(run.OutputLines, l => l.Contains(row, StringComparison.Ordinal));
        Assert.EndsWith($" {count}", line.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_violation_in_a_state_of_the_smallest_scope_is_one_of_the_main_job()
    {
        var found = new CheckReport(true, [new("INV-20 rules", "RFC 6120 5.3", null)], []);

        var run = Run.Of(["--json"], new StubWorkers { Checking = found });

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.Contains("INV-20 rules", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void States_that_were_left_out_leave_it_incomplete()
    {
        var run = Run.Of(["--json"], new StubWorkers { Checking = new CheckReport(false, [], []) });

        Assert.False(JsonDocument.Parse(run.Output).RootElement.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public void Every_recording_judges_the_profile_of_its_server()
    {
        var json = JsonDocument.Parse(Run.Of(["--json"]).Output).RootElement;

        var profiles = json.GetProperty("profiles");
        Assert.Equal(json.GetProperty("recordings").GetProperty("all").GetInt32(), profiles.GetProperty("all").GetInt32());
        Assert.Equal(profiles.GetProperty("all").GetInt32(), profiles.GetProperty("sound").GetInt32());
    }

    [Fact]
    public void A_profile_that_differs_otherwise_than_is_known_is_told_and_has_the_status_of_a_violation()
    {
        var run = Run.Of(["--json"], new StubWorkers { Profile = new(false, "prosody-0.12 is not like it: line 3") });

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.All(run.ErrorLines, l => Assert.EndsWith("prosody-0.12 is not like it: line 3", l, StringComparison.Ordinal));
        Assert.NotEmpty(run.ErrorLines);
    }

    [Fact]
    public void A_violation_in_a_generated_world_is_one_of_the_main_job()
    {
        var found = new FuzzReport(true, [new("INV-4", "XEP-0220 2.1.1", null)], [], [], []);

        var run = Run.Of(["--json"], new StubWorkers { Fuzzing = found });

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.Contains("INV-4", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("generated worlds, cooperative", "300")]
    [InlineData("generated worlds, coyote", "30")]
    public void Its_table_has_a_row_for_generated_worlds_in_each_engine(string row, string count)
    {
        var run = Run.Of(["--time", "5s"]);

        var line = Assert.Single(run.OutputLines, l => l.Contains(row, StringComparison.Ordinal));
        Assert.EndsWith($" {count}", line.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_one_object_with_the_figures_of_all_its_parts()
    {
        var run = Run.Of(["--json", "--time", "5s"]);

        Assert.Equal(ExitStatus.Sound, run.Status);
        var json = JsonDocument.Parse(Assert.Single(run.OutputLines)).RootElement;
        Assert.Equal("main", json.GetProperty("verb").GetString());
        Assert.True(json.GetProperty("complete").GetBoolean());
        Assert.Equal(2, json.GetProperty("engines").GetArrayLength());
        Assert.Equal(12, json.GetProperty("invariants").GetProperty("INV-1").GetInt32());
        Assert.True(json.GetProperty("traces").GetProperty("all").GetInt32() > 0);
    }

    [Fact]
    public void A_property_whose_case_never_came_up_is_told_and_leaves_it_incomplete()
    {
        var work = new StubWorkers
        {
            Exploration = new(
                true, [], [new("cooperative", 2, 100, 1000, 1), new("coyote", 2, 9, 90, 1)], [new("INV-1", 12), new("INV-6", 0)]),
        };

        var run = Run.Of(["--json"], work);

        Assert.False(JsonDocument.Parse(run.Output).RootElement.GetProperty("complete").GetBoolean());
        Assert.Contains(run.ErrorLines, l => l.StartsWith("INV-6 was never exercised", StringComparison.Ordinal));
        Assert.DoesNotContain(run.ErrorLines, l => l.StartsWith("INV-1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_scenario_that_an_engine_did_not_reach_leaves_it_incomplete()
    {
        var work = new StubWorkers { Exploration = new(false, [], [new("cooperative", 1, 100, 1000, 1)], []) };

        var json = JsonDocument.Parse(Run.Of(["--json"], work).Output).RootElement;

        Assert.False(json.GetProperty("complete").GetBoolean());
    }
}
