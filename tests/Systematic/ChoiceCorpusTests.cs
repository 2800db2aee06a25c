using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Guiding;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>What guided searches keep between runs: what is written is read again, and what cannot be read is told with its line.</summary>
public sealed class ChoiceCorpusTests : IDisposable
{
    private const string SomeWorld = """world	{"servers":{"a.example":{},"b.example":{}}}""";

    private static readonly WorldDefinition Broken = Scenario.Named("broken-network").World;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_written_is_read_again()
    {
        ChoiceStream[] some =
        [
            new(Broken,
            [
                Deviation.Postpone(new Moment("run a.example/loop", 3)),
                Deviation.Strike(new Moment("deliver a.example→b.example/1 header", 0), "cut a.example→b.example/1"),
                Deviation.Take(new Moment("segment a.example→b.example/1 9 of 9", 0), "segment a.example→b.example/1 1 of 9"),
            ]),
            new(Broken, []),
        ];

        Assert.Equal(some, ChoiceCorpus.Parse("x", ChoiceCorpus.Write(some, Broken), Broken).Value!);
    }

    [Fact]
    public void So_are_executions_that_have_each_its_own_world()
    {
        var some = Enumerable.Range(0, 50).Select(i => new ChoiceStream(
            WorldGenerator.Make(1, i), i % 3 == 0 ? [] : [Deviation.Postpone(new Moment("run a.example/loop", i))]));

        Assert.Equal(some, ChoiceCorpus.Parse("x", ChoiceCorpus.Write(some, world: null), world: null).Value!);
    }

    [Theory]
    [InlineData("", "x.corpus:1: '' is no corpus; the first line is 's2s-corpus 1'")]
    [InlineData("s2s-corpus 2\n", "x.corpus:1: 's2s-corpus 2' is no corpus; ")]
    [InlineData("s2s-corpus 1\npostpone\t0\n\n", "x.corpus:2: 'postpone�0' is no deviation; postpone|strike|take, ")]
    [InlineData("s2s-corpus 1\npostpone\t0\trun a/loop\n\ndelay\t0\trun a/loop\n\n", "x.corpus:4: 'delay")]
    [InlineData("s2s-corpus 1\nstrike\tonce\trun a/loop\tcut a→b/1\n\n", "x.corpus:2: 'strike")]
    [InlineData("s2s-corpus 1\npostpone\t0\trun a/loop\n", "x.corpus:3: the last execution has no end; a blank line")]
    [InlineData("s2s-corpus 1\n" + SomeWorld + "\n\n", "x.corpus:2: 'world")]
    public void A_file_that_is_no_corpus_is_told_with_its_line(string content, string said) => Assert.StartsWith(
        said, Assert.Single(ChoiceCorpus.Parse("x.corpus", content, Broken).Problems).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("s2s-corpus 1\n\n", "x.corpus:2: world: is missing; an execution of a generated world begins with ")]
    [InlineData("s2s-corpus 1\n" + SomeWorld + "\n\npostpone\t0\trun a/loop\n\n", "x.corpus:4: world: is missing; ")]
    [InlineData("s2s-corpus 1\nworld\t{}\n\n", "x.corpus:2: world.servers: is missing or empty; ")]
    [InlineData("s2s-corpus 1\nworld\tnone\n\n", "x.corpus:2: world: is not JSON: ")]
    [InlineData("s2s-corpus 1\n" + SomeWorld + "\nworld\n\n", "x.corpus:3: 'world' is no deviation; ")]
    public void So_is_a_world_that_is_none(string content, string said) => Assert.StartsWith(
        said, Assert.Single(ChoiceCorpus.Parse("x.corpus", content, world: null).Problems).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_folder_that_is_a_file_or_a_file_that_is_a_folder_is_no_reason_to_give_up_without_a_word()
    {
        var (file, inner) = (Path.Combine(_folder.FullName, "file"), Path.Combine(_folder.FullName, $"{FailureTrace.Generated}.corpus"));
        File.WriteAllText(file, "");
        Directory.CreateDirectory(inner);

        Assert.Equal($"{file}: is a file; name a folder", InputProblem.Summary(GuidedFuzzer.ProblemsIn(file)));
        Assert.Equal($"{file}: is a file; name a folder", InputProblem.Summary(GuidedExplorer.ProblemsIn(file, ["bidi", "fallback"])));
        Assert.Equal($"{inner}: is a directory; name a file", InputProblem.Summary(GuidedFuzzer.ProblemsIn(_folder.FullName)));
    }
}
