using System.Text;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>Trace files: what they say, and what is said about one that cannot be used.</summary>
public sealed class TraceFileTests
{
    private const string End = "end 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Sound =
        $$"""
        s2s-trace 1
        expect: INV-4
        property: a typed db:result grants only a requested pair
        clause: XEP-0220 2.1.1
        bug: unsolicited-result
        lane: cooperative
        scenario: rejection
        found-by: fuzz, seed 91, shrunk from 214 steps
        world: {{Texts.TwoServers}}

        1 env   deliver a.example→b.example/1 header
        2 sched run b.example/reader/1
        {{End}}

        """;

    [Fact]
    public void A_trace_is_its_header_its_steps_and_its_end()
    {
        var trace = Texts.Trace(Sound).Value;

        Assert.NotNull(trace);
        Assert.Equal("INV-4", trace.Expect);
        Assert.Equal("unsolicited-result", trace.Bug);
        Assert.Equal("fuzz, seed 91, shrunk from 214 steps", trace.FoundBy);
        Assert.Equal(Texts.SoundWorld(Texts.TwoServers), trace.World);
        Assert.Equal(
            [
                new TraceStep(1, StepKind.Env, "deliver a.example→b.example/1 header"),
                new TraceStep(2, StepKind.Sched, "run b.example/reader/1"),
            ],
            trace.Steps);
        Assert.Equal([11, 12], trace.Steps.Select(s => s.Line));
        Assert.Equal(End[4..], trace.End);
        Assert.Equal(Sound, TraceFile.Write(trace));
    }

    [Theory]
    [InlineData("minimal: 2 choices at steps 1, 2; 4 plainer worlds")]
    [InlineData("minimal: 0 choices; 0 plainer worlds")]
    public void A_trace_may_say_how_small_it_is(string line)
    {
        var said = Sound.Replace(End, $"{line}\n{End}", StringComparison.Ordinal);

        var trace = Texts.Trace(said).Value;

        Assert.Equal(line, $"{trace?.Minimal}");
        Assert.Equal(said, TraceFile.Write(trace!));
        Assert.Null(Texts.Trace(Sound).Value!.Minimal);
    }

    [Theory]
    [InlineData("minimal: 1 choices at steps 1, 2; 4 plainer worlds")]
    [InlineData("minimal: 1 choices at steps 3; 4 plainer worlds")]
    [InlineData("minimal: few choices; 0 plainer worlds")]
    [InlineData("minimal: 0 choices; 0 plainer worlds\nminimal: 0 choices; 0 plainer worlds")]
    public void What_a_trace_says_of_its_size_fits_its_steps(string lines) =>
        Assert.Contains(
            "does not fit; once, behind the steps",
            Assert.Single(Texts.Trace(Sound.Replace(End, $"{lines}\n{End}", StringComparison.Ordinal)).Problems).ToString(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("bug: unsolicited-result", "bug: none")]
    [InlineData("expect: INV-4", "expect:   none   ")]
    [InlineData("1 env   deliver", "1 env deliver")]
    [InlineData(End + "\n", End)]
    public void What_says_the_same_is_read_the_same(string said, string instead) =>
        Assert.NotNull(Texts.Trace(Sound.Replace(said, instead, StringComparison.Ordinal)).Value);

    [Theory]
    [InlineData("s2s-trace 1", "s2s-trace 2", "1: version '2' is not known; the first line is 's2s-trace 1'")]
    [InlineData("s2s-trace 1", "hello", "1: is not a trace; the first line is 's2s-trace 1'")]
    [InlineData("expect: INV-4", "expect: INV-99", "2: expect: 'INV-99' is not known; ")]
    [InlineData("expect: INV-4", "expect: ", "2: expect: has no value")]
    [InlineData("clause: XEP", "clauses: XEP", "4: 'clauses' is not a key of the header; did you mean 'clause'? ")]
    [InlineData("clause: XEP-0220 2.1.1\n", "", "9: clause: is missing; ")]
    [InlineData("lane: cooperative", "expect: INV-4", "6: expect: is there twice; each key once")]
    [InlineData("lane: cooperative", "lane: fast", "6: lane: 'fast' is not known; allowed: cooperative, coyote")]
    [InlineData("bug: unsolicited-result", "bug: two words", "5: bug: is not one word; ")]
    [InlineData("world: {", "world: [", "9: world: is not JSON: ")]
    [InlineData("\"a.example\":{}", "\"a.example\":{\"tsl\":1}", "9: world.servers.a.example.tsl: unknown field; ")]
    [InlineData("1 env ", "1 evn ", "11: '1 evn   deliver a.example→b.example/1 header' is not a step; ")]
    [InlineData("2 sched", "3 sched", "12: step: '3' is out of order; steps count from 1 without a gap: 2")]
    [InlineData("2 sched run b.example/reader/1", "2 sched ", "12: '2 sched ' is not a step; ")]
    [InlineData("2 sched run b.example/reader/1", "", "12: '' is not a step; ")]
    [InlineData("end 01", "end 1", "13: 'end 123456789abcdef0123456789abcdef01")]
    [InlineData(End, "", "13: '' is not a step; ")]
    [InlineData(End + "\n", End + "\nmore\n", "14: something follows the end; nothing follows the 'end' line")]
    [InlineData("clause: XEP-0220 2.1.1\n", "clause: XEP-0220 2.1.1\r\n", "4: has a carriage return; ")]
    public void What_is_wrong_is_told_with_its_line(string said, string instead, string told)
    {
        var text = Sound.Replace(said, instead, StringComparison.Ordinal);

        Assert.StartsWith($"t.trace:{told}", Texts.SaidOfTrace(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_without_an_end_is_not_whole() =>
        Assert.StartsWith(
            "t.trace:13: end: is missing; ",
            Texts.SaidOfTrace(Sound.Replace($"{End}\n", "", StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_is_no_trace() =>
        Assert.Equal("t.trace:1: is empty; the first line is 's2s-trace 1'", Texts.SaidOfTrace(""));

    [Fact]
    public void Random_bytes_are_no_trace_and_no_accident()
    {
        var random = new Random(7);
        var bytes = new byte[3000];
        for (var i = 0; i < 100; i++)
        {
            random.NextBytes(bytes);
            Assert.NotEmpty(TraceFile.Parse("t.trace", bytes).Problems);
            Assert.NotEmpty(TraceFile.Parse("t.trace", [.. "s2s-trace 1\n"u8, .. bytes]).Problems);
            Assert.NotEmpty(RecordingFile.Parse("t.jsonl", bytes).Problems);
        }
    }

    [Fact]
    public void A_trace_cut_off_at_any_byte_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Sound);
        for (var length = 0; length < bytes.Length - 1; length++)
        {
            Assert.NotEmpty(TraceFile.Parse("t.trace", bytes.AsSpan(0, length)).Problems);
        }
    }

    [Fact]
    public void A_value_that_would_not_come_back_is_not_written()
    {
        var trace = Texts.Trace(Sound).Value!;

        Assert.Throws<ArgumentException>(() => TraceFile.Write(trace with { FoundBy = "two\nlines" }));
        Assert.Throws<ArgumentException>(() => TraceFile.Write(trace with { Scenario = "" }));
    }
}
