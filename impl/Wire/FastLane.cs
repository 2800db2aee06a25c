using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>
/// Reads a first-level element in one go if it has arrived whole and holds nothing out of the ordinary. It judges nothing:
/// what it does not take, for whatever reason, is left to <see cref="TokenScanner"/> and <see cref="ElementBuilder"/>,
/// which know every case and name every violation.
/// </summary>
internal sealed class FastLane(NameTable names, NamespaceScope scope, CharacterBuffer characters)
{
    private readonly TagMemory _memory = new();
    private readonly XmlAttribute[] _attributes = new XmlAttribute[AttributesMax];

    /// <summary>The children of all open elements, those of the innermost one last.</summary>
    private readonly List<XmlNode> _nodes = [];

    /// <summary>Takes an element off the front.</summary>
    /// <param name="bytes">What begins with a <c>&lt;</c> between first-level elements.</param>
    /// <param name="limits">What the element must keep to.</param>
    /// <param name="at">Where it ends; or how far was looked for nothing.</param>
    /// <returns>The element; null if this is none for here, and then nothing has happened.</returns>
    public Element? Read(ReadOnlySpan<byte> bytes, ReaderLimits limits, out int at)
    {
        at = 0;
        var around = scope.Now;
        var element = scope.Count > limits.AttributesMax ? null : ReadElement(bytes, limits, ref at, depth: 1);
        if (element is null)
        {
            _nodes.Clear();
            characters.Clear();
            scope.Return(around);
        }

        return element;
    }

    private Element? ReadElement(ReadOnlySpan<byte> bytes, ReaderLimits limits, ref int at, int depth)
    {
        if (depth > limits.DepthMax)
        {
            return null;
        }

        var around = scope.Default;
        var start = at;
        if (!TryReadTag(bytes, limits, ref at, depth, out var tag))
        {
            return null;
        }

        if (tag.IsEmpty)
        {
            scope.Default = around;
            return tag.Known ?? tag.With([]);
        }

        var firstChild = _nodes.Count;
        if (!TryReadContent(bytes, limits, ref at, depth) || !TryReadEnd(bytes, bytes.Slice(start + 1, tag.NameLength), ref at))
        {
            return null;
        }

        scope.Default = around;
        var children = CollectionsMarshal.AsSpan(_nodes)[firstChild..];
        var element = tag.With(Seq.Of<XmlNode>(children));
        _nodes.RemoveRange(firstChild, children.Length);
        return element;
    }

    // A first-level tag carries addresses and an id, and does not come again.
    private bool TryReadTag(ReadOnlySpan<byte> bytes, ReaderLimits limits, ref int at, int depth, out Tag tag)
    {
        tag = default;
        if (depth == 1)
        {
            return TryParseTag(bytes, limits, ref at, out tag, out _);
        }

        var start = at;
        var length = bytes[start..].IndexOf((byte)'>') + 1;
        if (length == 0)
        {
            return false;
        }

        var raw = bytes.Slice(start, length);
        var around = scope.Default;
        if (_memory.Find(raw, around) is { } known)
        {
            at += length;
            scope.Default = known.Inside;
            tag = new Tag(known.Element.Name, known.Element.Attributes, known.NameLength, known.IsEmpty, known.Element);
            return true;
        }

        if (!TryParseTag(bytes, limits, ref at, out tag, out var hasPrefix))
        {
            return false;
        }

        if (!hasPrefix && at == start + length && _memory.Recognises(raw))
        {
            var element = tag.With([]);
            _memory.Keep(new KnownTag(raw.ToArray(), tag.NameLength, around, scope.Default, element));
            tag = tag with { Known = element };
        }

        return true;
    }

    private bool TryParseTag(ReadOnlySpan<byte> bytes, ReaderLimits limits, ref int at, out Tag tag, out bool hasPrefix)
    {
        tag = default;
        hasPrefix = false;
        var start = ++at;
        if (ReadName(bytes, ref at) is not { } local)
        {
            return false;
        }

        var nameLength = at - start;

        var count = 0;
        var declares = false;
        while (true)
        {
            var separated = SkipWhite(bytes, ref at);
            if (at + 1 >= bytes.Length)
            {
                return false;
            }

            var isEmpty = bytes[at] == '/' && bytes[at + 1] == '>';
            if (isEmpty || bytes[at] == '>')
            {
                at += isEmpty ? 2 : 1;
                var attributes = Seq.Of<XmlAttribute>(_attributes.AsSpan(0, count));
                tag = new Tag(new XmlName(scope.Default, local), attributes, nameLength, isEmpty, null);
                return true;
            }

            if (!separated || count + (declares ? 1 : 0) == Math.Min(limits.AttributesMax, AttributesMax)
                || !TryReadAttribute(bytes, ref at, ref count, ref declares, ref hasPrefix))
            {
                return false;
            }
        }
    }

    private bool TryReadAttribute(ReadOnlySpan<byte> bytes, ref int at, ref int count, ref bool declares, ref bool hasPrefix)
    {
        var ns = "";
        var local = ReadName(bytes, ref at);
        if (at < bytes.Length && bytes[at] == ':')
        {
            // A declaration would be in force from the start of the tag on.
            hasPrefix = true;
            if (local is null or "xmlns" || scope.Find(local) is not { } bound)
            {
                return false;
            }

            ns = bound;
            at++;
            local = ReadName(bytes, ref at);
        }

        if (local is null || at + 2 >= bytes.Length || bytes[at] != '=' || bytes[at + 1] is not ((byte)'\'' or (byte)'"'))
        {
            return false;
        }

        at++;
        if (ns.Length == 0 && local == "xmlns")
        {
            return TryDeclare(bytes, ref at, ref declares);
        }

        var name = new XmlName(ns, local);
        if (Contains(_attributes.AsSpan(0, count), name) || ReadValue(bytes, ref at, local == "id") is not { } value)
        {
            return false;
        }

        _attributes[count++] = new XmlAttribute(name, value);
        return true;
    }

