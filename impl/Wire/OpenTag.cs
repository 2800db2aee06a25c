using System.Runtime.InteropServices;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>A stretch of the tag under consideration.</summary>
internal readonly record struct Slice(int Start, int Length)
{
    public int End => Start + Length;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
}

/// <summary>A name as written: the prefix may be empty, the local part is not.</summary>
internal readonly record struct RawName(Slice Prefix, Slice Local)
{
    public Slice Whole => Prefix.Length == 0 ? Local : new Slice(Prefix.Start, Local.End - Prefix.Start);
}

/// <summary>An attribute as written, the quotes left out; or a namespace declaration, which looks like one.</summary>
internal readonly record struct RawAttribute(RawName Name, Slice Value, bool IsDeclaration);

/// <summary>
/// An open tag taken apart by syntax: names and values are stretches of its bytes, nothing is resolved or decoded.
/// One instance serves one tag after the other.
/// </summary>
internal sealed class OpenTag
{
    private readonly List<RawAttribute> _attributes = [];
    private RawName _name;

    public RawName Name => _name;

    public bool IsEmpty { get; private set; }

    public ReadOnlySpan<RawAttribute> Attributes => CollectionsMarshal.AsSpan(_attributes);

    /// <summary>
    /// Takes <c>&lt;…&gt;</c> apart, whose attribute values hold no <c>&lt;</c>: the scanner saw to that.
    /// </summary>
    public WireItem.Broken? Read(ReadOnlySpan<byte> tag, int attributesMax)
    {
        _attributes.Clear();
        var at = 1;
        if (!TryReadName(tag, ref at, out _name))
        {
            return Violations.NotWellFormed("tag without a name");
        }

        while (true)
        {
            var separated = SkipWhite(tag, ref at);
            IsEmpty = tag[at] == '/';
            if (IsEmpty || tag[at] == '>')
            {
                return at + (IsEmpty ? 2 : 1) == tag.Length ? null : Violations.NotWellFormed("stray solidus in a tag");
            }

            if (!separated)
            {
                return Violations.NotWellFormed("no white space before an attribute");
            }

            if (_attributes.Count == attributesMax)
            {
                return Violations.TooLarge("too many attributes");
            }

            if (!TryReadAttribute(tag, ref at))
            {
                return Violations.NotWellFormed("malformed attribute");
            }
        }
    }

    /// <summary>Namespaces in XML 1.0, 4: a name is an NCName, or two of them with a colon in between.</summary>
    private static bool TryReadName(ReadOnlySpan<byte> tag, ref int at, out RawName name)
    {
        var first = new Slice(at, XmlNames.NameLength(tag[at..]));
        at = first.End;
        name = new RawName(new Slice(first.Start, 0), first);
        if (first.Length == 0 || tag[at] != ':')
        {
            return first.Length > 0;
        }

        var second = new Slice(at + 1, XmlNames.NameLength(tag[(at + 1)..]));
        at = second.End;
        name = new RawName(first, second);
        return second.Length > 0 && tag[at] != ':';
    }

    private bool TryReadAttribute(ReadOnlySpan<byte> tag, ref int at)
    {
        if (!TryReadName(tag, ref at, out var name))
        {
            return false;
        }

        SkipWhite(tag, ref at);
        if (tag[at++] != '=')
        {
            return false;
        }

        SkipWhite(tag, ref at);
        if (at == tag.Length || tag[at] is not ((byte)'"' or (byte)'\''))
        {
            return false;
        }

        var length = tag[(at + 1)..].IndexOf(tag[at]);
        var value = new Slice(at + 1, length);
        at = value.End + 1;
        var declarer = name.Prefix.Length == 0 ? name.Local : name.Prefix;
        _attributes.Add(new RawAttribute(name, value, declarer.Of(tag).SequenceEqual("xmlns"u8)));
        return length >= 0;
    }

    private static bool SkipWhite(ReadOnlySpan<byte> tag, ref int at)
    {
        var start = at;
        while (at < tag.Length && XmlNames.IsWhite(tag[at]))
        {
            at++;
        }

        return at > start;
    }
}
