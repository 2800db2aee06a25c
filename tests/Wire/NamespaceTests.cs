using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>RFC 6120 11.3: "MUST NOT accept data that is not namespace-well-formed".</summary>
public sealed class NamespaceTests
{
    [Theory]
    [InlineData("<message><foo:body>What is this foo?</foo:body></message>")] // RFC 6120 4.9.3.13
    [InlineData("<a foo:b='1'/>")]
    [InlineData("<a:b:c xmlns:a='u' xmlns:b='v'/>")]
    [InlineData("<:a/>")]
    [InlineData("<a:/>")]
    [InlineData("<a :b='1'/>")]
    [InlineData("<a><b xmlns:x='u'/><x:c/></a>")]
    [InlineData("<xmlns:a/>")]
    public void A_prefix_is_declared(string text) => Reading.Refuses(XmlViolation.NotWellFormed, text);

    [Theory]
    [InlineData("<a xmlns:b=''/>")]
    [InlineData("<a xmlns:xmlns='u'/>")]
    [InlineData("<a xmlns:xml='u'/>")]
    [InlineData("<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns:b='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<a xmlns='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<a xmlns='u' xmlns='v'/>")]
    [InlineData("<a xmlns:b='u' xmlns:b='u'/>")]
    [InlineData("<a xmlns:='u'/>")]
    [InlineData("<a xmlns:b:c='u'/>")]
    public void A_declaration_is_legal(string text) => Reading.Refuses(XmlViolation.NotWellFormed, text);

    [Fact]
    public void Attributes_are_unique_by_expanded_name()
    {
        Reading.Refuses(XmlViolation.NotWellFormed, "<a xmlns:b='u' xmlns:c='u' b:d='1' c:d='2'/>");
        Assert.Equal(2, Reading.Element("<a xmlns='u' xmlns:b='u' b:d='1' d='2'/>").Attributes.Count);
    }

    [Fact]
    public void Names_are_resolved_in_their_scope()
    {
        var element = Reading.Element(
            "<a:a xmlns:a='u'><b xmlns='v' a:x='1' x='2'><a:c xmlns:a='w'/><d xmlns=''/><a:e/></b><f/></a:a>");
        Assert.Equal(new XmlName("u", "a"), element.Name);
        var b = element.Child("v", "b");
        Assert.NotNull(b);
        Assert.Equal(("1", "2"), (b.Attribute(new XmlName("u", "x")), b.Attribute("x")));
        Assert.Equal(
            [new XmlName("w", "c"), new XmlName("", "d"), new XmlName("u", "e")],
            b.Elements.Select(e => e.Name));
        Assert.NotNull(element.Child(Namespaces.Server, "f"));
    }

    [Fact]
    public void The_prefix_xml_needs_no_declaration()
    {
        Assert.Equal("de", Reading.Element("<a xml:lang='de'/>").Attribute(new XmlName(Namespaces.Xml, "lang")));
        Assert.Equal(
            "de",
            Reading.Element("<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='de'/>")
                .Attribute(new XmlName(Namespaces.Xml, "lang")));
    }

    [Fact]
    public void A_declaration_holds_from_the_start_of_its_tag() =>
        Assert.Equal("u", Reading.Element("<a:b a:c='1' xmlns:a='u'/>").Namespace);

    [Fact]
    public void A_namespace_name_is_a_decoded_value() =>
        Assert.Equal("u&v w", Reading.Element("<a xmlns='u&amp;v\tw'/>").Namespace);

    [Fact]
    public void The_root_is_handed_over_as_written()
    {
        var root = Assert.IsType<WireItem.Opened>(Reading.All(
            "<s:stream xmlns:s='http://etherx.jabber.org/streams' to='a.example' xmlns='jabber:server'"
            + " xml:lang='en'>")[0]);
        Assert.Equal(new XmlName(Namespaces.Streams, "stream"), root.Name);
        Assert.Equal("s", root.Prefix);
        Assert.Equal(
            [new NamespaceDeclaration("s", Namespaces.Streams), new NamespaceDeclaration("", Namespaces.Server)],
            root.Declarations);
        Assert.Equal(
            [
                new XmlAttribute(new XmlName("", "to"), "a.example"),
                new XmlAttribute(new XmlName(Namespaces.Xml, "lang"), "en"),
            ],
            root.Attributes);
    }

    // RFC 6120 4.8.5: "Namespaces declared in a stream header MUST apply only to that stream".
    [Fact]
    public void A_restart_forgets_the_declarations_of_the_root()
    {
        var reader = Reading.Opened();
        reader.Restart();
        reader.Feed("<r><db:result/>"u8);
        Assert.True(reader.TryRead(out var root));
        Assert.Equal(new XmlName("", "r"), Assert.IsType<WireItem.Opened>(root).Name);
        Assert.True(reader.TryRead(out var item));
        Assert.Equal(XmlViolation.NotWellFormed, Assert.IsType<WireItem.Broken>(item).Violation);
    }
}
