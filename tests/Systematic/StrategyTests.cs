using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

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

    // One takes eight steps of its own before it races with the other one. At random it wins only if it is drawn nine times
    // running, 1 in 512; here if its numbers are all lower than the one that the other has drawn, 1 in 10.
    [Fact]
    public void By_partial_orders_a_race_is_won_even_by_who_has_far_to_go()
    {
        var sampled = Enumerable.Range(0, 10_000).Count(seed => RaceWonByTheFar(new PartialOrderStrategy((ulong)seed)));
        var atRandom = Enumerable.Range(0, 10_000).Count(seed => RaceWonByTheFar(new RandomStrategy((ulong)seed)));

        Assert.InRange(sampled, 900, 1_100);
        Assert.InRange(atRandom, 5, 40);
    }

    // One step of one source among eight of another can stand at nine places.
    [Fact]
    public void By_what_is_left_every_interleaving_is_about_as_likely_as_another()
    {
        const int executions = 18_000;
        var places = new int[StepsOfASource + 1];
        var estimate = new Dictionary<string, long> { ["run short"] = 1, ["run long"] = StepsOfASource };

        for (ulong seed = 0; seed < executions; seed++)
        {
            places[PlaceOfTheShort(new UniformWalkStrategy(seed, estimate))]++;
        }

        Assert.All(places, times => Assert.InRange(times, 1_800, 2_200));
    }

    [Fact]
    public void What_a_walk_estimates_is_what_it_took_and_what_it_brought_about()
    {
        var estimate = new WalkEstimate();
        var steps = CooperativeRun.Execute(Scenario.Named("external").World, estimate, bug: null).Steps;

        var totals = estimate.Totals();

        // The first loop has brought about everything but what was there from the beginning.
        Assert.True(totals["run a.example/loop"] > steps / 4, $"{totals["run a.example/loop"]} of {steps}");
        Assert.All(totals.Values, total => Assert.InRange(total, 1, steps));
    }

    [Fact]
    public void In_a_swarm_each_execution_does_without_some_kinds_of_faults_and_all_of_them_have_each()
    {
        var world = Scenario.Named("broken-network").World;
        var kinds = Enumerable.Range(0, 200).Select(seed => KindsIn(world, (ulong)seed)).ToList();

        Assert.InRange(kinds.Count(k => k.Contains("cut")), 10, 130);
        Assert.InRange(kinds.Count(k => k.Contains("reset")), 10, 130);
        Assert.Contains(kinds, k => k.Contains("cut") && !k.Contains("reset"));
        Assert.Contains(kinds, k => k.Contains("reset") && !k.Contains("cut"));
    }

    [Theory]
    [InlineData("unsolicited-result", "pct")]
    [InlineData("closing-stream-used", "pos")]
    [InlineData("stale-timer", "urw")]
    [InlineData("stanza-astray", "swarm")]
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

    // Eight steps that concern nobody else, then one that does; the other one has that step alone.
    private static bool RaceWonByTheFar(IStrategy strategy)
    {
        var (far, near, left) = (new object(), new object(), StepsOfASource);
        while (true)
        {
            Option[] options =
            [
                new(StepKind.Sched, IsFault: false, () => "run far", far) { Touches = left > 0 ? ["its own"] : ["both"] },
                new(StepKind.Sched, IsFault: false, () => "run near", near) { Touches = ["both"] },
            ];
            if (strategy.Pick(options) == 1)
            {
                return false;
            }

            if (left-- == 0)
            {
                return true;
            }
        }
    }

    private static int PlaceOfTheShort(UniformWalkStrategy strategy)
    {
        var (brief, extended) = (new object(), new object());
        for (var taken = 0; taken < StepsOfASource; taken++)
        {
            Option[] options =
            [
                new(StepKind.Sched, IsFault: false, () => "run short", brief),
                new(StepKind.Sched, IsFault: false, () => "run long", extended),
            ];
            if (strategy.Pick(options) == 0)
            {
                return taken;
            }
        }

        return StepsOfASource;
    }

    private static HashSet<string> KindsIn(WorldDefinition world, ulong seed)
    {
        var recording = new RecordingStrategy(new SwarmStrategy(new RandomStrategy(seed), seed));
        CooperativeRun.Execute(world, recording, bug: null);
        return recording.Steps.Select(s => s.Label.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
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
