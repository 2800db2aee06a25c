using Microsoft.Coyote.Coverage;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Who gives Coyote the occasion to switch: the innermost method of ours on the stack of each scheduling point.</summary>
internal sealed class CallSites
{
    /// <summary>Where no method of ours is on the stack: what Coyote does by itself.</summary>
    public const string Nobody = "nobody";

    private const string Ours = "Xmpp.Federation.";
    private const string Testbed = Ours + "Testbed.";
    private const string At = "at ";

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> ToMap() => _counts;

    public static bool IsOfTheTestbed(string site) => site.StartsWith(Testbed, StringComparison.Ordinal);

    public static bool IsOfTheImplementation(string site) => site != Nobody && !IsOfTheTestbed(site);

    public void Add(CoverageInfo coverage)
    {
        foreach (var stack in coverage.SchedulingPointStackTraces.Values.SelectMany(stacks => stacks))
        {
            var site = SiteOf(stack.Key);
            _counts[site] = _counts.GetValueOrDefault(site) + stack.Value;
        }
    }

    /// <summary>The innermost method of ours, without its parameters.</summary>
    public static string SiteOf(string stack) => stack.Split('\n')
        .Select(line => line.Trim())
        .Select(line => line.StartsWith(At, StringComparison.Ordinal) ? line[At.Length..] : line)
        .Where(line => line.StartsWith(Ours, StringComparison.Ordinal))
        .Select(line => line.Split('(')[0])
        .FirstOrDefault(Nobody);
}
