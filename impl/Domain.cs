using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Xmpp.Federation;

/// <summary>
/// A domainpart (RFC 7622 3.2), kept in one normal form: A-labels, lower case, no trailing dot. Two domains are
/// equal exactly when these forms are equal; there is no suffix or wildcard comparison (INV-15).
/// </summary>
public readonly record struct Domain : IComparable<Domain>
{
    /// <summary>The longest domainpart, in bytes (RFC 7622 3.2).</summary>
    public const int LengthMax = 1023;

    private static readonly IdnMapping Idna = new() { UseStd3AsciiRules = true };

    private readonly string? _name;

    private Domain(string name) => _name = name;

    /// <summary>The normal form.</summary>
    public string Name => _name ?? throw new InvalidOperationException("A default Domain names nothing.");

    /// <summary>Reads a domain name, internationalised or not.</summary>
    /// <param name="text">A bare domain: no localpart, no resource, no port.</param>
    /// <returns>The domain.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> is not a domainpart.</exception>
    public static Domain Parse(string text) =>
        TryParse(text, out var domain)
            ? domain
            : throw new FormatException($"'{text}' is not a domain name (RFC 7622 3.2); write it like 'a.example'.");

    /// <summary>Reads a domain name; false when <paramref name="text"/> is not a domainpart.</summary>
    /// <param name="text">A bare domain, or null.</param>
    /// <param name="domain">The domain read.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Domain domain)
    {
        domain = default;
        if (string.IsNullOrEmpty(text) || text.Length > LengthMax)
        {
            return false;
        }

        if (IsNormal(text))
        {
            domain = new Domain(text);
            return true;
        }

        try
        {
            // RFC 7622 3.2: "If the domainpart includes a final character considered to be a label separator
            // (dot) …, this character MUST be stripped".
            var stripped = text[^1] == '.' ? text[..^1] : text;
            var ascii = Idna.GetAscii(stripped.ToLowerInvariant()).ToLowerInvariant();
            if (!IsNormal(ascii))
            {
                return false;
            }

            domain = new Domain(ascii);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public int CompareTo(Domain other) => string.CompareOrdinal(_name, other._name);

    /// <summary>The normal form.</summary>
    /// <returns>The same as <see cref="Name"/>.</returns>
    public override string ToString() => _name ?? "";

    /// <summary>Orders by the normal form, ordinally.</summary>
    public static bool operator <(Domain left, Domain right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(Domain left, Domain right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(Domain left, Domain right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(Domain left, Domain right) => left.CompareTo(right) >= 0;

    // Letters, digits and hyphens in labels of 1 to 63 characters, no hyphen at either end of a label.
    private static bool IsNormal(string text)
    {
        var label = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.')
            {
                if (label == 0 || text[i - 1] == '-')
                {
                    return false;
                }

                label = 0;
                continue;
            }

            var legal = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || (c == '-' && label > 0);
            if (!legal || ++label > 63)
            {
                return false;
            }
        }

        return label > 0 && text[^1] != '-';
    }
}
