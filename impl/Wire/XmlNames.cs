using System.Buffers;
using System.Text;

namespace Xmpp.Federation.Wire;

/// <summary>Which characters and names XML 1.0 (fifth edition) allows, over UTF-8 and UTF-16.</summary>
internal static class XmlNames
{
    public static bool IsWhite(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';

    /// <summary>XML 2.2, production Char; a surrogate is none.</summary>
    public static bool IsCharacter(int c) =>
        c is '\t' or '\n' or '\r' or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);

    /// <summary>
    /// How many bytes at the front are an NCName (Namespaces in XML 1.0, 3: a name without colon); zero if none.
    /// </summary>
    public static int NameLength(ReadOnlySpan<byte> utf8)
    {
        var length = utf8.IndexOfAnyExcept(AsciiNameBytes);
        length = length < 0 ? utf8.Length : length;
        while (length < utf8.Length && utf8[length] >= 0x80)
        {
            if (Rune.DecodeFromUtf8(utf8[length..], out var rune, out var used) != OperationStatus.Done
                || !IsNameCharacter(rune.Value))
            {
                break;
            }

            length += used;
            var ascii = utf8[length..].IndexOfAnyExcept(AsciiNameBytes);
            length = ascii < 0 ? utf8.Length : length + ascii;
        }

        return length > 0 && StartsName(utf8) ? length : 0;
    }

    /// <summary>Whether the whole text is an NCName.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || Rune.DecodeFromUtf16(text, out var first, out _) != OperationStatus.Done
            || !IsNameStart(first.Value))
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var used) != OperationStatus.Done
                || !IsNameCharacter(rune.Value))
            {
                return false;
            }

            text = text[used..];
        }

        return true;
    }

    /// <summary>Whether a name, colons included, may begin with this byte; beyond ASCII a guess.</summary>
    public static bool StartsName(byte b) => b == ':' || b >= 0x80 || IsNameStart(b);

    /// <summary>Whether a name, colons included, may go on with this byte; beyond ASCII a guess.</summary>
    public static bool ContinuesName(byte b) => b == ':' || b >= 0x80 || IsNameCharacter(b);

    private static bool StartsName(ReadOnlySpan<byte> utf8) =>
        Rune.DecodeFromUtf8(utf8, out var rune, out _) == OperationStatus.Done && IsNameStart(rune.Value);

    /// <summary>XML 2.3, production NameStartChar, the colon left out.</summary>
    private static bool IsNameStart(int c) => c < 0x80
        ? c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_'
        : c is (>= 0xC0 and <= 0xD6) or (>= 0xD8 and <= 0xF6) or (>= 0xF8 and <= 0x2FF) or (>= 0x370 and <= 0x37D)
            or (>= 0x37F and <= 0x1FFF) or (>= 0x200C and <= 0x200D) or (>= 0x2070 and <= 0x218F)
            or (>= 0x2C00 and <= 0x2FEF) or (>= 0x3001 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF)
            or (>= 0xFDF0 and <= 0xFFFD) or (>= 0x10000 and <= 0xEFFFF);

    /// <summary>XML 2.3, production NameChar, the colon left out.</summary>
    private static bool IsNameCharacter(int c) => IsNameStart(c)
        || c is '-' or '.' or (>= '0' and <= '9') or 0xB7 or (>= 0x300 and <= 0x36F) or (>= 0x203F and <= 0x2040);

    private static readonly SearchValues<byte> AsciiNameBytes =
        SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);
}
