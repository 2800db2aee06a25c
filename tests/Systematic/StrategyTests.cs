using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Who chooses the next step: what each strategy promises.</summary>
public sealed class StrategyTests
{
    private const int Sources = 3;
    private const int StepsOfASource = 8;
    private const int AllSteps = Sources * StepsOfASource;

    public static TheoryData<string> Names => [.. Strategies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_execution_and_another_one_another(string strategy)
    {
        var world = Scenario.Named("fallback").World;
        var make = Strategies.For(strategy, world, bug: null);

        Assert.Equal(Log(1), Log(1));
        Assert.NotEqual(Log(1), Log(3));

        string Log(ulong seed)
        {
            var log = new EventLog();
            CooperativeRun.Execute(world, make(seed), bug: null, log);
            return log.Hash();
        }
    }

    // Depth 1: the second goes before the first begins. Depth 2: in the middle of the first one the second takes all its steps.
    // S. Burckhardt and others, ASPLOS 2010: at least once in n kᵈ⁻¹ executions.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void By_priorities_a_bug_is_met_as_often_as_is_promised(int depth)
    {
        const int executions = 20_000;

        var met = Enumerable.Range(0, executions).Count(
            seed => IsMet(depth, Toy(new PriorityStrategy((ulong)seed, depth, AllSteps))));

        Assert.True(met >= executions / (Sources * Math.Pow(AllSteps, depth - 1)), $"{met} of {executions}");
    }

    [Fact]
    public void A_random_walk_hardly_ever_meets_what_needs_two_orderings()
    {
        var met = Enumerable.Range(0, 20_000).Count(seed => IsMet(2, Toy(new RandomStrategy((ulong)seed))));

        Assert.InRange(met, 0, 20);
    }

    [Theory]
    [InlineData("unsolicited-result", "pct")]
    [InlineData("verified-on-the-spot", "pct")]
    [InlineData("search-doubled", "portfolio")]
    [InlineData("half-a-proof", "portfolio")]
    public void A_bug_that_a_strategy_finds_is_a_trace_that_replays(string bug, string strategy)
    {
        var planted = PlantedBug.Named(bug);

        var found = CooperativeExplorer.Explore(
            Scenario.Named(planted.Scenario), planted, strategy, Stride.All, 2_000, Explored.Effort).Failure!;

        Assert.Equal(planted.Property, found.Trace.Expect);
        Assert.StartsWith($"explore, {strategy}, ", found.Trace.FoundBy, StringComparison.Ordinal);
        var ended = Assert.IsType<ReplayReport.Ended>(new Replayer().Replay("found", found.Trace, false, Explored.Effort).Value);
        Assert.Equal((planted.Property, true), (ended.Property, ended.AsRecorded));
    }

    private static bool IsMet(int depth, List<int> order)
    {
        var (first, second) = (StepsOf(0), StepsOf(1));
        const int half = StepsOfASource / 2;
        return depth == 1 ? second[^1] < first[0] : first[half - 1] < second[0] && second[^1] < first[half];

        List<int> StepsOf(int source) => [.. Enumerable.Range(0, order.Count).Where(i => order[i] == source)];
    }

    // Who took each step: every source has as many, and each can always go on.
    private static List<int> Toy(IStrategy strategy)
    {
        var sources = Enumerable.Range(0, Sources).Select(i => (Number: i, Identity: new object())).ToList();
        var left = Enumerable.Repeat(StepsOfASource, Sources).ToArray();
        List<int> order = [];
        while (order.Count < AllSteps)
        {
            var possible = sources.FindAll(s => left[s.Number] > 0);
            var next = possible[strategy.Pick(
                [.. possible.Select(s => new Option(StepKind.Sched, IsFault: false, () => "", s.Identity))])].Number;
            left[next]--;
            order.Add(next);
        }

        return order;
    }
}
