using System.Text.Json;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Keeping;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>What becomes of a folder of traces: told, done, and never more than was told.</summary>
public sealed class CorpusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("s2s-corpus-").FullName;
    private readonly string _found = Directory.CreateTempSubdirectory("s2s-found-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_found, recursive: true);
    }

    [Fact]
    public void A_corpus_that_stands_is_left_alone()
    {
        Put(_folder, "a.trace", Made());

        var run = Corpus([]);

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.Equal($"{_folder}: keep 1; there is nothing to be done", Assert.Single(run.OutputLines));
    }

    [Fact]
    public void What_is_to_be_done_is_told_and_not_done()
    {
        var file = Put(_folder, "a.trace", Made());
        var before = File.ReadAllText(file);

        var run = Corpus([], Renamed);

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.Equal([$"{file}: relabel: only labels", $"{_folder}: relabel 1; --write carries it out"], run.OutputLines);
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public void What_was_told_is_done_where_that_is_asked_for()
    {
        var file = Put(_folder, "a.trace", Made());

        var run = Corpus(["--write"], Renamed);

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.EndsWith("relabel 1; written", run.OutputLines[^1], StringComparison.Ordinal);
        Assert.Equal(TraceFile.Write(Today(Made())), File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_better_trace_takes_the_place_of_a_kept_one()
    {
        Put(_folder, "a.trace", Made(steps: 5));
        var found = Put(_found, "b.trace", Made(steps: 4));

        var told = Corpus(["--add", found]);
        Assert.Equal((ExitStatus.Violation, 1), (told.Status, Directory.GetFiles(_folder, "a.trace").Length));
        var done = Corpus(["--add", found, "--write"]);

        Assert.Equal(ExitStatus.Sound, done.Status);
        var kept = Assert.Single(Directory.GetFiles(_folder));
        Assert.Equal(("b.trace", TraceFile.Write(Made(steps: 4))), (Path.GetFileName(kept), File.ReadAllText(kept)));
        Assert.True(File.Exists(found));
    }

    [Fact]
    public void A_worse_trace_does_not_come_in()
    {
        var kept = Put(_folder, "a.trace", Made(steps: 4));
        var found = Put(_found, "b.trace", Made(steps: 5));

        var run = Corpus(["--add", found, "--write"]);

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.Equal([kept], Directory.GetFiles(_folder));
        Assert.Equal($"{found}: drop: {kept} shows INV-4 too, and has fewer steps", run.OutputLines[0]);
    }

    [Fact]
    public void A_trace_comes_into_a_folder_that_has_none()
    {
        var found = Put(_found, "b.trace", Made());

        Assert.Equal(ExitStatus.Sound, Corpus(["--add", found, "--write"]).Status);

        Assert.Equal("b.trace", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder))));
    }

    [Fact]
    public void A_trace_of_the_corpus_is_not_added_to_itself()
    {
        var file = Put(_folder, "a.trace", Made());

        Assert.Equal($"{_folder}: keep 1; there is nothing to be done", Assert.Single(Corpus(["--add", file]).OutputLines));
    }

    [Fact]
    public void A_trace_that_stays_stale_is_named_with_its_step_and_kept()
    {
        var file = Put(_folder, "a.trace", Made());

        var run = Corpus(["--write"], Lost(new ReplayReport.Stale(11, "env deliver x", ["env cut y"])));

        Assert.Equal(ExitStatus.Stale, run.Status);
        Assert.Equal($"{file}:11: not possible: env deliver x; look for it again", Assert.Single(run.ErrorLines));
        Assert.Equal($"{file}: keep: look for it again", run.OutputLines[0]);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void A_trace_that_ends_otherwise_is_a_violation_and_kept()
    {
        var file = Put(_folder, "a.trace", Made());

        var run = Corpus(["--write", "--json"], Lost(new ReplayReport.Ended(Trace.None, "", 1, false)));

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.Equal($"{file}: does not end in INV-4 any more: look for it again", Assert.Single(run.ErrorLines));
        var json = JsonDocument.Parse(Assert.Single(run.OutputLines)).RootElement;
        Assert.Equal(file, json.GetProperty("violations")[0].GetProperty("trace").GetString());
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void Programs_are_told_in_one_object()
    {
        var file = Put(_folder, "a.trace", Made());

        var run = Corpus(["--json", "--seed", "7"], Renamed);

        Assert.Equal(
            $$"""
            {"verb":"corpus","seed":7,"complete":true,"folder":"{{_folder}}","written":false,"traces":[
            {"file":"{{file}}","outcome":"relabel","why":"only labels","by":null,"stale":false}],"violations":[]}
            """.ReplaceLineEndings(""),
            Assert.Single(run.OutputLines));
    }

    [Fact]
    public void Nothing_is_written_when_the_time_is_over_first()
    {
        var first = Put(_folder, "a.trace", Made());
        Put(_folder, "b.trace", Made(steps: 2));
        var before = File.ReadAllText(first);
        using var output = new StringWriter();
        var clock = new Clock();
        var late = new Effort(0, Deadline.After(TimeSpan.FromSeconds(1), clock), ProgressLine.For(output, json: true));

        var status = new CorpusVerb(
            new StubWorkers { Survived = SurvivedLate }, new Invocation(late, new JsonReport(output, 0), TextWriter.Null), root: null)
            .Run(new CorpusOptions(_folder, [], Write: true));

        Assert.Equal(ExitStatus.Sound, status);
        var json = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal((false, 0), (json.GetProperty("complete").GetBoolean(), json.GetProperty("traces").GetArrayLength()));
        Assert.Equal(before, File.ReadAllText(first));

        Parsed<Survival> SurvivedLate(string file, Trace trace)
        {
            clock.Seconds++;
            return Renamed(file, trace);
        }
    }

    [Fact]
    public void What_cannot_be_read_is_named_and_the_others_are_judged()
    {
        var broken = Path.Combine(_folder, "a.trace");
        File.WriteAllText(broken, "nothing");
        var file = Put(_folder, "b.trace", Made());

        var run = Corpus(["--write"], Renamed);

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.Equal($"{broken}:1: is not a trace; the first line is 's2s-trace 1'", Assert.Single(run.ErrorLines));
        Assert.Equal(TraceFile.Write(Today(Made())), File.ReadAllText(file));
    }

    [Fact]
    public void A_folder_without_a_trace_is_no_corpus()
    {
        var run = Corpus([]);

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.Equal($"{_folder}: holds no trace; name a folder of traces, or --add one", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void What_cannot_be_judged_is_told_and_not_touched()
    {
        var file = Put(_folder, "a.trace", Made());

        var run = Corpus(["--write"], (f, _) => new InputProblem(f, 0, "bug", "there is no planted bug x", null));

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.Equal($"{file}: bug: there is no planted bug x", Assert.Single(run.ErrorLines));
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void A_file_stays_where_what_stands_for_it_cannot_be_read()
    {
        var (gone, kept) = (Put(_folder, "a.trace", Made()), Path.Combine(_folder, "b.trace"));
        File.WriteAllText(kept, "nothing");

        var problem = CorpusFolder.Carry([new CorpusChange.Removed(gone, kept)]);

        Assert.StartsWith($"{gone}: stays, because what stands for it cannot be read: {kept}:1: ", $"{problem}", StringComparison.Ordinal);
        Assert.True(File.Exists(gone));
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long GetTimestamp() => Seconds * TimestampFrequency;
    }

    private static string Put(string folder, string name, Trace trace)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, TraceFile.Write(trace));
        return file;
    }

    private Run Corpus(string[] options, Func<string, Trace, Parsed<Survival>>? survived = null) => Run.Of(
        ["corpus", _folder, .. options], survived is null ? new StubWorkers() : new StubWorkers { Survived = survived });

    private static Parsed<Survival> Renamed(string file, Trace trace) =>
        new Survival.Shown(Today(trace)) { IsMinimal = true, Renewal = new Renewal(false, "only labels") };

    private static Trace Today(Trace trace) =>
        trace with { Steps = trace.Steps.Select(s => s with { Label = "run a.example/mailbox" }).ToSeq() };

    private static Func<string, Trace, Parsed<Survival>> Lost(ReplayReport report) =>
        (_, _) => new Survival.Lost(report, "look for it again");

    private static Trace Made(int steps = 1) => new()
    {
        Expect = "INV-4",
        Property = "a typed db:result grants only a requested pair",
        Clause = "XEP-0220 2.1.1",
        Lane = "cooperative",
        Scenario = "rejection",
        FoundBy = "a test",
        World = Texts.SoundWorld(Texts.TwoServers),
        Steps = Enumerable.Range(1, steps).Select(n => new TraceStep(n, StepKind.Sched, "run a.example/loop")).ToSeq(),
        End = new string('0', 64),
    };
}
