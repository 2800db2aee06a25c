using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Recordings;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Corpus.Tests;

/// <summary>A recording that is not what a server would send parts, and where it does.</summary>
public sealed class DamagedRecordingTests
{
    private const string Sound = "ejabberd-external.jsonl";

    [Fact]
    public void An_element_without_an_end_parts_at_the_line_of_its_beginning()
    {
        var parted = Parted(5, "</starttls></stream:features>", "</starttls>");

        Assert.Equal(5, parted.Line);
        Assert.Equal("139 bytes from here on make no whole element", parted.Why);
    }

    [Fact]
    public void An_element_that_is_no_xml_parts_at_its_line()
    {
        var parted = Parted(7, "<proceed ", "<proceed< ");

        Assert.Equal(7, parted.Line);
        Assert.StartsWith("not read: not-well-formed: malformed markup", parted.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comment_parts_because_no_stream_has_one()
    {
        var parted = Parted(16, "<stream:features>", "<!-- hello --><stream:features>");

        Assert.Equal(16, parted.Line);
        Assert.StartsWith("not read: restricted-xml: comment", parted.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_earliest_of_two_damages_is_told()
    {
        var content = Damaged(Damaged(Corpus.Text(Sound), 16, "<stream:features>", "<"), 7, "<proceed ", "<proceed< ");

        Assert.Equal(7, Corpus.Judge(content).Value!.Parted!.Line);
    }

    [Fact]
    public void A_document_that_reads_otherwise_in_other_pieces_is_told()
    {
        var document = new HeardDocument(ReaderLimits.Authenticated(Limits.Default));
        document.Received("<s:stream xmlns:s='urn:a'><a xmlns='urn:b'/><b xmlns='urn:b'/>"u8);
        var root = new XmlName("urn:a", "stream");
        document.Read(new(3, new WireItem.Opened(root, "s", [], [new("s", "urn:a")])));
        document.Read(new(4, new WireItem.Whole(new Element("urn:b", "a"))));
        document.Read(new(6, new WireItem.Whole(new Element("urn:b", "c"))));

        Assert.Equal([6, 6, 6], new[] { 1, 7, int.MaxValue }.Select(document.FirstDifference));
    }

    private static Parting Parted(int line, string old, string damaged)
    {
        var report = Corpus.Judge(Damaged(Corpus.Text(Sound), line, old, damaged)).Value!;
        return Assert.IsType<Parting>(report.Parted);
    }

    private static string Damaged(string content, int line, string old, string damaged)
    {
        var lines = content.Split('\n');
        Assert.Contains(old, lines[line - 1], StringComparison.Ordinal);
        lines[line - 1] = lines[line - 1].Replace(old, damaged, StringComparison.Ordinal);
        return string.Join('\n', lines);
    }
}
