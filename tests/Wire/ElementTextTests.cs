using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

public sealed class ElementTextTests
{
    [Fact]
    public void An_element_is_rendered_with_every_declaration()
    {
        var element = new Element(Namespaces.Server, "message").With(new Element(Namespaces.Dialback, "key"));
        Assert.Equal(
            "<message xmlns='jabber:server'><key xmlns='jabber:server:dialback'/></message>",
            ElementText.Render(element));
        Assert.Equal(
            "<message><key xmlns='jabber:server:dialback'/></message>",
            ElementText.Render(element, Namespaces.Server));
    }

    [Theory]
    [InlineData("<message to='a'/>")]
    [InlineData(" \r\n<message to='a'></message>\t")]
    [InlineData("<x:message xmlns:x='jabber:server' to='&#97;'/>")]
    public void One_element_is_parsed_in_the_default_namespace(string text)
    {
        Assert.True(Parse(text, out var element, out var broken));
        Assert.Equal(new Element(Namespaces.Server, "message").With("to", "a"), element);
        Assert.Null(broken);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData("<a>", null)]
    [InlineData("<a/><", null)]
    [InlineData("<a/><b/>", null)]
    [InlineData("<a/>x", XmlViolation.NotWellFormed)]
    [InlineData("text", XmlViolation.NotWellFormed)]
    [InlineData("</a>", XmlViolation.NotWellFormed)]
    [InlineData("</>", XmlViolation.NotWellFormed)]
    [InlineData("<a/></stream:stream>", XmlViolation.NotWellFormed)]
    [InlineData("<a></b>", XmlViolation.NotWellFormed)]
    [InlineData("<?xml version='1.0'?><a/>", XmlViolation.NotWellFormed)]
    [InlineData("<stream:error/>", XmlViolation.NotWellFormed)]
    [InlineData("<!--x--><a/>", XmlViolation.RestrictedXml)]
    public void Anything_but_one_element_is_refused(string text, object? violation)
    {
        Assert.False(Parse(text, out var element, out var broken));
        Assert.Null(element);
        Assert.Equal(violation, broken?.Violation);
    }

    private static bool Parse(string text, out Element? element, out WireItem.Broken? broken) =>
        ElementText.TryParse(Reading.Utf8(text), Namespaces.Server, Reading.Limits, out element, out broken);
}
