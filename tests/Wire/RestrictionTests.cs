using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>
/// RFC 6120 11.1 item 2: "MUST close the stream with a stream error, which SHOULD be &lt;restricted-xml/&gt;".
/// </summary>
public sealed class RestrictionTests
{
    [Theory]
    [InlineData("<!-- between elements -->")]
    [InlineData("<message><!-- inside --></message>")]
    [InlineData("<message/><!---->", 1)]
    public void A_comment_is_restricted_XML(string text, int before = 0) => Restricted(text, before);

    [Fact]
    public void A_comment_is_refused_as_soon_as_it_begins() =>
        Reading.Refuses(XmlViolation.RestrictedXml, "<a>text<!--");

    [Theory]
    [InlineData("<?php echo?>")]
    [InlineData("<a><?x?></a>")]
    [InlineData("<?xml-stylesheet href='a'?>")]
    [InlineData("<?xmlish?>")]
    [InlineData("<?y")]
    public void A_processing_instruction_is_restricted_XML(string text) => Restricted(text, 0);

    [Theory]
    [InlineData("<!DOCTYPE html>")]
    [InlineData("<!DOCTYPE stream [<!ENTITY lol 'lol'>]><stream/>")]
    [InlineData("<?xml version='1.0'?><!DOCTYPE")]
    public void A_document_type_declaration_is_restricted_XML(string text) =>
        Reading.RefusesDocument(XmlViolation.RestrictedXml, text);

    [Theory]
    [InlineData("<a>&nbsp;</a>")]
    [InlineData("<a b='&lol;'/>")]
    [InlineData("<a xmlns='&lol;'/>")]
    [InlineData("<a>&LT;</a>")]
    public void An_entity_that_is_not_predefined_is_restricted_XML(string text) => Restricted(text, 0);

    [Fact]
    public void The_predefined_entities_are_resolved()
    {
        var element = Reading.Element("<a b='&lt;&gt;&amp;&quot;&apos;'>&lt;&gt;&amp;&quot;&apos;</a>");
        Assert.Equal("<>&\"'", element.Text);
        Assert.Equal("<>&\"'", element.Attribute("b"));
    }

    [Fact]
    public void A_CDATA_section_is_text()
    {
        var element = Reading.Element("<a>1<![CDATA[<b>&amp;]]]]><![CDATA[>\r\n]]>2</a>");
        Assert.Equal([new XmlText("1<b>&amp;]]>\n2")], element.Children);
    }

    [Fact]
    public void An_empty_CDATA_section_is_nothing() => Assert.Empty(Reading.Element("<a><![CDATA[]]></a>").Children);

    private static void Restricted(string text, int before)
    {
        var reader = Reading.Opened();
        reader.Feed(Reading.Utf8(text));
        var items = Reading.Drain(reader);
        Assert.Equal(before + 1, items.Count);
        Assert.Equal(XmlViolation.RestrictedXml, Assert.IsType<WireItem.Broken>(items[^1]).Violation);
    }
}
