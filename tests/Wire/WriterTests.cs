using System.Text;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

public sealed class WriterTests
{
    private static readonly Element Message = new(Namespaces.Server, "message");

    [Fact]
    public void A_stream_is_written_with_its_declaration_and_its_end()
    {
        var root = Writing.Root with
        {
            Attributes = [new(new("", "to"), "b.example"), new(new(Namespaces.Xml, "lang"), "en")],
        };
        Assert.Equal(
            "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'"
            + " xmlns:db='jabber:server:dialback' to='b.example' xml:lang='en'></stream:stream>",
            Encoding.UTF8.GetString(Writing.Bytes([root, new WireItem.Ended()])));
    }

    // RFC 6120 4.8.5: "MUST NOT generate namespace prefixes for elements qualified by the content namespace".
    [Fact]
    public void The_content_namespace_has_no_prefix() =>
        Assert.Equal("<message to='a'><body>t</body></message>", Writing.Text(
            Message.With("to", "a").With(new Element(Namespaces.Server, "body").WithText("t"))));

    [Fact]
    public void A_namespace_bound_on_the_root_has_its_prefix()
    {
        Assert.Equal(
            "<db:result>k</db:result>",
            Writing.Text(new Element(Namespaces.Dialback, "result").WithText("k")));
        Assert.Equal(
            "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
            + "</stream:features>",
            Writing.Text(new Element(Namespaces.Streams, "features").With(
                new Element(Namespaces.Tls, "starttls").With(new Element(Namespaces.Tls, "required")))));
    }

    [Fact]
    public void Another_namespace_is_declared_where_it_begins_and_undone_where_it_ends() =>
        Assert.Equal(
            "<message><x xmlns='u'><y/><message xmlns='jabber:server'/><z xmlns=''/><db:key/></x><body/></message>",
            Writing.Text(Message
                .With(new Element("u", "x")
                    .With(new Element("u", "y"))
                    .With(Message)
                    .With(new Element("", "z"))
                    .With(new Element(Namespaces.Dialback, "key")))
                .With(new Element(Namespaces.Server, "body"))));

    // RFC 6120 4.8.5: "an entity MUST ensure that such namespaces are properly declared [...] when routing".
    [Fact]
    public void An_element_read_from_one_stream_is_declared_anew_on_another()
    {
        var items = Reading.All(
            "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:server' xmlns:p='urn:p'"
            + " xmlns:j='jabber:server'><j:message><p:x p:a='1'/></j:message>");
        var element = Assert.IsType<WireItem.Whole>(items[1]).Element;
        Assert.Equal("<message><x xmlns='urn:p' xmlns:ns0='urn:p' ns0:a='1'/></message>", Writing.Text(element));
    }

    [Fact]
    public void Attributes_in_namespaces_get_prefixes_of_their_own()
    {
        var element = Message with
        {
            Attributes =
            [
                new(new("u", "a"), "1"), new(new("v", "a"), "2"), new(new("u", "b"), "3"),
                new(new(Namespaces.Xml, "lang"), "de"), new(new(Namespaces.Dialback, "c"), "4"),
            ],
        };
        Assert.Equal(
            "<message xmlns:ns0='u' ns0:a='1' xmlns:ns1='v' ns1:a='2' ns0:b='3' xml:lang='de' db:c='4'/>",
            Writing.Text(element));
    }

    [Fact]
    public void What_means_something_to_XML_is_escaped() =>
        Assert.Equal(
            "<message a='&lt;&gt;&amp;&apos;&quot;&#9;&#10;&#13;\u20AC'>"
            + "&lt;]]&gt;&amp;'\"\t\n&#13;\U0001F600</message>",
            Writing.Text(Message.With("a", "<>&'\"\t\n\r\u20AC").WithText("<]]>&'\"\t\n\r\U0001F600")));

    public static TheoryData<string> NoCharacters =>
        ["\0", "\u0001", "\u001F", "\uFFFE", "\uFFFF", "x\uD800", "\uDC00x", "\uD800&\uDC00"];

    // RFC 6120 11.3: "An XMPP entity MUST NOT generate data that is not XML-well-formed".
    [Theory]
    [MemberData(nameof(NoCharacters))]
    public void What_is_no_character_is_not_written(string text)
    {
        Throws(Message.WithText(text));
        Throws(Message.With("a", text));
        Throws(new Element(text, "a"));
        Throws(new Element(Namespaces.Server, text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a><b")]
    [InlineData("1")]
    public void What_is_no_name_is_not_written(string name)
    {
        Throws(new Element(Namespaces.Server, name));
        Throws(Message.With(name, "1"));
    }

    [Fact]
    public void What_is_not_namespace_well_formed_is_not_written()
    {
        Throws(Message.With("a", "1").With("a", "2"));
        Throws(Message.With("xmlns", "u"));
        Throws(new Element("http://www.w3.org/2000/xmlns/", "a"));
        Throws(Message with { Attributes = [new(new("http://www.w3.org/2000/xmlns/", "a"), "u")] });
    }

    [Fact]
    public void A_root_is_written_only_as_declared()
    {
        Throws(Writing.Root with { Prefix = "s" });
        Throws(Writing.Root with { Prefix = "db" });
        Throws(Writing.Root with { Prefix = "" });
        Throws(Writing.Root with { Attributes = [new(new("urn:undeclared", "a"), "1")] });
        Throws(Writing.Root with { Declarations = Writing.Root.Declarations.Add(new("db", "urn:again")) });
        Throws(Writing.Root with { Declarations = Writing.Root.Declarations.Add(new("x", "")) });
    }

    [Fact]
    public void Nothing_is_written_outside_of_the_root()
    {
        Throws(new WireItem.Whole(Message));
        Throws(new WireItem.Ended());
        Throws(Writing.Root, new WireItem.Ended(), new WireItem.Whole(Message));
        Throws(Writing.Root, new WireItem.Broken(XmlViolation.NotWellFormed, ""));
    }

    // RFC 6120 4.3.3: the new stream needs no end of the old one.
    [Fact]
    public void A_second_root_replaces_the_first() =>
        Assert.EndsWith("><result xmlns='jabber:server:dialback'/>", Encoding.UTF8.GetString(Writing.Bytes(
        [
            Writing.Root,
            Writing.Root with { Declarations = [new("stream", Namespaces.Streams)] },
            new WireItem.Whole(new Element(Namespaces.Dialback, "result")),
        ])));

    private static void Throws(Element element) => Throws(Writing.Root, new WireItem.Whole(element));

    private static void Throws(params WireItem[] items) =>
        Assert.Throws<InvalidOperationException>(() => Writing.Bytes(items));
}
