using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>RFC 6120 11.3: "An XMPP entity MUST NOT accept data that is not XML-well-formed".</summary>
public sealed class WellFormednessTests
{
    [Theory]
    [InlineData("<a></b>")]
    [InlineData("<a></A>")]
    [InlineData("<a></a b>")]
    [InlineData("<a></ a>")]
    [InlineData("<ab></a>")]
    [InlineData("<a></ab>")]
    [InlineData("<message><body>No closing tag!</message>")] // RFC 6120 4.9.3.1
    [InlineData("</a>")]
    [InlineData("<x:a xmlns:x='u' xmlns:y='u'></y:a>")]
    public void A_close_tag_names_its_open_tag(string text) => Refused(text);

    [Fact]
    public void White_space_may_end_a_tag() => Assert.Equal("t", Reading.Element("<a \t\r\n>t</a \t\r\n>").Text);

    [Theory]
    [InlineData("< a/>")]
    [InlineData("<>")]
    [InlineData("<1/>")]
    [InlineData("<-a/>")]
    [InlineData("<.a/>")]
    [InlineData("<a,b/>")]
    [InlineData("<\u00B7a/>")]
    [InlineData("<\u0300a/>")]
    [InlineData("<a\u00D7/>")]
    [InlineData("<\U000F0000/>")]
    [InlineData("<a \u037E='1'/>")]
    public void A_name_is_a_name_of_XML(string text) => Refused(text);

    [Theory]
    [InlineData("a.b-c_1\u00B7\u0300")]
    [InlineData("_")]
    [InlineData("\u00E9l\u00E9ment")]
    [InlineData("\u6D88\u606F")]
    [InlineData("\U00010000\U000EFFFF")]
    [InlineData("\u0131\u2C00\u3001")]
    public void Names_go_beyond_ASCII(string name)
    {
        var element = Reading.Element($"<{name} {name}='1'></{name}>");
        Assert.Equal(name, element.Local);
        Assert.Equal("1", element.Attribute(name));
    }

    [Theory]
    [InlineData("<a b/>")]
    [InlineData("<a b=1/>")]
    [InlineData("<a b='1'c='2'/>")]
    [InlineData("<a b='1' b='2'/>")]
    [InlineData("<a b='1\"/><c/>")]
    [InlineData("<a b='<'/>")]
    [InlineData("<a b==''/>")]
    [InlineData("<a ='1'/>")]
    [InlineData("<a b'1'/>")]
    [InlineData("<a / >")]
    [InlineData("<a/b>")]
    [InlineData("<a b='1'/ c='2'>")]
    [InlineData("<a b=>")]
    [InlineData("<a b='&'/>")]
    [InlineData("<a b='&amp'/>")]
    public void An_attribute_is_well_formed(string text) => Refused(text);

    [Fact]
    public void Attributes_keep_their_order_and_either_quote() => Assert.Equal(
        [new XmlAttribute(new XmlName("", "z"), "'>"), new XmlAttribute(new XmlName("", "a"), "\"/")],
        Reading.Element("<e z = \"'>\"\na\t=\r'\"/'/>").Attributes);

    [Theory]
    [InlineData("<a>]]></a>")]
    [InlineData("<a>&</a>")]
    [InlineData("<a>&;</a>")]
    [InlineData("<a>& amp;</a>")]
    [InlineData("<a>&amp</a>")]
    [InlineData("<a>&1;</a>")]
    [InlineData("<a>\0</a>")]
    [InlineData("<a>\u0008</a>")]
    [InlineData("<a>\u001F</a>")]
    [InlineData("<a>\uFFFE</a>")]
    [InlineData("<a b='\uFFFF'/>")]
    [InlineData("<a><![CDATA[\u0001]]></a>")]
    [InlineData("<a><![CDATA[\uFFFF]]></a>")]
    [InlineData("<a><![cdata[]]></a>")]
    [InlineData("<a><![CDATA [x]]></a>")]
    [InlineData("<a><!ELEMENT b></a>")]
    [InlineData("<a><!></a>")]
    [InlineData("<a><? x?></a>")]
    [InlineData("<a><b <c/></a>")]
    [InlineData("<a></a <b/>")]
    public void Content_is_well_formed(string text) => Refused(text);

    [Theory]
    [InlineData("&#0;")]
    [InlineData("&#;")]
    [InlineData("&#x;")]
    [InlineData("&#X41;")]
    [InlineData("&#1;")]
    [InlineData("&#xD800;")]
    [InlineData("&#xFFFE;")]
    [InlineData("&#x110000;")]
    [InlineData("&#99999999999999999999;")]
    [InlineData("&#4294967361;")]
    [InlineData("&#12a;")]
    [InlineData("&#-1;")]
    [InlineData("&#x0x41;")]
    public void A_character_reference_means_a_character(string reference)
    {
        Refused($"<a>{reference}</a>");
        Refused($"<a b='{reference}'/>");
    }

    [Fact]
    public void Character_references_are_resolved() =>
        Assert.Equal("Ab\r\U0010FFFF\u20AC", Reading.Element("<a>&#65;&#x62;&#xd;&#x10fFfF;&#x00020AC;</a>").Text);

    // XML 2.11 and 3.3.3.
    [Fact]
    public void Line_ends_are_normalised_unless_they_are_references()
    {
        Assert.Equal("1\n2\n3\n\n4\r", Reading.Element("<a>1\r\n2\r3\n\r4&#13;</a>").Text);
        Assert.Equal("1 2 3  4 5\t\n", Reading.Element("<a b='1\r\n2\r3\n\r4\t5&#9;&#10;'/>").Attribute("b"));
    }

    [Fact]
    public void Brackets_that_end_no_section_are_text() =>
        Assert.Equal("]] > ]]> ]]>", Reading.Element("<a>]] &gt; ]]&gt; ]&#93;></a>").Text);

    [Theory]
    [InlineData("text")]
    [InlineData("&#32;")]
    [InlineData("<![CDATA[ ]]>")]
    [InlineData("\u0085")]
    [InlineData("\0")]
    [InlineData("\uFEFF<a/>")]
    public void Text_between_first_level_elements_is_refused(string text) => Refused(text);

    [Fact]
    public void Nothing_is_read_behind_a_violation()
    {
        var reader = Reading.Opened();
        reader.Feed("</oops><message/>"u8);
        Assert.IsType<WireItem.Broken>(Assert.Single(Reading.Drain(reader)));
        reader.Feed("<message/>"u8);
        Assert.False(reader.TryRead(out _));
        reader.Restart();
        reader.Feed("<message/>"u8);
        Assert.False(reader.TryRead(out _));
        reader.Reset();
        reader.Feed("<message/>"u8);
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.HasBuffered);
    }

    [Fact]
    public void A_violation_says_where_it_is()
    {
        var broken = Assert.IsType<WireItem.Broken>(Reading.All("<r><a/><b></c>")[^1]);
        Assert.Equal("close tag of another element, at byte 10", broken.Detail);
    }

    private static void Refused(string text) => Reading.Refuses(XmlViolation.NotWellFormed, text);
}
