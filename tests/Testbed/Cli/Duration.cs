using System.Globalization;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Lengths of time as people type them: <c>90s</c>, <c>5m</c>, <c>1h</c>.</summary>
internal static class Duration
{
    /// <summary>What is allowed, for a message.</summary>
    public const string Form = "a number and h, m or s, like 90s, 5m or 1h; at most 1000h";

    private const int HoursMax = 1000;

    public static bool TryParse(string text, out TimeSpan length)
    {
        length = default;
        if (text.Length < 2 || Unit(text[^1]) is not { } unit
            || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count == 0
            || count > TimeSpan.FromHours(HoursMax) / unit)
        {
            return false;
        }

        length = count * unit;
        return true;
    }

    private static TimeSpan? Unit(char letter) => letter switch
    {
        'h' => TimeSpan.FromHours(1),
        'm' => TimeSpan.FromMinutes(1),
        's' => TimeSpan.FromSeconds(1),
        _ => null,
    };
}
