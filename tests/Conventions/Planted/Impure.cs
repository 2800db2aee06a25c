namespace Xmpp.Federation.Conventions.Tests.Planted;

/// <summary>What a core must not have.</summary>
internal static class Impure
{
    private static int _count;

    public static int Last { get; set; }

    public static string Reads(string path) => File.ReadAllText(path);

    public static int Counts() => Interlocked.Increment(ref _count);

    public static async ValueTask Waits(ValueTask other) => await other;

    public static void Says(string text) => Console.WriteLine(text);

    public static void Locks(object gate)
    {
        lock (gate)
        {
            Last = 1;
        }
    }
}

/// <summary>What it may have.</summary>
internal static class Pure
{
    private static readonly string[] Names = ["a"];

    public static string First { get; } = Names[0];

    public static IEnumerable<string> Longer(int length) => Names.Where(n => n.Length > length).Select(n => n + First);

    public static Func<string, string> Cached() => static n => n;
}
