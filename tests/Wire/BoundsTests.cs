using System.Text;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>RFC 6120 13.12: a server bounds what a peer can make it hold and do.</summary>
public sealed class BoundsTests
{
    private static readonly ReaderLimits Small = new(ElementBytesMax: 200, DepthMax: 3, AttributesMax: 3);

    [Fact]
    public void An_element_of_the_largest_size_is_read()
    {
        var element = $"<a>{new string('x', 200 - 7)}</a>";
        var reader = Reading.Opened(Small);
        reader.Feed(Reading.Utf8(element + element));
        Assert.All(Reading.Drain(reader), item => Assert.IsType<WireItem.Whole>(item));
        Assert.False(reader.HasBuffered);
    }

    [Theory]
    [InlineData("<a>", "x")]
    [InlineData("<a b='", "x")]
    [InlineData("<a", " ")]
    [InlineData("<", "x")]
    [InlineData("<a><![CDATA[", "x")]
    [InlineData("<a>", "<b/>")]
    [InlineData("<a>", "]]")]
    [InlineData("</stream:stream", " ")]
    public void An_element_is_refused_when_the_limit_is_buffered_without_an_end(string start, string filling)
    {
        var text = start + string.Concat(Enumerable.Repeat(filling, 200));
        var reader = Reading.Opened(Small);
        reader.Feed(Reading.Utf8(text[..199]));
        Assert.False(reader.TryRead(out _));
        reader.Feed(Reading.Utf8(text[199..200]));
        Assert.True(reader.TryRead(out var item));
        Assert.Equal(XmlViolation.TooLarge, Assert.IsType<WireItem.Broken>(item).Violation);
        Assert.Equal(0, reader.BufferedCount);
    }

    [Fact]
    public void White_space_between_elements_has_no_limit_and_takes_no_room()
    {
        var reader = Reading.Opened(Small);
        for (var i = 0; i < 1_000; i++)
        {
            reader.Feed("                    "u8);
            Assert.False(reader.TryRead(out _));
            Assert.Equal(0, reader.BufferedCount);
        }

        reader.Feed("<a/>"u8);
        Assert.True(reader.TryRead(out _));
    }

    [Fact]
    public void A_declaration_without_end_is_refused()
    {
        var items = Reading.InPieces(Reading.Utf8("<?xml " + new string(' ', 500)), Small, 1);
        Assert.Equal(XmlViolation.TooLarge, Assert.IsType<WireItem.Broken>(Assert.Single(items)).Violation);
    }

    [Theory]
    [InlineData("<a><b><c/></b></a>", true)]
    [InlineData("<a><b><c/><c/></b></a>", true)]
    [InlineData("<a><b><c><d/></c></b></a>", false)]
    [InlineData("<a><b><c><d>", false)]
    [InlineData("<a x='' y='' z=''/>", true)]
    [InlineData("<a w='' x='' y='' z=''/>", false)]
    [InlineData("<a xmlns='u' xmlns:x='u' y='' z=''/>", false)]
    public void Depth_and_attributes_are_limited(string text, bool allowed)
    {
        var reader = Reading.Opened(Small);
        reader.Feed(Reading.Utf8(text));
        Assert.True(reader.TryRead(out var item));
        Assert.Equal(allowed ? null : XmlViolation.TooLarge, (item as WireItem.Broken)?.Violation);
    }

    /// <summary>Each name costs a search through the prefixes in scope, which a peer must not make long.</summary>
    [Fact]
    public void The_prefixes_in_scope_are_limited_across_nested_elements()
    {
        var reader = Reading.Opened(Small);
        reader.Feed("<a xmlns:x='u'><b xmlns:y='u' xmlns:z='u'>"u8);
        Assert.True(reader.TryRead(out var item));
        Assert.Equal(XmlViolation.TooLarge, Assert.IsType<WireItem.Broken>(item).Violation);
    }

    [Fact]
    public void Limits_may_be_raised_between_items()
    {
        var element = Reading.Utf8($"<a>{new string('x', 1_000)}</a>");
        var reader = Reading.Opened(Small);
        reader.Limits = Reading.Limits;
        reader.Feed(element);
        Assert.True(reader.TryRead(out var item));
        Assert.IsType<WireItem.Whole>(item);
    }

    [Theory]
    [InlineData("<a>{0}</a>", "x")]
    [InlineData("<a b='{0}'/>", "x")]
    [InlineData("<a b='{0}'/>", ">")]
    [InlineData("<a>{0}</a>", "<b/>")]
    [InlineData("<a>{0}</a>", "&amp;")]
    [InlineData("<a>{0}</a>", "<![CDATA[]]>")]
    [InlineData("<a><![CDATA[{0}]]></a>", "]")]
    [InlineData("<a>{0}</a>", "<b></b>")]
    [InlineData("<a>{0}</a>", "\u20AC")]
    public void The_work_is_linear_however_the_bytes_arrive(string frame, string filling)
    {
        var text = frame.Replace("{0}", string.Concat(Enumerable.Repeat(filling, 20_000)), StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = Reading.Opened(new ReaderLimits(1_000_000, 3, 3));
        var before = reader.Scanned;
        foreach (var b in bytes)
        {
            Assert.False(reader.TryRead(out _));
            reader.Feed([b]);
        }

        Assert.True(reader.TryRead(out var item));
        Assert.IsType<WireItem.Whole>(item);
        Assert.InRange(reader.Scanned - before, bytes.Length / 2, bytes.Length * 6);
    }
}
