using System.Globalization;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>Writes an element and everything in it, declaring each namespace that the root does not.</summary>
internal readonly struct ElementMarkup(MarkupWriter writer, RootContext root)
{
    /// <summary>Writes an element.</summary>
    /// <param name="element">What to write.</param>
    /// <param name="inherited">The default namespace in force around it.</param>
    public void Write(Element element, string inherited)
    {
        var prefix = root.ElementPrefix(element.Namespace) ?? "";
        var current = prefix.Length == 0 ? element.Namespace : inherited;
        writer.Raw("<"u8);
        writer.Name(prefix, element.Local);
        if (current != inherited)
        {
            Declare(new NamespaceDeclaration("", current));
        }

        Attributes(element.Attributes);
        if (element.Children.IsEmpty)
        {
            writer.Raw("/>"u8);
            return;
        }

        writer.Raw(">"u8);
        foreach (var child in element.Children)
        {
            Child(child, current);
        }

        writer.Raw("</"u8);
        writer.Name(prefix, element.Local);
        writer.Raw(">"u8);
    }

    /// <summary>Writes attributes in their order, each prefix that is needed declared just before.</summary>
    public void Attributes(Seq<XmlAttribute> attributes)
    {
        Seq<NamespaceDeclaration> generated = [];
        for (var i = 0; i < attributes.Count; i++)
        {
            var (name, value) = attributes[i];
            RefuseRepeated(attributes, i);
            writer.Attribute(name.Namespace.Length == 0 ? "" : Prefix(name.Namespace, ref generated), name.Local, value);
        }
    }

    private void Child(XmlNode child, string inherited)
    {
        if (child is Element element)
        {
            Write(element, inherited);
        }
        else if (child is XmlText text)
        {
            writer.Text(text.Value);
        }
    }

    /// <summary>
    /// Only attributes need prefixes of our own making, and only those of the same tag use them, so that one tag
    /// may give a prefix another meaning than the tag around it. Those of the root stay untouched.
    /// </summary>
    private string Prefix(string ns, ref Seq<NamespaceDeclaration> generated)
    {
        if (root.AttributePrefix(ns) is { } bound)
        {
            return bound;
        }

        foreach (var declaration in generated)
        {
            if (declaration.Namespace == ns)
            {
                return declaration.Prefix;
            }
        }

        var number = generated.Count;
        var prefix = "";
        do
        {
            prefix = "ns" + number++.ToString(CultureInfo.InvariantCulture);
        }
        while (root.Bound(prefix) is not null || generated.Any(d => d.Prefix == prefix));

        generated = generated.Add(new NamespaceDeclaration(prefix, ns));
        Declare(generated[^1]);
        return prefix;
    }

    private void Declare(NamespaceDeclaration declaration)
    {
        if (!XmlReserved.Allows(declaration))
        {
            throw new InvalidOperationException("a namespace that cannot be declared");
        }

        writer.Declaration(declaration.Prefix, declaration.Namespace);
    }

    /// <summary>XML 3.1: "An attribute name MUST NOT appear more than once in the same start-tag".</summary>
    private static void RefuseRepeated(Seq<XmlAttribute> attributes, int index)
    {
        var name = attributes[index].Name;
        if (name == new XmlName("", "xmlns"))
        {
            throw new InvalidOperationException("a namespace declaration is no attribute");
        }

        for (var i = 0; i < index; i++)
        {
            if (attributes[i].Name == name)
            {
                throw new InvalidOperationException("an attribute twice");
            }
        }
    }
}
