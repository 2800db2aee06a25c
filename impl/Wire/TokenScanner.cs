using System.Text;

namespace Xmpp.Federation.Wire;

/// <summary>What a stretch of bytes is by its delimiters alone.</summary>
internal enum TokenKind
{
    /// <summary>Its end has not arrived.</summary>
    Incomplete,

    /// <summary>Character data up to the next <c>&lt;</c>.</summary>
    Text,

    /// <summary><c>&lt;…&gt;</c> or <c>&lt;…/&gt;</c>.</summary>
    OpenTag,

    /// <summary><c>&lt;/…&gt;</c>.</summary>
    CloseTag,

    /// <summary><c>&lt;![CDATA[…]]&gt;</c>.</summary>
    Section,

    /// <summary><c>&lt;?xml …?&gt;</c>.</summary>
    Declaration,

    /// <summary><c>&lt;!--</c>, seen as soon as it begins.</summary>
    Comment,

    /// <summary><c>&lt;!DOCTYPE</c>, seen as soon as it begins.</summary>
    DocumentType,

    /// <summary><c>&lt;?target</c>, seen as soon as it begins.</summary>
    Instruction,

    /// <summary>No token of XML begins like this.</summary>
    Malformed,
}

/// <summary>
/// Cuts an item into tokens. It is resumable: it remembers how far it looked, so that each byte is looked at
/// once, whether the item arrives whole or byte by byte. It judges nothing but delimiters.
/// </summary>
internal struct TokenScanner
{
    private Mode _mode;
    private byte _quote;
    private int _start;
    private int _at;

    /// <summary>Where the token begins that comes next, counted from the start of the item.</summary>
    public readonly int Position => _start;

    /// <summary>Whether nothing of the item that comes next was looked at.</summary>
    public readonly bool IsFresh => _at == 0;

    /// <summary>How many bytes were looked at in all, those looked at again included.</summary>
    public long Scanned { get; set; }

    /// <summary>The next thing scanned is the start of an item.</summary>
    public void Restart()
    {
        _mode = Mode.Start;
        _start = _at = 0;
    }

    /// <summary>
    /// The next token of <paramref name="item"/>, which holds what the last call saw and perhaps more.
    /// </summary>
    public TokenKind Next(ReadOnlySpan<byte> item, out Range token)
    {
        TokenKind? kind = null;
        while (kind is null && _at < item.Length)
        {
            kind = Step(item);
        }

        token = _start.._at;
        if (kind is null or TokenKind.Incomplete)
        {
            return TokenKind.Incomplete;
        }

        _start = _at;
        _mode = Mode.Start;
        return kind.Value;
    }

    /// <summary>Null: the mode changed, go on.</summary>
    private TokenKind? Step(ReadOnlySpan<byte> item) => _mode switch
    {
        Mode.Start => Begin(item),
        Mode.Text => Text(item),
        Mode.Markup => Markup(item),
        Mode.Tag => Tag(item),
        Mode.Quoted => Quoted(item),
        Mode.CloseTag => CloseTag(item),
        Mode.Bang => Bang(item),
        Mode.Section => Until(item, "]]>"u8, _start + SectionOpening.Length, TokenKind.Section),
        Mode.Question => Question(item),
        _ => Until(item, "?>"u8, _start + "<?xml"u8.Length, TokenKind.Declaration),
    };

    private TokenKind? Begin(ReadOnlySpan<byte> item)
    {
        var markup = item[_at] == '<';
        _at += markup ? 1 : 0;
        _mode = markup ? Mode.Markup : Mode.Text;
        return null;
    }

    private TokenKind? Text(ReadOnlySpan<byte> item)
    {
        var found = item[_at..].IndexOf((byte)'<');
        return Advance(item, found, 0) ? TokenKind.Text : TokenKind.Incomplete;
    }

    private TokenKind? Markup(ReadOnlySpan<byte> item)
    {
        _mode = item[_at] switch
        {
            (byte)'/' => Mode.CloseTag,
            (byte)'!' => Mode.Bang,
            (byte)'?' => Mode.Question,
            _ => Mode.Tag,
        };
        _at += _mode == Mode.Tag ? 0 : 1;
        return null;
    }

