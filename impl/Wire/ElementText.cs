using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>An element as text that stands alone: in a log, in a trace, from an application.</summary>
internal static class ElementText
{
    /// <summary>The element with every declaration it needs.</summary>
    /// <param name="element">What to render.</param>
    /// <param name="defaultNamespace">A default namespace that the reader of the text takes for granted.</param>
    public static string Render(Element element, string defaultNamespace = "")
    {
        var output = new ArrayBufferWriter<byte>();
        new ElementMarkup(new MarkupWriter(output), RootContext.None).Write(element, defaultNamespace);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Parses exactly one element, white space around it allowed, as strictly as one from a peer.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="defaultNamespace">The namespace of elements that declare none and have no prefix.</param>
    /// <param name="limits">The bounds of size, depth and attributes.</param>
    /// <param name="element">The element.</param>
    /// <param name="broken">Why there is none; null if the text ends early or holds more than one element.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8,
        string defaultNamespace,
        ReaderLimits limits,
        [NotNullWhen(true)] out Element? element,
        out WireItem.Broken? broken)
    {
        var reader = ElementReader.Inside(defaultNamespace, limits);
        reader.Feed(utf8);
        reader.TryRead(out var first);
        var more = reader.TryRead(out var second) || reader.HasBuffered;
        broken = first as WireItem.Broken ?? second as WireItem.Broken;
        element = more ? null : (first as WireItem.Whole)?.Element;
        return element is not null;
    }
}
