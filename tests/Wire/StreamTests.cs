using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>Where items end, and what a restart makes of the bytes behind them.</summary>
public sealed class StreamTests
{
    [Fact]
    public void A_stream_is_its_root_then_elements_then_its_end()
    {
        var items = Reading.All(Reading.Header + " <a/>\r\n\t<b>t</b></stream:stream >\n");
        Assert.Equal(4, items.Count);
        Assert.IsType<WireItem.Opened>(items[0]);
        Assert.Equal(new WireItem.Whole(new Element(Namespaces.Server, "a")), items[1]);
        Assert.Equal(new WireItem.Whole(new Element(Namespaces.Server, "b").WithText("t")), items[2]);
        Assert.Equal(new WireItem.Ended(), items[3]);
    }

    [Fact]
    public void An_empty_root_opens_and_ends()
    {
        var items = Reading.All("<stream/>");
        Assert.Equal([typeof(WireItem.Opened), typeof(WireItem.Ended)], items.Select(i => i.GetType()));
    }

    [Theory]
    [InlineData("<a/>")]
    [InlineData("text")]
    [InlineData("</stream>")]
    [InlineData("<?xml version='1.0'?>")]
    public void Only_white_space_stands_behind_the_root(string text)
    {
        var items = Reading.All("<stream></stream> " + text);
        Assert.Equal(XmlViolation.NotWellFormed, Assert.IsType<WireItem.Broken>(items[2]).Violation);
    }

    [Theory]
    [InlineData("</stream>")]
    [InlineData("text<stream>")]
    [InlineData("<![CDATA[x]]>")]
    public void A_document_begins_with_its_root(string text) =>
        Reading.RefusesDocument(XmlViolation.NotWellFormed, text);

    [Theory]
    [InlineData("<stream:error>")]
    [InlineData("<?xml version='1.0'?>\n<stream:error xmlns:stream='http://etherx.jabber.org/streams'>")]
    public void A_stream_error_in_place_of_the_root_is_read_as_one(string tag)
    {
        // Servers of before RFC 3920 refuse without a header, and bind the prefix to nothing.
        var items = Reading.All(tag + "<host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
        var error = Assert.IsType<WireItem.Whole>(items[0]).Element;
        Assert.Equal(new XmlName(Namespaces.Streams, "error"), error.Name);
        Assert.Equal(new XmlName(Namespaces.StreamErrors, "host-unknown"), Assert.Single(error.Elements).Name);
        Assert.Equal(XmlViolation.NotWellFormed, Assert.IsType<WireItem.Broken>(items[1]).Violation);
    }

    [Theory]
    [InlineData("<stream:error xmlns:stream='urn:other'/>")]
    [InlineData("<stream:errors/>")]
    [InlineData("<other:error/>")]
    public void Nothing_else_stands_there_with_a_prefix_that_means_nothing(string text) =>
        Reading.RefusesDocument(XmlViolation.NotWellFormed, text);

    // RFC 6120 5.4.3.3: what stands behind <proceed/> is TLS, or an attack on what comes after it.
    [Theory]
    [InlineData("\u0016\u0003\u0001<")]
    [InlineData(" ")]
    [InlineData("<message/>")]
    public void The_bytes_behind_an_item_stay_buffered(string behind)
    {
        var reader = Reading.Opened();
        reader.Feed(Reading.Utf8("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" + behind));
        Assert.True(reader.TryRead(out var item));
        Assert.True(Assert.IsType<WireItem.Whole>(item).Element.Is(Namespaces.Tls, "proceed"));
        Assert.Equal(behind.Length, reader.BufferedCount);
        Assert.True(reader.HasBuffered);
        reader.Reset();
        Assert.False(reader.HasBuffered);
    }

    [Fact]
    public void White_space_between_items_is_consumed_when_the_next_is_asked_for()
    {
        var reader = Reading.Opened();
        reader.Feed("<a/> \n"u8);
        Assert.True(reader.TryRead(out _));
        Assert.Equal(2, reader.BufferedCount);
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.HasBuffered);
    }

    [Fact]
    public void The_bytes_of_an_item_count_as_buffered_until_it_is_complete()
    {
        var reader = Reading.Opened();
        reader.Feed("<a><b/>text"u8);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(11, reader.BufferedCount);
        reader.Feed("</a>"u8);
        Assert.True(reader.TryRead(out _));
        Assert.False(reader.HasBuffered);
    }

    // RFC 6120 4.3.3: "both parties MUST consider the previous stream to be replaced".
    [Fact]
    public void A_restart_expects_a_document_in_the_bytes_already_there()
    {
        var reader = Reading.Opened();
        reader.Feed("<success/><?xml version='1.0'?><stream:stream xmlns:stream='u'><a/>"u8);
        Assert.True(reader.TryRead(out _));
        reader.Restart();
        Assert.True(reader.TryRead(out var root));
        Assert.Equal("u", Assert.IsType<WireItem.Opened>(root).Name.Namespace);
        Assert.True(reader.TryRead(out var item));
        Assert.Equal("", Assert.IsType<WireItem.Whole>(item).Element.Namespace);
    }

    [Fact]
    public void A_restart_reads_an_incomplete_item_again_as_a_document()
    {
        var reader = Reading.Opened();
        reader.Feed("<a xmlns='u'><b>"u8);
        Assert.False(reader.TryRead(out _));
        reader.Restart();
        Assert.Equal(2, Reading.Drain(reader).Count + Reading.Drain(Fed(reader, "</b>")).Count);

        static ElementReader Fed(ElementReader reader, string text)
        {
            reader.Feed(Reading.Utf8(text));
            return reader;
        }
    }

    [Fact]
    public void A_reset_forgets_an_incomplete_item()
    {
        var reader = Reading.Opened();
        reader.Feed("<a xmlns:x='u'>text<b"u8);
        Assert.False(reader.TryRead(out _));
        reader.Reset();
        reader.Feed("<r><c>t</c>"u8);
        Assert.IsType<WireItem.Opened>(Reading.Drain(reader)[0]);
    }

    [Fact]
    public void An_item_may_end_with_the_last_byte_fed()
    {
        var reader = new ElementReader(Reading.Limits);
        foreach (var b in "<r>"u8.ToArray())
        {
            Assert.False(reader.TryRead(out _));
            reader.Feed([b]);
        }

        Assert.True(reader.TryRead(out _));
    }
}
