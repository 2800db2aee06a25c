using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>The traces that are kept.</summary>
internal static class Kept
{
    public static string Folder { get; } = Path.Combine(Explored.Repository, "traces");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.trace").Select(f => Path.GetFileName(f)!);

    public static Trace Trace(string name)
    {
        var file = Path.Combine(Folder, name);
        return TraceFile.Parse(file, File.ReadAllBytes(file)).Value ?? throw new InvalidOperationException($"{name} is no trace.");
    }
}
