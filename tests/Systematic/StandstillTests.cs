using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>What there is in a world after so many steps of a trace.</summary>
public sealed class StandstillTests
{
    // It has cuts, segments and choices within steps.
    private const string Broken = "newer-route-removed-inv-43.trace";

    [Theory]
    [InlineData(Broken)]
    [InlineData("request-forgotten-liv-6.trace")]
    public void At_every_step_the_one_that_the_trace_takes_is_possible_and_marked(string name)
    {
        var trace = Kept.Trace(name);
        for (var step = 0; step < trace.Steps.Count; step++)
        {
            var standstill = Stop(trace, step);

            var taken = Assert.Single(standstill.Options, o => o.IsTaken);
            Assert.Equal(trace.Steps[step].Label, taken.Label);
            Assert.Null(standstill.Broken);
        }
    }

    [Fact]
    public void At_the_end_nothing_is_possible_and_what_is_broken_is_told()
    {
        var trace = Kept.Trace(Broken);

        var standstill = Stop(trace, trace.Steps.Count);

        Assert.Empty(standstill.Options);
        Assert.StartsWith(trace.Expect, standstill.Broken, StringComparison.Ordinal);
        Assert.Equal(trace.Steps[^1].Label, standstill.Last);
    }

    [Fact]
    public void On_the_way_it_is_told_who_waits_for_what()
    {
        // The stanzas wait while EXTERNAL has succeeded and the new stream begins.
        var trace = Kept.Trace("queue-overtaken-inv-36.trace");
        var success = trace.Steps.First(s => s.Label == "deliver a.example←b.example/1 success").Number;
        var begins = trace.Steps.First(s => s.Number > success && s.Label == "run a.example/writer/out/1").Number;
        var standstill = Stop(trace, begins);

        var (server, view) = standstill.Servers[0];
        Assert.Equal("a.example", server);
        Assert.Equal("seeking, 2 waiting, 0 with the writer", Assert.Single(view.Routes).Words);
        Assert.Contains(new StreamView("out/1", "a.example→b.example/1", "initiator", "awaiting header (after SASL)"), view.Streams);
        Assert.Contains(standstill.Timers, t => t.Owner.StartsWith("a.example out/1", StringComparison.Ordinal) && t.Due > 0);
        Assert.Equal(2, standstill.Sockets.Count);
    }

    [Fact]
    public void Bytes_under_way_are_counted_until_they_arrive()
    {
        var trace = Kept.Trace("queue-overtaken-inv-36.trace");
        var delivery = trace.Steps.First(s => s.Label == "deliver a.example→b.example/1 starttls").Number;

        int UnderWay(int step) => Stop(trace, step).Sockets.Single(s => s.Link == "a.example→b.example/1").UnderWay;

        Assert.True(UnderWay(delivery - 1) > 0);
        Assert.Equal(0, UnderWay(delivery));
    }

    [Fact]
    public void A_step_beyond_the_end_is_answered_with_the_range()
    {
        var trace = Kept.Trace(Broken);

        var said = Assert.Single(new Explainer().StopAt("t.trace", trace, trace.Steps.Count + 1).Problems).ToString();

        Assert.Equal($"t.trace: --to-step: there is no step {trace.Steps.Count + 1}; allowed: 0 to {trace.Steps.Count}", said);
    }

    [Fact]
    public void A_step_that_is_not_possible_any_more_makes_the_trace_stale()
    {
        var trace = Kept.Trace(Broken);
        var wrong = trace with { Steps = [trace.Steps[0] with { Label = "run nobody.example/loop" }, .. trace.Steps.Skip(1)] };

        Assert.Throws<StaleTraceException>(() => Stop(wrong, 3));
    }

    [Fact]
    public void A_trace_of_the_other_engine_leaves_open_how_tasks_are_scheduled()
    {
        var trace = Kept.Trace(Broken) with { Lane = TraceHeader.Coyote };

        Assert.Null(new Explainer().StopAt("t.trace", trace, 1).Value);
        Assert.Null(new Explainer().Explain("t.trace", trace).Value);
    }

    private static Standstill Stop(Trace trace, int step) => new Explainer().StopAt("t.trace", trace, step).Value!;
}
