using System.Text.Json;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>What becomes of a trace, as a status, a line and a JSON object.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Late = "stale-timer-inv-45.trace";
    private const string Fault = "early timer b.example in/1 #3";

    private readonly string _file = Path.GetTempFileName();

    public ReplayTests() => File.WriteAllText(_file, TraceFile.Write(new Trace
    {
        Expect = "INV-4",
        Property = "a typed db:result grants only a requested pair",
        Clause = "XEP-0220 2.1.1",
        Lane = "cooperative",
        Scenario = "rejection",
        FoundBy = "a test",
        World = Texts.SoundWorld(Texts.TwoServers),
        Steps = [new TraceStep(1, StepKind.Env, "deliver a.example→b.example/1 header")],
        End = new string('0', 64),
    }));

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_run_that_ends_as_expected_is_sound_even_where_that_is_a_violation()
    {
        var run = Replay(trace => new ReplayReport.Ended(trace.Expect, trace.Clause, 1, true));

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.True(Json(run).GetProperty("asExpected").GetBoolean());
        Assert.Equal("INV-4", Json(run).GetProperty("violations")[0].GetProperty("property").GetString());
    }

    [Fact]
    public void A_run_that_ends_otherwise_is_a_violation()
    {
        var run = Replay(_ => new ReplayReport.Ended(Trace.None, "", 1, true));

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.False(Json(run).GetProperty("asExpected").GetBoolean());
        Assert.Equal(0, Json(run).GetProperty("violations").GetArrayLength());
    }

    [Fact]
    public void A_stale_trace_says_what_was_not_possible_and_what_was()
    {
        var run = Replay(_ => new ReplayReport.Stale(11, "env deliver x", ["env cut y", "sched run z"]));

        Assert.Equal(ExitStatus.Stale, run.Status);
        Assert.Equal(
            $"{_file}:11: not possible: env deliver x; possible: env cut y, sched run z",
            Assert.Single(run.ErrorLines));
        Assert.True(Json(run).GetProperty("stale").GetBoolean());
    }

    [Fact]
    public void A_trace_of_which_only_labels_have_moved_says_so_on_the_same_line()
    {
        var run = Replay(_ => new ReplayReport.Stale(11, "run x", ["sched run y"]) { OnlyLabelsMoved = true });

        Assert.Equal(ExitStatus.Stale, run.Status);
        Assert.Equal(
            $"{_file}:11: not possible: run x; possible: sched run y; only labels have moved: s2s corpus --write writes it anew",
            Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void Two_runs_that_differ_are_our_own_failure()
    {
        var run = Replay(_ => new ReplayReport.Nondeterministic("event 3"));

        Assert.Equal(ExitStatus.OwnFailure, run.Status);
        Assert.Equal($"{_file}: two runs of one trace differ: event 3", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void What_explains_a_trace_is_added_to_its_object()
    {
        var explain = Json(Run.Of(["replay", PageTests.Kept(Late), "--explain", "--json"])).GetProperty("explain");

        var (verdict, fault) = (PageTests.Step(Late, "deliver b.example←a.example/1 db:verify"), PageTests.Step(Late, Fault));
        Assert.Equal(verdict, explain.GetProperty("pair").GetProperty("first").GetProperty("step").GetInt32());
        Assert.Equal(fault, explain.GetProperty("fault").GetProperty("step").GetInt32());
        Assert.Contains(fault + 1, explain.GetProperty("slice").EnumerateArray().Select(s => s.GetInt32()));
        Assert.True(explain.GetProperty("diagram").GetArrayLength() > 10);
    }

    [Fact]
    public void A_trace_that_is_stopped_on_its_way_is_one_object_too()
    {
        var before = PageTests.Step(Late, "deliver a.example→b.example/1 db:result") - 1;

        var stopped = Run.Of(["replay", PageTests.Kept(Late), "--to-step", $"{before}", "--json"]);

        Assert.Equal(ExitStatus.Sound, stopped.Status);
        Assert.Equal(before, Json(stopped).GetProperty("step").GetInt32());
        var taken = Assert.Single(Json(stopped).GetProperty("options").EnumerateArray(), o => o.GetProperty("taken").GetBoolean());
        Assert.Equal("deliver a.example→b.example/1 db:result", taken.GetProperty("label").GetString());
        Assert.True(Json(stopped).GetProperty("sockets").GetArrayLength() > 0);
        Assert.True(Json(stopped).GetProperty("timers").GetArrayLength() > 0);
    }

    private static JsonElement Json(Run run) => JsonDocument.Parse(Assert.Single(run.OutputLines)).RootElement;

    private Run Replay(Func<Trace, ReplayReport> replayed) =>
        Run.Of(["replay", _file, "--json"], new StubWorkers { Replayed = replayed });
}
