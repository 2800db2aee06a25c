namespace Xmpp.Federation.Corpus.Tests;

/// <summary>A recording that is none gives one problem that says what would be right.</summary>
public sealed class BadRecordingTests
{
    private const string NoMeta =
        "text: says nothing about the recording; the first line is an event whose text is 'meta' and an object";

    private const string About =
        """{"t":0,"conn":"-","dir":"event","tls":false,"text":"meta {\"server\":\"s\",\"domain\":\"s.test\"}"}""";

    [Theory]
    [InlineData(
        """{"t":0,"conn":"out","dir":"received","tls":false,"text":""}""",
        "dir: 'received' is not known; allowed: send, recv, event")]
    [InlineData(
        """{"t":0,"conn":"in","dir":"recv","tls":false,"text":""}""",
        "conn: 'in' is not known; allowed: out, in1, in2 …, -")]
    [InlineData("""{"t":0,"conn":"out","dir":"recv","tls":false}""", "text: is missing; a string")]
    [InlineData(
        """{"t":0,"conn":"out","dir":"recv","tls":"no","text":""}""",
        "tls: is of another kind; allowed: true or false")]
    [InlineData(
        """{"conn":"out","dir":"recv","tls":false,"text":""}""",
        "t: is missing; the seconds since the beginning")]
    [InlineData(
        """{"t":0,"conn":"out","dir":"recv","tls":false,"text":"","hex":"3"}""",
        "hex: is not hexadecimal; two digits a byte")]
    [InlineData(
        """{"t":0,"conn":"out","dir":"recv","tls":false,"text":"\udc80"}""",
        "text: is not Unicode text; bytes that are no text stand in 'hex'")]
    public void A_line_without_what_it_needs_is_one_problem(string line, string problem) =>
        Assert.Equal($"r.jsonl:2: {problem}", Assert.Single(Corpus.Judge($"{About}\n{line}\n").Problems).ToString());

    [Theory]
    [InlineData("tcp", NoMeta)]
    [InlineData("meta []", NoMeta)]
    [InlineData("meta {'domain':'s.test'}", "meta.server: is missing; the name of the recorded server")]
    [InlineData("meta {'server':'s'}", "meta.domain: is missing or no domain; the domain of the recorded server")]
    public void A_first_line_that_does_not_say_what_was_recorded_is_one_problem(string text, string problem)
    {
        var escaped = text.Replace("'", "\\\"", StringComparison.Ordinal);
        var line = $$"""{"t":0,"conn":"-","dir":"event","tls":false,"text":"{{escaped}}"}""";

        Assert.Equal($"r.jsonl:1: {problem}", Assert.Single(Corpus.Judge(line).Problems).ToString());
    }

    [Fact]
    public void A_recording_in_which_nothing_happens_has_no_elements()
    {
        var report = Corpus.Judge(About).Value!;

        Assert.Equal(("s", 0, 0), (report.Server, report.Elements, report.Acted));
        Assert.Null(report.Parted);
    }
}
