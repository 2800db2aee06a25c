using System.Text;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>Judges <c>&lt;?xml version='1.0' encoding='UTF-8' standalone='no'?&gt;</c> (XML 2.8, production XMLDecl).</summary>
internal static class XmlDeclaration
{
    public static WireItem.Broken? Judge(ReadOnlySpan<byte> declaration)
    {
        var rest = declaration["<?xml".Length..^"?>".Length];

        // RFC 6120 11.8: "this specification defines XMPP only in terms of XML 1.0".
        if (!TryTake(ref rest, "version"u8, out var version) || !version.SequenceEqual("1.0"u8))
        {
            return Violations.NotWellFormed("XML declaration without version 1.0");
        }

        if (TryTake(ref rest, "encoding"u8, out var encoding) && JudgeEncoding(encoding) is { } broken)
        {
            return broken;
        }

        var standalone = TryTake(ref rest, "standalone"u8, out var value);
        if (!rest.Trim(White).IsEmpty || (standalone && !value.SequenceEqual("yes"u8) && !value.SequenceEqual("no"u8)))
        {
            return Violations.NotWellFormed("malformed XML declaration");
        }

        // RFC 6120 11.5: "If an XMPP entity receives an XML declaration containing a standalone document
        // declaration set to a value of "no", the entity MUST either ignore the standalone document declaration or
        // close the stream". Of "yes" it says only that it MUST NOT be sent.
        return standalone && value.SequenceEqual("yes"u8) ? Violations.Restricted("standalone XML declaration") : null;
    }

    /// <summary>RFC 6120 11.6: "Implementations MUST NOT attempt to use any other encoding" than UTF-8.</summary>
    private static WireItem.Broken? JudgeEncoding(ReadOnlySpan<byte> encoding)
    {
        // XML 4.3.3: "XML processors SHOULD match character encoding names in a case-insensitive way".
        if (Ascii.EqualsIgnoreCase(encoding, "UTF-8"u8))
        {
            return null;
        }

        return IsEncodingName(encoding)
            ? Violations.Encoding("encoding other than UTF-8 declared")
            : Violations.NotWellFormed("malformed encoding name");
    }

    /// <summary>XML 4.3.3, production EncName.</summary>
    private static bool IsEncodingName(ReadOnlySpan<byte> name)
    {
        foreach (var b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'.' or (byte)'_' or (byte)'-'))
            {
                return false;
            }
        }

        return !name.IsEmpty && char.IsAsciiLetter((char)name[0]);
    }

    /// <summary>Takes <c> name = 'value'</c> off the front; if it is not there, nothing.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var at = rest.TrimStart(White);
        if (at.Length == rest.Length || !at.StartsWith(name))
        {
            return false;
        }

        at = at[name.Length..].TrimStart(White);
        if (!at.StartsWith("="u8))
        {
            return false;
        }

        at = at[1..].TrimStart(White);
        if (at.IsEmpty || at[0] is not ((byte)'"' or (byte)'\'') || at[1..].IndexOf(at[0]) is not (>= 0 and var length))
        {
            return false;
        }

        value = at.Slice(1, length);
        rest = at[(length + 2)..];
        return true;
    }

    private static ReadOnlySpan<byte> White => " \t\r\n"u8;
}
