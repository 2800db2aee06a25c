using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Verifying;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Every kind of nondeterminism is caught and named, and without one there is none.</summary>
[Collection(Alone.Name)]
public sealed class VerifyTests
{
    // In which header the orders differ first is for chance to say.
    [Theory]
    [InlineData("chance", "chance", "<stream:stream ", "most likely chance")]
    [InlineData("clock", "clock", " at='", "most likely a clock")]
    [InlineData("hash-order", "hashOrder", "<stream:stream ", "an order of hash codes")]
    public void A_planted_nondeterminism_is_found_at_its_event_and_named(string plant, string kind, string inTheEvent, string why)
    {
        var difference = Assert.Single(Verify(plant, cases: 1).Differences);

        Assert.Equal("external, schedule 0", difference.Execution);
        Assert.Equal(kind, Words.Of(difference.Kind));
        Assert.NotEqual(difference.One, difference.Other);
        Assert.Contains(inTheEvent, difference.One, StringComparison.Ordinal);
        Assert.Contains(inTheEvent, difference.Other, StringComparison.Ordinal);
        Assert.Contains(why, difference.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_leaves_for_the_thread_pool_is_seen_beside_the_log()
    {
        var difference = Assert.Single(Verify("thread-pool", cases: 1).Differences);

        Assert.Equal((Nondeterminism.Thread, null), (difference.Kind, difference.Event));
        Assert.Contains("left the scheduler", difference.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_plant_two_processes_say_the_same()
    {
        var report = Verify(null, cases: 20);

        Assert.Empty(report.Differences);
        Assert.Empty(report.Violations);
        Assert.True(report.Complete);
        Assert.Equal(5 + 20, report.Executions);
    }

    [Fact]
    public void A_number_that_falls_is_no_clock() => Assert.Equal(
        Nondeterminism.Chance, Diagnosis.Of([["at 30"], ["at 7"], ["at 8"]], [["at 1"], ["at 2"], ["at 3"]]).Kind);

    [Fact]
    public void A_number_that_grows_by_a_digit_is_a_clock() => Assert.Equal(
        Nondeterminism.Clock, Diagnosis.Of([["at 98 s"], ["at 99 s"], ["at 100 s"]], [["at 1 s"], ["at 21 s"], ["at 210 s"]]).Kind);

    [Fact]
    public void What_each_process_repeats_is_the_order_of_hash_codes() => Assert.Equal(
        Nondeterminism.HashOrder, Diagnosis.Of([["a", "b"], ["a", "b"]], [["b", "a"], ["b", "a"]]).Kind);

    private static VerifyReport Verify(string? plant, int cases) => new Verifier().Verify(new()
    {
        Scenarios = ["external"],
        Schedules = 5,
        Cases = cases,
        Plant = plant,
        Effort = Explored.Effort,
    });
}
