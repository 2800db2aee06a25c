namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// A generator whose numbers are the same on every machine and in every version of the runtime (SplitMix64:
/// Steele, Lea, Flood, 2014).
/// </summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The seed of execution <paramref name="number"/> of a run: neighbours share nothing.</summary>
    public static ulong SeedOf(ulong seed, long number) => new Chance(seed ^ ((ulong)number * 0xD1342543DE82EF95UL)).Next();

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
