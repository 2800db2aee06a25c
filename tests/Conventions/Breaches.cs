namespace Xmpp.Federation.Conventions.Tests;

/// <summary>A convention holds when nobody breaks it; who does is named, one a line.</summary>
internal static class Breaches
{
    public static void None(string rule, IEnumerable<string> breaches)
    {
        var found = breaches.Distinct().Order(StringComparer.Ordinal).ToList();
        if (found.Count > 0)
        {
            Assert.Fail($"{rule} Breached by:\n  {string.Join("\n  ", found)}");
        }
    }
}
