using System.Globalization;

namespace Xmpp.Federation.Benchmarks.Memory;

/// <summary>What a process holds.</summary>
/// <param name="Managed">Bytes of live objects.</param>
/// <param name="Private">Bytes of memory that are its alone, native ones of OpenSSL included.</param>
internal readonly record struct Usage(long Managed, long Private)
{
    private const int KibiByte = 1024;

    public static Usage OfThisProcess()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        var dirty = File.ReadLines("/proc/self/smaps_rollup").Single(l => l.StartsWith("Private_Dirty:", StringComparison.Ordinal));
        return new Usage(GC.GetTotalMemory(forceFullCollection: true), KibiByte * Number(dirty.Split(' ')[^2]));
    }

    public static Usage Parse(string text) => text.Split('/') is [var managed, var own]
        ? new Usage(Number(managed), Number(own))
        : throw new FormatException(text);

    public override string ToString() => $"{Managed}/{Private}";

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
