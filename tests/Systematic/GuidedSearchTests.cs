using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Guiding;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Exploration that varies what has shown something new.</summary>
[Collection(Alone.Name)]
public sealed class GuidedSearchTests
{
    [Fact]
    public void What_shows_nothing_new_is_not_worth_varying()
    {
        var search = new GuidedSearch(Scenario.Named("broken-network").World, bug: null, seed: 1) { Executed = (_, _) => true };

        search.Run([[], [], []], 3, Explored.Effort);

        Assert.Equal([[]], search.Corpus);
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
        Assert.Equal(ChoiceCorpus.Write(CorpusOf(1)), ChoiceCorpus.Write(CorpusOf(1)));
        Assert.NotEqual(ChoiceCorpus.Write(CorpusOf(1)), ChoiceCorpus.Write(CorpusOf(2)));

        static IReadOnlyList<Seq<Deviation>> CorpusOf(ulong seed)
        {
            var search = new GuidedSearch(Scenario.Named("broken-network").World, bug: null, seed) { Executed = (_, _) => true };
            search.Run([], 150, Explored.Effort);
            return search.Corpus;
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

    [Theory]
    [InlineData("", 1)]
    [InlineData("s2s-corpus 2\n", 1)]
    [InlineData("s2s-corpus 1\npostpone\t0\n\n", 2)]
    [InlineData("s2s-corpus 1\npostpone\t0\trun a/loop\n\ndelay\t0\trun a/loop\n\n", 4)]
    [InlineData("s2s-corpus 1\nstrike\tonce\trun a/loop\tcut a→b/1\n\n", 2)]
    public void A_file_that_is_no_corpus_is_told_with_its_line(string content, int line) =>
        Assert.Equal(line, Assert.Single(ChoiceCorpus.Parse("x.corpus", content).Problems).Line);

    [Fact]
    public void What_is_written_is_read_again()
    {
        Seq<Deviation> some =
        [
            Deviation.Postpone(new Moment("run a.example/loop", 3)),
            Deviation.Strike(new Moment("deliver a.example→b.example/1 header", 0), "cut a.example→b.example/1"),
            Deviation.Take(new Moment("segment a.example→b.example/1 9 of 9", 0), "segment a.example→b.example/1 1 of 9"),
        ];

        Assert.Equal([some, [], some], ChoiceCorpus.Parse("x", ChoiceCorpus.Write([some, [], some])).Value!);
    }

    private static Novelty Searched(int executions)
    {
        var search = new GuidedSearch(Scenario.Named("broken-network").World, bug: null, seed: 1) { Executed = (_, _) => true };
        search.Run([], executions, Explored.Effort);
        Assert.Equal(executions, search.Executions);
        return search.Novelty;
    }
}