    // Null if there is none.
    private string? ReadName(ReadOnlySpan<byte> bytes, ref int at)
    {
        var rest = bytes[at..];
        if (CommonNames.Leading(rest) is { } common && rest.Length > common.Length && " =/>"u8.Contains(rest[common.Length]))
        {
            at += common.Length;
            return common;
        }

        var name = rest[..XmlNames.NameLength(rest)];
        at += name.Length;
        return name.IsEmpty ? null : names.Get(name);
    }

    private bool TryDeclare(ReadOnlySpan<byte> bytes, ref int at, ref bool declares)
    {
        if (declares || ReadValue(bytes, ref at, isOwn: false) is not { } ns
            || !XmlReserved.Allows(new NamespaceDeclaration("", ns)))
        {
            return false;
        }

        scope.Default = ns;
        return declares = true;
    }

    private static bool Contains(ReadOnlySpan<XmlAttribute> attributes, XmlName name)
    {
        foreach (var attribute in attributes)
        {
            // Which they differ in, if they do.
            if (attribute.Name.Local == name.Local && attribute.Name.Namespace == name.Namespace)
            {
                return true;
            }
        }

        return false;
    }

    // From the opening quote to behind the closing one; null for what is not legal.
    private string? ReadValue(ReadOnlySpan<byte> bytes, ref int at, bool isOwn)
    {
        var quote = bytes[at++];
        var rest = bytes[at..];
        var end = rest.IndexOfAnyExcept(PlainInValue);
        if (end >= 0 && rest[end] == quote)
        {
            at += end + 1;
            return isOwn ? Encoding.Latin1.GetString(rest[..end]) : names.Get(rest[..end]);
        }

        end = rest.IndexOf(quote);
        if (end < 0 || rest[..end].Contains((byte)'<'))
        {
            return null;
        }

        at += end + 1;
        return Decoded(rest[..end], CharacterPlace.Attribute);
    }

    /// <summary>Up to the <c>&lt;/</c> of the end.</summary>
    private bool TryReadContent(ReadOnlySpan<byte> bytes, ReaderLimits limits, ref int at, int depth)
    {
        while (true)
        {
            if (!TryReadText(bytes, ref at) || at + 1 >= bytes.Length)
            {
                return false;
            }

            if (bytes[at + 1] == '/')
            {
                return true;
            }

            if (ReadElement(bytes, limits, ref at, depth + 1) is not { } child)
            {
                return false;
            }

            _nodes.Add(child);
        }
    }

    /// <summary>Up to the next <c>&lt;</c>.</summary>
    private bool TryReadText(ReadOnlySpan<byte> bytes, ref int at)
    {
        var rest = bytes[at..];
        if (!rest.IsEmpty && rest[0] == '<')
        {
            return true;
        }

        var end = rest.IndexOfAnyExcept(PlainInText);
        var isPlain = end >= 0 && rest[end] == '<';
        end = isPlain ? end : rest.IndexOf((byte)'<');
        if (end < 0 || (!isPlain && rest[..end].IndexOf("]]>"u8) >= 0))
        {
            return false;
        }

        var raw = rest[..end];
        at += end;
        var text = !isPlain ? Decoded(raw, CharacterPlace.Text)
            : raw.Length <= WordLengthMax ? names.Get(raw) : Encoding.Latin1.GetString(raw);
        if (text is not null)
        {
            _nodes.Add(new XmlText(text));
        }

        return text is not null;
    }

    private static bool TryReadEnd(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name, ref int at)
    {
        var rest = bytes[(at + 2)..];
        var ends = rest.Length > name.Length && rest[name.Length] == '>' && rest.StartsWith(name);
        at += name.Length + 3;
        return ends;
    }

    private string? Decoded(ReadOnlySpan<byte> raw, CharacterPlace place) =>
        Utf8.IsValid(raw) && characters.Append(raw, place) is null ? characters.Take() : null;

    private static bool SkipWhite(ReadOnlySpan<byte> bytes, ref int at)
    {
        var start = at;
        while (at < bytes.Length && XmlNames.IsWhite(bytes[at]))
        {
            at++;
        }

        return at > start;
    }

    /// <summary>More on one tag are out of the ordinary.</summary>
    private const int AttributesMax = 16;

    /// <summary>Up to this length a text is often a word of the protocol.</summary>
    private const int WordLengthMax = 12;

    private static readonly SearchValues<byte> PlainInValue = Printing("&<'\"");

    // A "]" may be the first of "]]>", which is not allowed; white space stands for itself, but for the carriage return.
    private static readonly SearchValues<byte> PlainInText = Printing("&<]", "\n\t");

    private static SearchValues<byte> Printing(string without, string and = "") => SearchValues.Create(
    [
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(b => (byte)b).Except(Encoding.ASCII.GetBytes(without)),
        .. Encoding.ASCII.GetBytes(and),
    ]);

    /// <summary>An open tag with everything resolved.</summary>
    private readonly record struct Tag(XmlName Name, Seq<XmlAttribute> Attributes, int NameLength, bool IsEmpty, Element? Known)
    {
        public Element With(Seq<XmlNode> children) => new(Name, Attributes, children);
    }
}
