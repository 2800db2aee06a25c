using System.Xml;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;
using XmlAttribute = Xmpp.Federation.Core.Xml.XmlAttribute;
using XmlNode = Xmpp.Federation.Core.Xml.XmlNode;
using XmlText = Xmpp.Federation.Core.Xml.XmlText;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>The same document by the reader of .NET, which knows all of XML, and by ours.</summary>
internal static class Oracle
{
    private static readonly ReaderLimits Large = new(1_000_000, 200, 200);

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit };

    /// <summary>The root with everything in it as .NET reads it; null if it refuses.</summary>
    public static Element? ByDotNet(byte[] document)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(document), Settings);
            reader.MoveToContent();
            var root = Read(reader);
            while (reader.Read())
            {
                // Only what stands behind the root: the reader throws at anything that must not.
            }

            return root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The root with everything in it as we read it, and if we do not, why.</summary>
    public static (Element? Root, WireItem.Broken? Broken) ByUs(byte[] document)
    {
        var reader = new ElementReader(Large);
        reader.Feed(document);
        var items = Reading.Drain(reader);
        if (items.LastOrDefault() is not WireItem.Ended || reader.HasBuffered || items[0] is not WireItem.Opened root)
        {
            return (null, items.LastOrDefault() as WireItem.Broken);
        }

        var children = items.OfType<WireItem.Whole>().Select(XmlNode (item) => item.Element);
        return (new Element(root.Name, root.Attributes, children.ToSeq()), null);
    }

    private static Element Read(XmlReader reader)
    {
        var name = new XmlName(reader.NamespaceURI, reader.LocalName);
        var isEmpty = reader.IsEmptyElement;
        var attributes = ReadAttributes(reader);
        var children = new List<XmlNode>();
        while (!isEmpty && reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    children.Add(Read(reader));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    AddText(children, reader.Value);
                    break;
            }
        }

        return new Element(name, attributes, children.ToSeq());
    }

    private static Seq<XmlAttribute> ReadAttributes(XmlReader reader)
    {
        var attributes = new List<XmlAttribute>();
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI != XmlReserved.XmlnsNamespace)
            {
                attributes.Add(new XmlAttribute(new XmlName(reader.NamespaceURI, reader.LocalName), reader.Value));
            }
        }

        reader.MoveToElement();
        return attributes.ToSeq();
    }

    private static void AddText(List<XmlNode> children, string text)
    {
        if (children.LastOrDefault() is XmlText before)
        {
            children[^1] = new XmlText(before.Value + text);
        }
        else if (text.Length > 0)
        {
            children.Add(new XmlText(text));
        }
    }
}
