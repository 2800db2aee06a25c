using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>The traces that are kept.</summary>
internal static class Kept
{
    public static Trace Trace(string name)
    {
        var file = Path.Combine(Explored.Repository, "traces", name);
        return TraceFile.Parse(file, File.ReadAllBytes(file)).Value ?? throw new InvalidOperationException($"{name} is no trace.");
    }
}
