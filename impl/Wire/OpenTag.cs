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

/// <summary>An attribute as written, the quotes left out.</summary>
internal readonly record struct RawAttribute(RawName Name, Slice Value);

/// <summary>
/// An open tag taken apart by syntax: names and values are stretches of its bytes, nothing is resolved or decoded.
/// One instance serves one tag after the other.
/// </summary>
internal sealed class OpenTag
{
    private readonly List<RawAttribute> _attributes = [];

    public RawName Name { get; private set; }

    public bool IsEmpty { get; private set; }

    public List<RawAttribute> Attributes => _attributes;

    /// <summary>Takes <c>&lt;…&gt;</c> apart, whose attribute values hold no <c>&lt;</c>: the scanner saw to that.</summary>
    public WireItem.Broken? Read(ReadOnlySpan<byte> tag, int attributesMax)
    {
        _attributes.Clear();
        var at = 1;
        if (ReadName(tag, ref at) is not { } name)
        {
            return Violations.NotWellFormed("tag without a name");
        }

        Name = name;
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

            if (ReadAttribute(tag, ref at) is not { } attribute)
            {
                return Violations.NotWellFormed("malformed attribute");
            }

            _attributes.Add(attribute);
        }
    }

    /// <summary>
    /// Namespaces in XML 1.0, 4: a name is an NCName, or two of them with a colon in between.
    /// </summary>
    private static RawName? ReadName(ReadOnlySpan<byte> tag, ref int at)
    {
        var first = new Slice(at, XmlNames.NameLength(tag[at..]));
        at = first.End;
        if (first.Length == 0 || tag[at] != ':')
        {
            return first.Length == 0 ? null : new RawName(new Slice(first.Start, 0), first);
        }

        var second = new Slice(at + 1, XmlNames.NameLength(tag[(at + 1)..]));
        at = second.End;
        return second.Length == 0 || tag[at] == ':' ? null : new RawName(first, second);
    }

    private static RawAttribute? ReadAttribute(ReadOnlySpan<byte> tag, ref int at)
    {
        if (ReadName(tag, ref at) is not { } name)
        {
            return null;
        }

        SkipWhite(tag, ref at);
        if (tag[at++] != '=')
        {
            return null;
        }

        SkipWhite(tag, ref at);
        if (at == tag.Length || tag[at] is not ((byte)'"' or (byte)'\''))
        {
            return null;
        }

        var length = tag[(at + 1)..].IndexOf(tag[at]);
        var value = new Slice(at + 1, length);
        at = value.End + 1;
        return length < 0 ? null : new RawAttribute(name, value);
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
