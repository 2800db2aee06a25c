using System.Buffers;
using System.Text;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>Where character data stands, which decides what is special in it.</summary>
internal enum CharacterPlace
{
    /// <summary>Between tags.</summary>
    Text,

    /// <summary>Inside a CDATA section, where <c>&amp;</c> means itself.</summary>
    Section,

    /// <summary>Inside the quotes of an attribute, where white space is normalised to spaces.</summary>
    Attribute,
}

/// <summary>
/// Turns raw character data, known to be valid UTF-8, into characters: resolves references, normalises line ends
/// and refuses what is no character of XML. Pieces that follow each other accumulate until they are taken.
/// </summary>
internal sealed class CharacterBuffer
{
    private char[] _chars = [];
    private int _length;

    public bool IsEmpty => _length == 0;

    public string Take()
    {
        var text = new string(_chars, 0, _length);
        Clear();
        return text;
    }

    public void Clear()
    {
        _length = 0;
        if (_chars.Length > KeptCharsMax)
        {
            _chars = [];
        }
    }

    public WireItem.Broken? Append(ReadOnlySpan<byte> raw, CharacterPlace place)
    {
        var specials = place switch
        {
            CharacterPlace.Text => TextSpecials,
            CharacterPlace.Section => SectionSpecials,
            CharacterPlace.Attribute => AttributeSpecials,
        };
        while (true)
        {
            var run = raw.IndexOfAny(specials);
            if (!TryAppendPlain(run < 0 ? raw : raw[..run]))
            {
                return Violations.NotWellFormed("U+FFFE or U+FFFF");
            }

            if (run < 0)
            {
                return null;
            }

            raw = raw[run..];
            if (AppendSpecial(ref raw, place) is { } broken)
            {
                return broken;
            }
        }
    }

    private WireItem.Broken? AppendSpecial(ref ReadOnlySpan<byte> raw, CharacterPlace place)
    {
        switch (raw[0])
        {
            case (byte)'&':
                return AppendReference(ref raw);
            case (byte)'\r':
                // XML 2.11: "by translating both the two-character sequence #xD #xA and any #xD that is not
                // followed by #xA to a single #xA character".
                raw = raw.Length > 1 && raw[1] == '\n' ? raw[2..] : raw[1..];
                Add(place == CharacterPlace.Attribute ? ' ' : '\n');
                return null;
            case (byte)'\n' or (byte)'\t':
                // XML 3.3.3: "For a white space character (#x20, #xD, #xA, #x9), append a space character (#x20)
                // to the normalized value."
                raw = raw[1..];
                Add(' ');
                return null;
            default:
                return Violations.NotWellFormed("control character");
        }
    }

    private WireItem.Broken? AppendReference(ref ReadOnlySpan<byte> raw)
    {
        var end = raw.IndexOf((byte)';');
        if (end < 0)
        {
            return Violations.NotWellFormed("ampersand without a reference");
        }

        var name = raw[1..end];
        raw = raw[(end + 1)..];
        if (name.StartsWith("#"u8))
        {
            return AppendCharacter(name[1..]);
        }

        var predefined = Predefined(name);
        if (predefined != default)
        {
            Add(predefined);
            return null;
        }

        // RFC 6120 11.1: "internal or external entity references (Section 4.2 therein) with the exception of the
        // predefined entities".
        return !name.IsEmpty && XmlNames.NameLength(name) == name.Length
            ? Violations.Restricted("entity reference that is not predefined")
            : Violations.NotWellFormed("ampersand without a reference");
    }

    private static char Predefined(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("lt"u8) ? '<'
        : name.SequenceEqual("gt"u8) ? '>'
        : name.SequenceEqual("amp"u8) ? '&'
        : name.SequenceEqual("quot"u8) ? '"'
        : name.SequenceEqual("apos"u8) ? '\'' : default;

    /// <summary>
    /// XML 4.1: "Characters referred to using character references MUST match the production for Char."
    /// </summary>
    private WireItem.Broken? AppendCharacter(ReadOnlySpan<byte> number)
    {
        var radix = number.StartsWith("x"u8) ? 16 : 10;
        var digits = radix == 16 ? number[1..] : number;
        var value = digits.IsEmpty ? -1 : 0;
        foreach (var digit in digits)
        {
            var weight = Weight(digit);
            value = weight >= radix || value is < 0 or > 0x10FFFF ? -1 : value * radix + weight;
        }

        if (!XmlNames.IsCharacter(value))
        {
            return Violations.NotWellFormed("reference to no character");
        }

        Span<char> utf16 = stackalloc char[2];
        foreach (var unit in utf16[..new Rune(value).EncodeToUtf16(utf16)])
        {
            Add(unit);
        }

        return null;
    }

    private static int Weight(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => int.MaxValue,
    };

    private void Add(char c)
    {
        Reserve(1);
        _chars[_length++] = c;
    }

    private bool TryAppendPlain(ReadOnlySpan<byte> run)
    {
        Reserve(run.Length);
        var written = Encoding.UTF8.GetChars(run, _chars.AsSpan(_length));
        var added = _chars.AsSpan(_length, written);
        _length += written;
        return written == run.Length || !added.ContainsAny('\uFFFE', '\uFFFF');
    }

    private void Reserve(int count)
    {
        if (_length + count > _chars.Length)
        {
            Array.Resize(ref _chars, Math.Max(_length + count, Math.Max(_chars.Length * 2, 256)));
        }
    }

    /// <summary>An idle stream keeps no larger array than this one.</summary>
    private const int KeptCharsMax = 32_768;

    /// <summary>XML 2.2: the bytes below U+0020 that are no character, tab, line feed and carriage return left out.</summary>
    private const string Controls =
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\v\f\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016"
        + "\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F";

    private static readonly SearchValues<byte> TextSpecials = Specials(Controls + "\r&");
    private static readonly SearchValues<byte> SectionSpecials = Specials(Controls + "\r");
    private static readonly SearchValues<byte> AttributeSpecials = Specials(Controls + "\r\n\t&");

    private static SearchValues<byte> Specials(string characters) =>
        SearchValues.Create(Encoding.ASCII.GetBytes(characters));
}
