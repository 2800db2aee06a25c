namespace Xmpp.Federation.Model.Checking;

/// <summary>Sixty-four bits that stand for a packed state; the same in every process.</summary>
internal static class Fingerprint
{
    // Digits of the golden ratio, of e and of pi: odd, and with as many ones as zeros, more or less.
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;
    private const ulong Euler = 0xADF8_5458_A2BB_4A9B;
    private const ulong Circle = 0x243F_6A88_85A3_08D3;

    /// <param name="words">The packed state, filled up with zeros.</param>
    /// <param name="bytes">How many bytes of it count.</param>
    public static ulong Of(ReadOnlySpan<ulong> words, int bytes)
    {
        var mixed = Golden + (ulong)bytes;
        foreach (var word in words)
        {
            mixed = Fold(mixed ^ word, Euler);
        }

        return Fold(mixed ^ Circle, Golden);
    }

    private static ulong Fold(ulong value, ulong factor) => Math.BigMul(value, factor, out var low) ^ low;
}
