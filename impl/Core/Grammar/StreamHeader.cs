using System.Globalization;

namespace Xmpp.Federation.Core.Grammar;

/// <summary>
/// What the open tag of a stream says (RFC 6120 4.7), as written: addresses are not judged yet.
/// </summary>
internal sealed record StreamHeader
{
    public string? From { get; init; }

    public string? To { get; init; }

    public string? Id { get; init; }

    /// <summary>RFC 6120 4.7.5 item 4: no version means 0.9.</summary>
    public StreamVersion Version { get; init; } = StreamVersion.Legacy;

    public string? Language { get; init; }

    /// <summary>RFC 6120 4.8.2: the default namespace of the stream's content.</summary>
    public string ContentNamespace { get; init; } = "";

    /// <summary>XEP-0220 2.4.1: whether the dialback namespace is declared.</summary>
    public bool DeclaresDialback { get; init; }
}

/// <summary>RFC 6120 4.7.5: two integers, compared numerically.</summary>
internal readonly record struct StreamVersion(int Major, int Minor)
{
    public static StreamVersion Legacy { get; } = new(0, 9);

    public static StreamVersion One { get; } = new(1, 0);

    /// <summary>RFC 6120 4.3.2: features are sent and awaited from version 1.0 on.</summary>
    public bool HasFeatures => Major >= 1;

    /// <summary>An absent or unreadable version is 0.9.</summary>
    public static StreamVersion Parse(string? text)
    {
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && IsNumber(text.AsSpan(0, dot), out var major) && IsNumber(text.AsSpan(dot + 1), out var minor)
            ? new StreamVersion(major, minor)
            : Legacy;
    }

    public override string ToString() => $"{Major}.{Minor}";

    // RFC 6120 4.7.5: leading zeros are ignored. What is larger than any version is still a number.
    private static bool IsNumber(ReadOnlySpan<char> digits, out int value)
    {
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            value = int.MaxValue;
        }

        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