    private TokenKind? Tag(ReadOnlySpan<byte> item)
    {
        if (!Advance(item, item[_at..].IndexOfAny("<>'\""u8), 1))
        {
            return TokenKind.Incomplete;
        }

        switch (item[_at - 1])
        {
            case (byte)'>':
                return TokenKind.OpenTag;
            case (byte)'<':
                return TokenKind.Malformed;
            default:
                _quote = item[_at - 1];
                _mode = Mode.Quoted;
                return null;
        }
    }

    /// <summary>
    /// XML 3.1: "No &lt; in Attribute Values". So a quote that is never closed is noticed at the next tag.
    /// </summary>
    private TokenKind? Quoted(ReadOnlySpan<byte> item)
    {
        if (!Advance(item, item[_at..].IndexOfAny((byte)'<', _quote), 1))
        {
            return TokenKind.Incomplete;
        }

        _mode = Mode.Tag;
        return item[_at - 1] == '<' ? TokenKind.Malformed : null;
    }

    private TokenKind? CloseTag(ReadOnlySpan<byte> item) =>
        !Advance(item, item[_at..].IndexOfAny((byte)'<', (byte)'>'), 1) ? TokenKind.Incomplete
        : item[_at - 1] == '>' ? TokenKind.CloseTag : TokenKind.Malformed;

    private TokenKind? Bang(ReadOnlySpan<byte> item)
    {
        var seen = item[_start..];
        Scanned += Math.Min(seen.Length, SectionOpening.Length);
        if (seen.StartsWith(SectionOpening))
        {
            _at = _start + SectionOpening.Length;
            _mode = Mode.Section;
            return null;
        }

        return seen.StartsWith("<!--"u8) ? TokenKind.Comment
            : seen.StartsWith("<!DOCTYPE"u8) ? TokenKind.DocumentType
            : SectionOpening.StartsWith(seen) || "<!--"u8.StartsWith(seen) || "<!DOCTYPE"u8.StartsWith(seen)
                ? TokenKind.Incomplete
                : TokenKind.Malformed;
    }

    /// <summary>
    /// XML 2.6: the target <c>xml</c>, in any case, is none of a processing instruction. The word is a
    /// declaration when white space follows it, and the beginning of a longer target when a name goes on.
    /// </summary>
    private TokenKind? Question(ReadOnlySpan<byte> item)
    {
        var target = item[(_start + 2)..];
        var word = target[..Math.Min(target.Length, 3)];
        Scanned += word.Length + 1;
        if (!Ascii.EqualsIgnoreCase(word, "xml"u8[..word.Length]))
        {
            return XmlNames.StartsName(target[0]) ? TokenKind.Instruction : TokenKind.Malformed;
        }

        if (target.Length == word.Length)
        {
            return TokenKind.Incomplete;
        }

        if (XmlNames.ContinuesName(target[3]))
        {
            return TokenKind.Instruction;
        }

        _mode = Mode.Declaration;
        return word.SequenceEqual("xml"u8) && XmlNames.IsWhite(target[3]) ? null : TokenKind.Malformed;
    }

    /// <summary>Looks for an ending of several bytes, the last of which may have arrived alone.</summary>
    private TokenKind? Until(ReadOnlySpan<byte> item, ReadOnlySpan<byte> ending, int contentStart, TokenKind kind)
    {
        _at = Math.Max(contentStart, _at - ending.Length + 1);
        return Advance(item, item[_at..].IndexOf(ending), ending.Length) ? kind : TokenKind.Incomplete;
    }

    /// <summary>Accounts for a search from here that ended <paramref name="found"/> bytes on, or not at all.</summary>
    private bool Advance(ReadOnlySpan<byte> item, int found, int length)
    {
        var end = found < 0 ? item.Length : _at + found + length;
        Scanned += end - _at;
        _at = end;
        return found >= 0;
    }

    private static ReadOnlySpan<byte> SectionOpening => "<![CDATA["u8;

    private enum Mode
    {
        Start,
        Text,
        Markup,
        Tag,
        Quoted,
        CloseTag,
        Bang,
        Section,
        Question,
        Declaration,
    }
}
