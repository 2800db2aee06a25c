using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>The traces that are kept, and determinism itself.</summary>
[Collection(Alone.Name)]
public sealed class CorpusOfTracesTests
{
    public static TheoryData<string> Kept =>
        [.. Directory.EnumerateFiles(Path.Combine(Explored.Repository, "traces"), "*.trace").Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_kept_trace_ends_as_it_expects_and_says_the_same_as_when_it_was_found(string name)
    {
        var (file, trace) = Read(name);

        var report = new Replayer().Replay(file, trace, verify: false, Explored.Effort).Value;

        var ended = Assert.IsType<ReplayReport.Ended>(report);
        Assert.Equal(trace.Expect, ended.Property);
        Assert.True(ended.AsRecorded, $"{name}: the event log has changed; record the trace anew");
    }

    [Fact]
    public void Every_planted_bug_has_its_trace() =>
        Assert.Equal(
            PlantedBug.All.Select(b => b.Name).Order(StringComparer.Ordinal),
            Kept.Select(row => Read(row.Data).Trace.Bug).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kept))]
    public void Without_its_bug_a_kept_trace_is_stale_or_ends_in_nothing(string name)
    {
        var (file, trace) = Read(name);

        var report = new Replayer().Replay(file, trace with { Bug = null }, verify: false, Explored.Effort).Value;

        Assert.True(report is ReplayReport.Stale or ReplayReport.Ended { Property: Trace.None });
    }

    [Fact]
    public void A_step_that_is_not_possible_is_named_with_what_was_possible()
    {
        var (file, trace) = Read(Kept.First().Data);
        var wrong = trace.Steps[0] with { Label = "deliver nowhere.example→nobody.example/99 header" };

        var report = new Replayer().Replay(
            file, trace with { Steps = [wrong, .. trace.Steps.Skip(1)] }, verify: false, Explored.Effort).Value;

        var stale = Assert.IsType<ReplayReport.Stale>(report);
        Assert.Equal(wrong.Line, stale.Line);
        Assert.Contains("sched run a.example/loop", stale.Possible);
    }

    [Theory]
    [InlineData("external")]
    [InlineData("broken-network")]
    public void The_same_choices_give_the_same_event_log(string scenario)
    {
        var world = Scenario.Named(scenario).World;
        for (ulong seed = 0; seed < 20; seed++)
        {
            Assert.Equal(LogOf(world, seed), LogOf(world, seed));
        }
    }

    [Fact]
    public void Work_that_leaves_the_scheduler_for_the_thread_pool_is_noticed()
    {
        var before = EscapeDetector.Now();
        using var done = new ManualResetEventSlim();
        ThreadPool.QueueUserWorkItem(_ => done.Set());
        done.Wait(TestContext.Current.CancellationToken);
        EscapeDetector.IsAlone = true;

        var noticed = Record.Exception(() => EscapeDetector.RequireNone(before));

        EscapeDetector.IsAlone = false;
        Assert.IsType<NondeterminismException>(noticed);
    }

    [Fact]
    public void What_a_loop_throws_is_seen_though_nobody_awaits_it()
    {
        var engine = new CooperativeEngine(new RandomStrategy(0));
        engine.StarterFor("a.example", "a.example").Start("loop", async () =>
        {
            await Task.Yield();
            throw new NotSupportedException("a fault of ours");
        });

        engine.Run(new Execution(Scenario.Named("external").World, engine, null), stepsMax: 10);

        Assert.IsType<NotSupportedException>(Assert.Single(engine.Faults));
    }

    [Fact]
    public void An_event_from_another_thread_is_refused()
    {
        var engine = new CooperativeEngine(new RandomStrategy(0));
        Exception? refusal = null;
        var thread = new Thread(() => refusal = Record.Exception(() => engine.Offer(new(() => "escaped", null, () => { }))));
        thread.Start();
        thread.Join();

        Assert.IsType<NondeterminismException>(refusal);
    }

    private static string LogOf(Testbed.World.WorldDefinition world, ulong seed)
    {
        var log = new EventLog();
        CooperativeRun.Execute(world, new RandomStrategy(seed), null, log);
        Assert.NotEmpty(log.Lines);
        return log.Text;
    }

    private static (string File, Trace Trace) Read(string name)
    {
        var file = Path.Combine(Explored.Repository, "traces", name);
        var trace = TraceFile.Parse(file, File.ReadAllBytes(file));
        Assert.Empty(trace.Problems);
        return (file, trace.Value!);
    }
}
