using Xmpp.Federation.Testbed.Bounding;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Every execution within bounds: as many as there are, and none lost that comes to something else.</summary>
public sealed class BoundedSearchTests
{
    private static WorldDefinition Small { get; } = Scenario.Of("""
        {"servers":{"a.example":{"tls":"disabled","dialback":"always"},"b.example":{"tls":"disabled","dialback":"always"}},
         "send":[{"from":"a.example","to":"b.example"}],
         "faults":{"delay":true,"refusedConnects":1,"dnsFailures":1}}
        """);

    [Fact]
    public void Without_a_deviation_there_is_one_execution()
    {
        var search = Searched(Small, new Bounds(0, 0, 0));

        Assert.Equal((1, 0, true), (search.Executions, search.Pruned, search.IsComplete));
    }

    // If the reduction lost an order that matters, something would be missing of what the executions come to.
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(2, 0, 2)]
    [InlineData(1, 1, 2)]
    public void The_reduced_executions_come_to_all_that_the_others_come_to(int delays, int faults, int together)
    {
        var bounds = new Bounds(delays, faults, together);
        var (all, reduced) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));

        var unreduced = Searched(Small, bounds, all, reduced: false);
        var search = Searched(Small, bounds, reduced);

        Assert.Equal(all, reduced);
        Assert.Equal(0, unreduced.Pruned);
        Assert.True(search.Executions + search.Pruned <= unreduced.Executions);
        Assert.True(together < 2 || search.Executions < unreduced.Executions);
    }

    [Theory]
    [InlineData("connection-revived")]
    [InlineData("closing-stream-used")]
    [InlineData("queue-overtaken")]
    public void A_bug_that_one_deviation_shows_is_found_within_one(string name)
    {
        var bug = PlantedBug.Named(name);

        var (exploration, report) = BoundedExplorer.Explore(
            Scenario.Named(bug.Scenario), bug, BoundedCounts.Usual, Explored.Effort, shrink: false);

        Assert.Equal(bug.Property, exploration.Failure?.Trace.Expect);
        Assert.False(report.Complete);
        Assert.IsType<ReplayReport.Ended>(new Replayer().Replay("found", exploration.Failure!.Trace, false, Explored.Effort).Value);
    }

    [Fact]
    public void Scenarios_whose_counts_are_known_have_them_still()
    {
        var bounds = BoundedCounts.Usual with { Faults = 0 };
        var counts = BoundedCounts.Scenarios.Select(name =>
        {
            var search = Searched(Scenario.Named(name).World, bounds);
            return $"{name} {search.Executions} {search.Pruned} {search.IsComplete}";
        });

        Assert.Equal(["fallback 551 0 True", "multiplexing 598 0 True", "rejection 381 0 True"], counts);
    }

    [Fact]
    public void Other_counts_than_are_known_are_told_like_a_violation()
    {
        var report = new BoundedReport("fallback", BoundedCounts.Usual, Complete: true, Executions: 1, Pruned: 0);

        var changed = BoundedCounts.Changed(report);

        Assert.Equal("COUNTS", changed?.Property);
        Assert.Contains("fallback", changed!.Detail, StringComparison.Ordinal);
        Assert.Null(BoundedCounts.Changed(report with { Complete = false }));
    }

    private static BoundedSearch Searched(
        WorldDefinition world, Bounds bounds, SortedSet<string>? outcomes = null, bool reduced = true)
    {
        var search = new BoundedSearch(new DeviatingRun(world, bug: null), bounds, reduced)
        {
            Executed = (execution, _) =>
            {
                outcomes?.Add(WhatCameOf(execution));
                return true;
            },
        };
        search.Run(Explored.Effort);
        return search;
    }

    private static string WhatCameOf(Execution execution) => string.Join(
        "; ", execution.World.Send.Select(s => $"{Outcomes.Of(execution, s.Pair)}").Append($"{execution.Breach}"));
}
