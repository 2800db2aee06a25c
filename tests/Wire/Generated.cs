using FsCheck;
using FsCheck.Fluent;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>
/// Generators of what a stream may carry, in the form in which it is read back: text nodes neither empty nor
/// adjacent, attributes unique, prefixes forgotten.
/// </summary>
public static class Generated
{
    /// <summary>A name by the fifth edition of XML 1.0, where .NET has stayed with the fourth.</summary>
    public const string NameBeyondDotNet = "\U00010000x\U000EFFFF";

    private static readonly string[] SomeNamespaces =
    [
        "", Namespaces.Server, Namespaces.Server, Namespaces.Streams, Namespaces.Dialback, Namespaces.Client,
        Namespaces.Xml, "urn:x", "a&b <'\">", "http://\u00E9xample/\U0001F600", " ", "urn:\r\n\t",
    ];

    private static readonly string[] SomeNames =
    [
        "a", "message", "b.c-d_1", "\u00E9l\u00E9ment", "\u6D88\u606F", NameBeyondDotNet, "xmlns", "xml", "_", "ns0",
        "ns1",
    ];

    private static readonly string[] SomeText =
    [
        "x", " ", "\n", "\r", "\r\n", "\t", "&", "<", ">", "'", "\"", "]]>", "]", "&amp;", "&#65;", "\u00E9", "\u20AC",
        "\uFEFF", "\u0085", "\u2028", "\uFFFD", "\U0001F600", "\U0010FFFF", "\u007F", "hello world", "<!--",
        "<![CDATA[",
    ];

    private static readonly string[] Fragments =
    [
        "<", ">", "</", "/>", "/", "a", "b", "<a", "<b", "<a>", "<a>", "<b>", "</a>", "</a>", "</b>", "<a/>", "=", "'",
        "\"", " x='", " x=\"1\"", " y=''", " xmlns='", " xmlns:p='u'", "p:", ":", "<p:a/>", "&", ";", "&amp;", "&#",
        "&#x9;", "&b;", "<!--", "-->", "-", "<!", "<![CDATA[", "]]>", "]", "<!DOCTYPE", "<?", "<?xml",
        " version='1.0'", "?>", "?", "x", " ", "\r", "\n", "\t", "\0", "\u00E9", "\u20AC", "\uFFFE", "\U0001F600",
    ];

    private static readonly string[] SomeAttributes =
    [
        " xml:lang='en'", " xmlns='u'", " xmlns='v'", " xmlns:p='w'", " p:x='1'", " stream:x='2'", " x='3'", " id='\u00E9'",
        " from='a'", " to='b'", " type='c'", " token='d'", " version='e'",
    ];

    public static Arbitrary<Tree> Trees() =>
        Arb.From(Gen.Sized(size => Elements(Math.Min(4, size / 8))).Select(e => new Tree(e)));

    public static Arbitrary<Conversation> Conversations() => Arb.From(
        from root in Roots()
        from elements in Elements(3).ListOf().Resize(6)
        from ended in Gen.Elements(true, false)
        let end = ended ? (WireItem[])[new WireItem.Ended()] : []
        select new Conversation([root, .. elements.Select(e => new WireItem.Whole(e)), .. end]));

    public static Arbitrary<Soup> Soups() => Arb.From(
        from fragments in Gen.Elements(Fragments).ListOf()
        select new Soup("<r xmlns:p='u'><e>" + string.Concat(fragments) + "</e></r>"));

    /// <summary>Elements whose attributes and declarations stand in any order, as nobody writes them who is well.</summary>
    public static Arbitrary<Unordered> Unordereds() => Arb.From(
        from outer in Tags()
        from inner in Tags()
        from second in Tags()
        select new Unordered($"<{outer}><{inner}/><{second}>x</{second.Split(' ')[0]}><b/></{outer.Split(' ')[0]}>"));

