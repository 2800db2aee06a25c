using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Core.Xml;

/// <summary>A name resolved to its namespace; the empty namespace means none.</summary>
internal readonly record struct XmlName(string Namespace, string Local)
{
    public override string ToString() => Namespace.Length == 0 ? Local : $"{{{Namespace}}}{Local}";
}

/// <summary>An attribute whose name is resolved; an unprefixed attribute is in no namespace.</summary>
internal readonly record struct XmlAttribute(XmlName Name, string Value);

/// <summary>What an element contains: character data or further elements.</summary>
internal abstract record XmlNode;

/// <summary>Character data, entities resolved.</summary>
internal sealed record XmlText(string Value) : XmlNode;

/// <summary>
/// An element by content: names resolved to namespaces, prefixes forgotten, attributes in document order
/// without the namespace declarations.
/// </summary>
internal sealed record Element(XmlName Name, Seq<XmlAttribute> Attributes, Seq<XmlNode> Children) : XmlNode
{
    public Element(string ns, string local)
        : this(new XmlName(ns, local), [], [])
    {
    }

    public string Namespace => Name.Namespace;

    public string Local => Name.Local;

    /// <summary>The child elements, character data left out.</summary>
    public IEnumerable<Element> Elements => Children.OfType<Element>();

    /// <summary>The character data directly inside, concatenated.</summary>
    public string Text => Children.Count == 1 && Children[0] is XmlText only
        ? only.Value
        : string.Concat(Children.OfType<XmlText>().Select(t => t.Value));

    /// <summary>The value of an attribute that is in no namespace, or null.</summary>
    public string? Attribute(string local) => Attribute(new XmlName("", local));

    public string? Attribute(XmlName name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name)
            {
                return attribute.Value;
            }
        }

        return null;
    }

    public bool Is(string ns, string local) => Local == local && Namespace == ns;

    public Element? Child(string ns, string local)
    {
        foreach (var child in Children)
        {
            if (child is Element element && element.Is(ns, local))
            {
                return element;
            }
        }

        return null;
    }

    /// <summary>This element with one more attribute; a null value adds nothing.</summary>
    public Element With(string local, string? value) =>
        value is null ? this : this with { Attributes = Attributes.Add(new XmlAttribute(new XmlName("", local), value)) };

    public Element With(XmlNode child) => this with { Children = Children.Add(child) };

    public Element WithText(string text) => With(new XmlText(text));
}
