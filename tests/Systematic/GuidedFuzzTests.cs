using System.Text;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Guiding;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Generated worlds that are varied where they have shown something new.</summary>
[Collection(Alone.Name)]
public sealed class GuidedFuzzTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_sees_more_of_the_same_number_of_executions_than_worlds_each_by_itself()
    {
        var (seen, plain) = (Assert.Single(Fuzz(1_200).Guided), new Novelty());
        for (var i = 0; i < 1_200; i++)
        {
            WatchedRun.Execute(WorldGenerator.Make(0, i / 4), new RandomStrategy((ulong)i), bug: null, plain);
        }

        Assert.True(seen.Pairs > 1.5 * plain.Pairs, $"{seen.Pairs} pairs, {plain.Pairs}");
        Assert.True(seen.Transitions > plain.Transitions, $"{seen.Transitions} transitions, {plain.Transitions}");
    }

    [Fact]
    public void The_same_seed_finds_and_keeps_the_same()
    {
        var (once, again, other) = (Fuzz(300, kept: "1"), Fuzz(300, kept: "2"), Fuzz(300, kept: "3", seed: 1));

        Assert.Equal(once.Guided, again.Guided);
        Assert.Equal(once.Strikes, again.Strikes);
        Assert.Equal(Corpus("1"), Corpus("2"));
        Assert.NotEqual(Corpus("1"), Corpus("3"));
    }

    [Fact]
    public void A_later_run_begins_with_what_is_known_and_goes_on_elsewhere()
    {
        var first = Assert.Single(Fuzz(400, kept: "kept").Guided);
        var known = Assert.Single(Fuzz(first.Corpus, kept: "kept").Guided);
        var further = Assert.Single(Fuzz(400 + first.Corpus, kept: "kept").Guided);

        Assert.Equal(first with { Known = first.Corpus }, known);
        Assert.Equal(first.Corpus, further.Known);
        Assert.True(further.Pairs > first.Pairs && further.Corpus > first.Corpus, $"{first}, {further}");
    }

    [Fact]
    public void Nothing_is_wrong_and_the_report_says_how_much_there_was()
    {
        var report = Fuzz(800);

        Assert.Empty(report.Violations);
        Assert.True(report.Complete);
        var engine = Assert.Single(report.Engines);
        Assert.Equal(("cooperative", 800), (engine.Name, engine.Schedules));
        Assert.InRange(engine.Scenarios, 100, 799);
    }

    [Theory]
    [InlineData("silent-refusal")]
    [InlineData("connection-revived")]
    public void It_finds_a_planted_bug_and_keeps_it_as_a_plain_trace_that_replays(string name)
    {
        var bug = PlantedBug.Named(name);

        var file = Assert.Single(Fuzz(16_000, bug: name).Violations).Trace!;

        var trace = TraceFile.Parse(file, File.ReadAllBytes(file)).Value!;
        Assert.True(bug.Violates(trace.Expect), trace.Expect);
        Assert.StartsWith("fuzz, guided, seed 0, execution ", trace.FoundBy, StringComparison.Ordinal);
        Assert.NotNull(trace.Minimal);
        Assert.True(Assert.IsType<ReplayReport.Ended>(new Replayer().Replay(file, trace, false, Explored.Effort).Value).AsRecorded);
    }

    [Fact]
    public void A_world_with_a_part_of_another_one_in_it_is_a_sound_world_between_them()
    {
        var chance = new Chance(1);
        var crossed = Enumerable.Range(0, 500).Select(i => (One: WorldGenerator.Make(1, i), Other: WorldGenerator.Make(2, i)))
            .Select(w => (w.One, w.Other, Crossed: WorldCrossing.Cross(w.One, w.Other, chance))).ToList();

        Assert.All(crossed, w =>
        {
            var read = WorldFile.Parse("crossed", Encoding.UTF8.GetBytes(WorldFile.Write(w.Crossed)));
            Assert.Empty(read.Problems);
            Assert.Equal(w.Crossed, read.Value);
            Assert.NotEqual(w.One, w.Crossed);
            Assert.NotEqual(w.Other, w.Crossed);
        });
        Assert.Contains(crossed, w => w.Crossed.Faults != w.One.Faults);
        Assert.Contains(crossed, w => w.Crossed.Send != w.One.Send);
        Assert.Contains(crossed, w => w.Crossed.Servers[0].Policy != w.One.Servers[0].Policy);
        Assert.Contains(crossed, w => w.Crossed.Servers[1].Peer != w.One.Servers[1].Peer);
    }

    private FuzzReport Fuzz(int executions, string? kept = null, string? bug = null, ulong seed = 0) => Explored.Fuzz(new FuzzRequest
    {
        Cases = executions,
        Schedules = 1,
        Engine = EngineChoice.Both,
        Strategy = GuidedExplorer.Strategy,
        Corpus = kept is null ? null : Path.Combine(_folder.FullName, kept),
        Bug = bug,
        SaveTo = _folder.FullName,
        Effort = Explored.Effort with { Seed = seed },
    });

    private string Corpus(string kept) =>
        File.ReadAllText(Path.Combine(_folder.FullName, kept, $"{FailureTrace.Generated}.corpus"));
}