    private static Gen<string> Tags() =>
        from name in Gen.Elements("a", "message", "stream:a", "p:a")
        from attributes in Gen.SubListOf(SomeAttributes)
        from shuffled in Gen.Shuffle(attributes.ToArray())
        select name + string.Concat(shuffled);

    private static Gen<string> Texts() => Gen.Elements(SomeText).NonEmptyListOf().Resize(6).Select(string.Concat);

    private static Gen<XmlAttribute> Attributes() =>
        from ns in Gen.Frequency((3, Gen.Constant("")), (2, Gen.Elements(SomeNamespaces)))
        from local in Gen.Elements(SomeNames)
        from value in Gen.OneOf(Gen.Constant(""), Texts())
        where (ns, local) != ("", "xmlns")
        select new XmlAttribute(new XmlName(ns, local), value);

    private static Gen<Seq<XmlAttribute>> AttributeLists() =>
        Attributes().ListOf().Resize(4).Select(list => list.DistinctBy(a => a.Name).ToSeq());

    private static Gen<Element> Elements(int depth) =>
        from ns in Gen.Elements(SomeNamespaces)
        from local in Gen.Elements(SomeNames)
        from attributes in AttributeLists()
        from children in depth == 0 ? Gen.Constant<IList<XmlNode>>([]) : NodeLists(depth - 1)
        select new Element(new XmlName(ns, local), attributes, Merged(children));

    private static Gen<XmlNode> Nodes(int depth) =>
        Gen.OneOf(Texts().Select(XmlNode (t) => new XmlText(t)), Elements(depth).Select(XmlNode (e) => e));

    private static Gen<IList<XmlNode>> NodeLists(int depth) =>
        Nodes(depth).ListOf().Resize(4).Select(IList<XmlNode> (list) => [.. list]);

    private static Seq<XmlNode> Merged(IList<XmlNode> nodes)
    {
        var merged = new List<XmlNode>();
        foreach (var node in nodes)
        {
            if (node is XmlText text && merged.LastOrDefault() is XmlText before)
            {
                merged[^1] = new XmlText(before.Value + text.Value);
            }
            else
            {
                merged.Add(node);
            }
        }

        return merged.ToSeq();
    }

    /// <summary>Roots as we and others send them, and a few that only XML allows.</summary>
    private static Gen<WireItem.Opened> Roots() =>
        from declarations in Gen.Elements<Seq<NamespaceDeclaration>>(
            [new("", Namespaces.Server), new("stream", Namespaces.Streams), new("db", Namespaces.Dialback)],
            [new("stream", Namespaces.Streams), new("", Namespaces.Server), new("other", Namespaces.Server)],
            [new("stream", Namespaces.Streams), new("ns0", "urn:x"), new("xml", Namespaces.Xml)],
            [new("", "urn:x"), new("stream", Namespaces.Streams), new("x", "urn:x")])
        from attributes in AttributeLists()
        select new WireItem.Opened(
            new XmlName(Namespaces.Streams, "stream"),
            "stream",
            attributes.Where(a => Expressible(a.Name.Namespace, declarations)).ToSeq(),
            declarations);

    private static bool Expressible(string ns, Seq<NamespaceDeclaration> declarations) =>
        ns is "" or Namespaces.Xml || declarations.Any(d => d.Namespace == ns && d.Prefix.Length > 0);
}

/// <summary>An element to be written.</summary>
public sealed record Tree
{
    internal Tree(Element element) => Element = element;

    internal Element Element { get; }

    public override string ToString() => ElementText.Render(Element);
}

/// <summary>A stream from its open tag on.</summary>
public sealed record Conversation
{
    internal Conversation(Seq<WireItem> items) => Items = items;

    internal Seq<WireItem> Items { get; }

    public override string ToString() => System.Text.Encoding.UTF8.GetString(Writing.Bytes(Items));
}

/// <summary>Pieces of markup in any order.</summary>
public sealed record Soup(string Text);

/// <summary>An element, well-formed or not.</summary>
public sealed record Unordered(string Text);
