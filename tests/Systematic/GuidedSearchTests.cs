using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Guiding;
using Xmpp.Federation.Testbed.Refinement;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Exploration that varies what has shown something new.</summary>
[Collection(Alone.Name)]
public sealed class GuidedSearchTests
{
    private static readonly WorldDefinition Broken = Scenario.Named("broken-network").World;

    [Fact]
    public void What_shows_nothing_new_is_not_worth_varying()
    {
        var search = Search(seed: 1);
        var plainest = new ChoiceStream(Broken, []);

        search.Run([plainest, plainest, plainest], 3, Explored.Effort);

        Assert.Equal([plainest], search.Corpus);
        Assert.True(search.Novelty is { Transitions: > 50, Pairs: > 50 });
    }

    [Fact]
    public void The_longer_it_goes_on_the_more_it_has_seen()
    {
        var (brief, extended) = (Searched(100), Searched(600));

        Assert.True(brief.Pairs < extended.Pairs, $"{brief.Pairs}, {extended.Pairs}");
        Assert.True(brief.Transitions < extended.Transitions, $"{brief.Transitions}, {extended.Transitions}");
    }

    [Fact]
    public void What_was_worth_it_is_kept_for_the_next_run()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var scenario = Scenario.Named("broken-network");
            var (_, first) = GuidedExplorer.Explore(scenario, null, 400, folder.FullName, Explored.Effort, shrink: false);

            // No more executions than are known already.
            var (_, second) = GuidedExplorer.Explore(scenario, null, first.Corpus, folder.FullName, Explored.Effort, shrink: false);

            Assert.Equal((0, first.Corpus), (first.Known, second.Known));
            Assert.Equal((first.Transitions, first.Pairs, first.Corpus), (second.Transitions, second.Pairs, second.Corpus));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_search()
    {
        Assert.Equal(CorpusOf(1), CorpusOf(1));
        Assert.NotEqual(CorpusOf(1), CorpusOf(2));

        static string CorpusOf(ulong seed)
        {
            var search = Search(seed);
            search.Run([], 150, Explored.Effort);
            return ChoiceCorpus.Write(search.Corpus, Broken);
        }
    }

    [Theory]
    [InlineData("closing-stream-used")]
    [InlineData("connection-revived")]
    [InlineData("late-verdict")]
    public void It_finds_a_planted_bug_and_keeps_it_as_a_trace_that_replays(string name)
    {
        var bug = PlantedBug.Named(name);

        var (exploration, _) = GuidedExplorer.Explore(
            Scenario.Named(bug.Scenario), bug, 10_000, folder: null, Explored.Effort, shrink: false);

        var trace = exploration.Failure!.Trace;
        Assert.Equal(bug.Property, trace.Expect);
        var ended = Assert.IsType<ReplayReport.Ended>(new Replayer().Replay("found", trace, false, Explored.Effort).Value);
        Assert.True(ended.AsRecorded);
    }

    [Fact]
    public void What_few_executions_show_is_worth_more()
    {
        var novelty = new Novelty();
        string[] common = ["cut a→b/1", "cut a→b/2", "reset a→b/1"];

        var first = novelty.Add(new Coverage(), common);
        var before = novelty.WorthOf(first);
        novelty.Add(new Coverage(), common);
        var second = novelty.Add(new Coverage(), ["cut a→b/2", "reset a→b/2"]);

        Assert.Equal((1, 1), (first.Count, second.Count));
        Assert.Equal(before, novelty.WorthOf(second));
        Assert.Equal(before, 2 * novelty.WorthOf(first));
    }

    [Fact]
    public void What_brings_more_for_its_effort_is_done_more_and_nothing_is_given_up()
    {
        var ways = new Yields(3, new Chance(1));
        var drawn = new int[3];
        for (var i = 0; i < 3_000; i++)
        {
            var way = ways.Draw();
            drawn[way]++;
            ways.Add(way, gained: way == 2 ? 0 : 1 + way, spent: 1);
        }

        // Twice as good is four times as likely, but for the fifth of the draws that is anybody's.
        Assert.InRange(drawn[1], 1_800, 2_300);
        Assert.InRange(drawn[0], 500, 800);
        Assert.InRange(drawn[2], 150, 300);
    }

    [Fact]
    public void Who_strays_leaves_an_execution_at_a_few_moments_and_follows_it_elsewhere()
    {
        var walk = new DerivingStrategy(new RandomStrategy(5));
        CooperativeRun.Execute(Broken, walk, bug: null);
        var choices = walk.Deviations.Select(d => d.Deviation).ToSeq();

        var faithful = new DeviatingStrategy(choices) { Straying = new Straying(new Chance(1), int.MaxValue) };
        CooperativeRun.Execute(Broken, faithful, bug: null);
        var strayed = new DeviatingStrategy(choices) { Straying = new Straying(new Chance(1), walk.Steps / 4) };
        CooperativeRun.Execute(Broken, strayed, bug: null);

        Assert.Equal(choices, faithful.Taken);
        Assert.InRange(strayed.Taken.Except(choices).Count(), 1, 20);
        Assert.True(strayed.Taken.Intersect(choices).Count() > choices.Count / 3, $"{strayed.Taken.Count} of {choices.Count}");
    }

    private static GuidedSearch Search(ulong seed) => new(
        new WorldSource(() => Broken, walk => new RandomStrategy(walk), Cross: null), bug: null, seed)
    {
        Executed = (_, _) => true,
    };

    private static Novelty Searched(int executions)
    {
        var search = Search(seed: 1);
        search.Run([], executions, Explored.Effort);
        Assert.Equal(executions, search.Executions);
        return search.Novelty;
    }
}
