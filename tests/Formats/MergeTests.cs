using System.Text.Json;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>Results of shards: what makes a whole of them, and what does not.</summary>
public sealed class MergeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("s2s-merge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Shards_of_generated_worlds_add_up()
    {
        var run = Merge([Shard("fuzz --seed 7 --shard 2/2"), Shard("fuzz --seed 7 --shard 1/2")], json: true);

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.Equal(
            """
            {"verb":"fuzz","seed":7,"complete":true,
            "engines":[{"name":"cooperative","scenarios":600,"schedules":2400,"steps":102468,"cpuSeconds":0.5},
            {"name":"coyote","scenarios":60,"schedules":240,"steps":18000,"cpuSeconds":7}],
            "invariants":{"INV-1":24},"flavours":{"A1":180},"outcomes":{"dialbackOverTls":220},"violations":[]}
            """.ReplaceLineEndings(""),
            Assert.Single(run.OutputLines));
    }

    [Fact]
    public void Shards_of_scenarios_have_the_same_scenarios()
    {
        var run = Merge([Shard("explore --shard 1/2"), Shard("explore --shard 2/2")], json: true);

        var engine = JsonDocument.Parse(Assert.Single(run.OutputLines)).RootElement.GetProperty("engines")[0];
        Assert.Equal((2, 4000), (engine.GetProperty("scenarios").GetInt32(), engine.GetProperty("schedules").GetInt32()));
    }

    [Fact]
    public void People_are_told_in_tables()
    {
        var run = Merge([Shard("combinations --shard 1/1")]);

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.Contains("violations: 0; complete", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_that_was_not_complete_leaves_the_whole_incomplete()
    {
        var late = new StubWorkers { Exploration = new ExploreReport(false, [], [], []) };

        var run = Merge([Shard("explore --shard 1/2"), Shard("explore --shard 2/2", late)], json: true);

        Assert.False(JsonDocument.Parse(run.Output).RootElement.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public void Of_several_violations_the_one_with_the_smallest_number_counts()
    {
        var (later, first) = (Finding("later", 7), Finding("first", 5));

        var run = Merge([Shard("explore --shard 1/2", later), Shard("explore --shard 2/2", first)], json: true);

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.Equal(
            """
            [{"property":"INV-4","clause":"XEP-0220 2.1.1","trace":"first.trace","detail":"first",
            "found":{"engine":"cooperative","scenario":"rejection","number":5}}]
            """.ReplaceLineEndings(""),
            JsonDocument.Parse(run.Output).RootElement.GetProperty("violations").GetRawText());
    }

    [Theory]
    [InlineData("fuzz --shard 2/2 --cases 1", "is another run")]
    [InlineData("fuzz --shard 2/2 --seed 1", "seed: '1' is another run")]
    [InlineData("explore --shard 2/2", "verb: 'explore' is another run")]
    [InlineData("fuzz --shard 2/3", "shard.count: '3' is another run")]
    [InlineData("fuzz --shard 1/2", "shard: shard 1/2 is there twice")]
    public void Shards_of_different_runs_make_no_whole(string other, string said)
    {
        var run = Merge([Shard("fuzz --shard 1/2"), Shard(other)]);

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains(said, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_shard_is_named()
    {
        var run = Merge([Shard("fuzz --shard 1/3"), Shard("fuzz --shard 3/3")]);

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.EndsWith("1.json:1: shard: shard 2/3 is missing; name all 3", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"verb":"fuzz","seed":0}""", "complete: is missing")]
    [InlineData("""{"verb":"check","seed":0}""", "verb: 'check' is not known; allowed: explore, fuzz, combinations")]
    [InlineData("\n{\"verb\":\"fuzz\",\n\"sed\":0}", ":2: seed: is missing")]
    [InlineData("nothing", "is not JSON")]
    [InlineData("", "is empty")]
    public void What_no_shard_has_written_is_refused_by_line_and_field(string content, string said)
    {
        var run = Merge([content]);

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.Contains(said, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"count\":2", "\"count\":0", "shard: there is no shard 1/0; i/n")]
    [InlineData("\"schedules\":1200", "\"schedules\":-1", "engines[0].schedules: -1 is not allowed; allowed: a whole number, not negative")]
    [InlineData("\"cpuSeconds\":0.25", "\"cpuSeconds\":\"0\"", "engines[0].cpuSeconds: '0' is not allowed; ")]
    [InlineData("\"INV-1\":12", "\"INV-1\":null", "invariants.INV-1: null is not allowed; ")]
    [InlineData("\"flavours\"", "\"flavors\"", "flavors: unknown field; did you mean 'flavours'? ")]
    public void A_result_that_was_changed_is_refused_where_it_was_changed(string was, string becomes, string said)
    {
        var content = Shard("fuzz --shard 1/2");
        Assert.Contains(was, content, StringComparison.Ordinal);

        var run = Merge([content.Replace(was, becomes, StringComparison.Ordinal), Shard("fuzz --shard 2/2")]);

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.Contains($"1.json:1: {said}", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private static StubWorkers Finding(string name, long number) => new()
    {
        Exploration = new ExploreReport(
            true,
            [new("INV-4", "XEP-0220 2.1.1", $"{name}.trace", name) { Found = new Found("cooperative", "rejection", number) }],
            [new("cooperative", 2, 100, 1000, 0.5)],
            []),
    };

    private static string Shard(string arguments, StubWorkers? work = null) => Run.Of($"{arguments} --json", work).Output;

    private Run Merge(string[] contents, bool json = false)
    {
        var files = contents.Select((content, i) =>
        {
            var file = Path.Combine(_folder, $"{i + 1}.json");
            File.WriteAllText(file, content);
            return file;
        });
        string[] flags = json ? ["--json"] : [];
        return Run.Of(["merge", .. files, .. flags]);
    }
}
