using System.Runtime.InteropServices;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>
/// Puts the tokens of a stream together: the open tag of the root, then one first-level element at a time. Each
/// token is judged when it arrives, so that a peer hears of its mistake although the element never ends.
/// </summary>
internal sealed class ElementBuilder
{
    private readonly NameTable _names = new();
    private readonly CharacterBuffer _text = new();
    private readonly NamespaceScope _scope = new();
    private readonly OpenTag _tag = new();
    private readonly TagResolver _resolver;
    private readonly FastLane _fastLane;
    private readonly List<OpenElement> _open = [];

    /// <summary>The children of all open elements, those of the innermost one last.</summary>
    private readonly List<XmlNode> _nodes = [];

    private byte[] _rootName = [];

    public ElementBuilder()
    {
        _resolver = new TagResolver(_names, new CharacterBuffer());
        _fastLane = new FastLane(_names, _scope, _text);
    }

    /// <summary>How many elements below the root are open.</summary>
    public int Depth => _open.Count;

    /// <summary>Forgets the root and everything in it.</summary>
    public void Restart()
    {
        Abandon();
        _rootName = [];
        _scope.Return(NamespaceScope.Nothing);
    }

    /// <summary>Takes a default namespace to be declared around the first-level elements.</summary>
    public void DeclareDefault(string ns) => _scope.Declare(new NamespaceDeclaration("", ns));

    /// <summary>Takes an open tag as that of the root.</summary>
    public WireItem.Broken? OpenRoot(
        ReadOnlySpan<byte> bytes, ReaderLimits limits, out WireItem.Opened? root, out bool isEmpty)
    {
        root = null;
        var broken = Resolve(bytes, limits, out var tag);
        isEmpty = _tag.IsEmpty;
        if (broken is null)
        {
            _rootName = _tag.Name.Whole.Of(bytes).ToArray();
            root = new WireItem.Opened(tag.Name, tag.Prefix, tag.Attributes, _resolver.Declared.ToSeq());
        }

        return broken;
    }

    /// <summary>Takes a close tag as that of the root.</summary>
    public WireItem.Broken? CloseRoot(ReadOnlySpan<byte> bytes) => Matches(bytes, _rootName);

    /// <inheritdoc cref="FastLane.Read"/>
    public Element? Read(ReadOnlySpan<byte> bytes, ReaderLimits limits, out int at) => _fastLane.Read(bytes, limits, out at);

    /// <summary>Takes an open tag.</summary>
    /// <param name="item">The bytes of the first-level element so far.</param>
    /// <param name="token">Where in it the tag stands.</param>
    /// <param name="limits">The depth and the number of attributes allowed.</param>
    /// <param name="whole">The first-level element if it is an empty one, else null.</param>
    public WireItem.Broken? Open(ReadOnlySpan<byte> item, Range token, ReaderLimits limits, out Element? whole)
    {
        whole = null;
        FlushText();
        if (Depth == limits.DepthMax)
        {
            return Violations.TooLarge("elements nested too deep");
        }

        var mark = _scope.Now;
        if (Resolve(item[token], limits, out var tag) is { } broken)
        {
            return broken;
        }

        var name = _tag.Name.Whole;
        _open.Add(new OpenElement(
            tag, name with { Start = name.Start + token.Start.Value }, mark, _nodes.Count));
        whole = _tag.IsEmpty ? CloseInnermost() : null;
        return null;
    }

    /// <summary>Takes the open tag of a stream error that stands where the root should, and binds its prefix.</summary>
    public WireItem.Broken? OpenUnheralded(ReadOnlySpan<byte> item, Range token, ReaderLimits limits, out Element? whole)
    {
        _scope.Declare(new NamespaceDeclaration("stream", Namespaces.Streams));
        var broken = Open(item, token, limits, out whole);
        var name = whole?.Name ?? (Depth > 0 ? _open[^1].Tag.Name : default);
        return broken ?? (name == new XmlName(Namespaces.Streams, "error") ? null : Violations.NotWellFormed("no root"));
    }

    /// <summary>Takes the close tag of the innermost element.</summary>
    public WireItem.Broken? Close(ReadOnlySpan<byte> item, Range token, out Element? whole)
    {
        whole = null;
        FlushText();
        if (Matches(item[token], _open[^1].RawName.Of(item)) is { } broken)
        {
            return broken;
        }

        whole = CloseInnermost();
        return null;
    }

    /// <summary>Takes character data between tags.</summary>
    public WireItem.Broken? Text(ReadOnlySpan<byte> bytes) =>
        // XML 2.4: "The right angle bracket (>) [...] MUST [...] be escaped [...] when it appears in the string ]]>
        // in content, when that string is not marking the end of a CDATA section."
        bytes.IndexOf("]]>"u8) >= 0
            ? Violations.NotWellFormed("end of a CDATA section without its start")
            : _text.Append(bytes, CharacterPlace.Text);

    /// <summary>Takes a CDATA section.</summary>
    public WireItem.Broken? Section(ReadOnlySpan<byte> bytes) =>
        _text.Append(bytes["<![CDATA[".Length..^"]]>".Length], CharacterPlace.Section);

    /// <summary>Forgets the element that is being built.</summary>
    public void Abandon()
    {
        if (Depth > 0)
        {
            _scope.Return(_open[0].Around);
        }

        _text.Clear();
        _open.Clear();
        _nodes.Clear();
    }

    private WireItem.Broken? Resolve(ReadOnlySpan<byte> bytes, ReaderLimits limits, out ResolvedTag tag)
    {
        tag = default;
        var broken = _tag.Read(bytes, limits.AttributesMax) ?? _resolver.Resolve(bytes, _tag, _scope, out tag);
        return broken is null && _scope.Count > limits.AttributesMax
            ? Violations.TooLarge("too many prefixes in scope")
            : broken;
    }

    /// <summary>XML 3.1, production ETag: the name as in the open tag, then white space at most.</summary>
    private static WireItem.Broken? Matches(ReadOnlySpan<byte> closeTag, ReadOnlySpan<byte> rawName)
    {
        var content = closeTag[2..^1];
        var matches = !rawName.IsEmpty && content.StartsWith(rawName)
            && content[rawName.Length..].Trim(" \t\r\n"u8).IsEmpty;
        return matches ? null : Violations.NotWellFormed("close tag of another element");
    }

    private void FlushText()
    {
        if (!_text.IsEmpty)
        {
            _nodes.Add(new XmlText(_text.Take()));
        }
    }

    /// <summary>The element just closed if it is a first-level one; else null, and it is its parent's child.</summary>
    private Element? CloseInnermost()
    {
        var open = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        _scope.Return(open.Around);
        var children = CollectionsMarshal.AsSpan(_nodes)[open.FirstChild..];
        var element = new Element(open.Tag.Name, open.Tag.Attributes, Seq.Of<XmlNode>(children));
        _nodes.RemoveRange(open.FirstChild, children.Length);
        if (Depth == 0)
        {
            return element;
        }

        _nodes.Add(element);
        return null;
    }

    /// <summary>An element whose close tag is due.</summary>
    private readonly record struct OpenElement(
        ResolvedTag Tag, Slice RawName, NamespaceScope.Mark Around, int FirstChild);
}
