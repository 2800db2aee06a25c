using System.Runtime.InteropServices;
using System.Xml;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;
using XmlAttribute = Xmpp.Federation.Core.Xml.XmlAttribute;
using XmlNode = Xmpp.Federation.Core.Xml.XmlNode;
using XmlText = Xmpp.Federation.Core.Xml.XmlText;

namespace Xmpp.Federation.Benchmarks.Reader;

/// <summary>What a server that reads with <see cref="XmlReader"/> would do to hand over whole stanzas.</summary>
internal sealed class Elements(XmlReader reader)
{
    private readonly List<XmlAttribute> _attributes = [];

    /// <summary>The children of all open elements, those of the innermost one last.</summary>
    private readonly List<XmlNode> _nodes = [];

    /// <summary>The element that the reader stands on, which goes on to what is behind it.</summary>
    public Element Read()
    {
        var name = NameOf();
        var isEmpty = reader.IsEmptyElement;
        var attributes = Attributes();
        var first = _nodes.Count;
        reader.Read();
        while (!isEmpty && reader.NodeType != XmlNodeType.EndElement)
        {
            _nodes.Add(reader.NodeType == XmlNodeType.Element ? Read() : Text());
        }

        if (!isEmpty)
        {
            reader.Read();
        }

        var children = CollectionsMarshal.AsSpan(_nodes)[first..];
        var element = new Element(name, attributes, Seq.Of<XmlNode>(children));
        _nodes.RemoveRange(first, children.Length);
        return element;
    }

    private Seq<XmlAttribute> Attributes()
    {
        _attributes.Clear();
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
            {
                _attributes.Add(new XmlAttribute(NameOf(), reader.Value));
            }
        }

        return Seq.Of<XmlAttribute>(CollectionsMarshal.AsSpan(_attributes));
    }

    private XmlText Text()
    {
        var text = new XmlText(reader.Value);
        reader.Read();
        return text;
    }

    private XmlName NameOf() => new(reader.NamespaceURI, reader.LocalName);
}
