using System.Globalization;

namespace Xmpp.Federation.Benchmarks.Negotiation;

/// <summary>The processor time of a process and of all below it, from <c>/proc</c> (proc(5)).</summary>
internal static class ProcessorTime
{
    // sysconf(_SC_CLK_TCK) is 100 on every Linux that .NET runs on.
    private const double MillisecondsPerTick = 10;

    /// <summary>In milliseconds, user and system, those of children that have ended included.</summary>
    public static double OfTree(int root)
    {
        var all = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, out _))
            .Select(n => Read(n!)).OfType<Entry>().ToLookup(e => e.Parent);
        var itself = Read(root.ToString(CultureInfo.InvariantCulture))
            ?? throw new IOException($"Process {root} has ended.");
        return Ticks(itself, all) * MillisecondsPerTick;
    }

    private static long Ticks(Entry entry, ILookup<int, Entry> all) =>
        entry.Ticks + all[entry.Id].Sum(child => Ticks(child, all));

    // The name in parentheses may hold spaces; behind it come the state, the parent, and from the twelfth field on
    // utime, stime, cutime and cstime.
    private static Entry? Read(string id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
            return new Entry(int.Parse(id, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), ticks);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private sealed record Entry(int Id, int Parent, long Ticks);
}
