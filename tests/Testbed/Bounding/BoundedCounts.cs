using System.Globalization;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Bounding;

/// <summary>
/// How many executions the scenarios have within the bounds that are explored often. A scenario that comes to have others has
/// changed, or the engine has: whoever changed it finds out here what it came to.
/// </summary>
internal static class BoundedCounts
{
    /// <summary>At most one step is postponed, or one thing goes wrong.</summary>
    public static Bounds Usual { get; } = new(Delays: 1, Faults: 1, Together: 1);

    private static readonly SortedDictionary<string, (long Executions, long Pruned)> _known = new(StringComparer.Ordinal)
    {
        ["fallback"] = (7_377, 0),
        ["multiplexing"] = (14_315, 0),
        ["rejection"] = (6_657, 0),
    };

    /// <summary>The scenarios of which they are known.</summary>
    public static IEnumerable<string> Scenarios => _known.Keys;

    /// <summary>What is not as it was; null where nothing is known, or all is the same.</summary>
    public static Violation? Changed(BoundedReport report)
    {
        if (report.Bounds != Usual || !report.Complete
            || !_known.TryGetValue(report.Scenario, out var known) || known == (report.Executions, report.Pruned))
        {
            return null;
        }

        var was = string.Create(CultureInfo.InvariantCulture, $"{known.Executions} executions and {known.Pruned} left out were known");
        return new Violation(ScopeChecker.Counts, "", null, $"{report.Scenario}: {was}; now {report.Executions} and {report.Pruned}");
    }
}
