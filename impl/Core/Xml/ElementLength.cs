using System.Buffers;
using System.Text;

namespace Xmpp.Federation.Core.Xml;

/// <summary>
/// How many bytes an element is on one of our streams, without writing it: never fewer than are written, and exactly as
/// many unless attributes are in namespaces, where each is taken to need a declaration of its own.
/// </summary>
internal static class ElementLength
{
    // A prefix of our own making and its declaration: ` xmlns:nsN=''` and `nsN:`, with a number of up to four digits.
    private const int GeneratedPrefix = 27;

    private static readonly SearchValues<char> Specials = SearchValues.Create("&<>'\"\t\n\r");

    public static long Of(Element element) => Of(element, Namespaces.Server);

    private static long Of(Element element, string inherited)
    {
        var prefix = PrefixLength(element.Namespace);
        var current = prefix == 0 ? element.Namespace : inherited;
        var name = prefix + Bytes(element.Local);
        var length = name + (current == inherited ? 0 : " xmlns=''".Length + Escaped(current, inAttribute: true));
        foreach (var attribute in element.Attributes)
        {
            length += Of(attribute);
        }

        if (element.Children.IsEmpty)
        {
            return length + "</>".Length;
        }

        foreach (var child in element.Children)
        {
            length += child switch
            {
                Element inner => Of(inner, current),
                XmlText text => Escaped(text.Value, inAttribute: false),
                _ => 0,
            };
        }

        return length + name + "<></>".Length;
    }

    // The prefixes that our header declares, colon included; all other elements go without.
    private static int PrefixLength(string ns) => ns switch
    {
        Namespaces.Streams => "stream:".Length,
        Namespaces.Dialback => "db:".Length,
        Namespaces.Xml => "xml:".Length,
        _ => 0,
    };

    private static long Of(XmlAttribute attribute)
    {
        var bare = " =''".Length + Bytes(attribute.Name.Local) + Escaped(attribute.Value, inAttribute: true);
        return attribute.Name.Namespace switch
        {
            "" => bare,
            var ns when PrefixLength(ns) is var declared and > 0 => bare + declared,
            var ns => bare + GeneratedPrefix + Escaped(ns, inAttribute: true),
        };
    }

    private static long Escaped(ReadOnlySpan<char> text, bool inAttribute)
    {
        long length = Encoding.UTF8.GetByteCount(text);
        for (var next = text.IndexOfAny(Specials); next >= 0; next = text.IndexOfAny(Specials))
        {
            length += MoreFor(text[next], inAttribute);
            text = text[(next + 1)..];
        }

        return length;
    }

    // How much longer a character is when it is escaped.
    private static int MoreFor(char c, bool inAttribute) => (c, inAttribute) switch
    {
        ('&', _) => "&amp;".Length - 1,
        ('<' or '>', _) => "&lt;".Length - 1,
        ('\r', _) => "&#13;".Length - 1,
        ('"' or '\'', true) => "&quot;".Length - 1,
        ('\t', true) => "&#9;".Length - 1,
        ('\n', true) => "&#10;".Length - 1,
        _ => 0,
    };

    private static int Bytes(string name) => Encoding.UTF8.GetByteCount(name);
}
