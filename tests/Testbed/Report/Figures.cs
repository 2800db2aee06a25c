using System.Globalization;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>Numbers as a person reads them, the same in every country.</summary>
internal static class Figures
{
    // A thin space (SI brochure 5.4.4): neither a comma nor a dot, which are decimal signs to one half of readers.
    private static readonly NumberFormatInfo Thin = new() { NumberGroupSeparator = "\u2009" };

    public static string Of(long number) => number.ToString("N0", Thin);

    public static string Of(double number) => number.ToString("N1", Thin);

    /// <summary>A length of time, in the unit that suits it.</summary>
    public static string OfSeconds(double seconds) => seconds switch
    {
        >= 10 => $"{seconds.ToString("0", CultureInfo.InvariantCulture)} s",
        >= 1 => $"{seconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
        >= 0.01 => $"{(seconds * 1000).ToString("0", CultureInfo.InvariantCulture)} ms",
        _ => $"{(seconds * 1000).ToString("0.0", CultureInfo.InvariantCulture)} ms",
    };

    /// <summary>A small probability, as a power of ten.</summary>
    public static string OfProbability(double number) => number.ToString("0.0e-0", CultureInfo.InvariantCulture);
}
