using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>The steps that happen before what went wrong: what it may depend on, and what these may depend on.</summary>
internal static class CausalSlice
{
    /// <param name="retelling">An execution that has broken a property.</param>
    /// <returns>Those of its happenings that matter, in their order; the last one where it has broken the property.</returns>
    public static Seq<Happening> Of(Retelling retelling)
    {
        var ours = retelling.Execution.World.Servers.Where(s => s.IsNegotiator).Select(s => s.Name.Name).ToHashSet(StringComparer.Ordinal);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        var offered = new HashSet<int>();
        if (retelling.AtRest)
        {
            wanted.UnionWith(SpokenOf(retelling).SelectMany(Footprint.PartsOf));
        }

        var slice = new Stack<Happening>();
        foreach (var happening in retelling.Happenings.Reverse())
        {
            var print = Footprint.Of(happening.Label, ours.Contains);
            var isLast = slice.Count == 0 && !retelling.AtRest;
            if (isLast || offered.Contains(happening.Number) || print.Leaves.Any(wanted.Contains))
            {
                slice.Push(happening);
                offered.Add(happening.OfferedIn);
                wanted.UnionWith(print.Takes);
            }
        }

        return slice.ToSeq();
    }

    // What shows only at rest is told of servers, by name; where none is named, it may be anybody's.
    private static IEnumerable<string> SpokenOf(Retelling retelling)
    {
        var names = retelling.Execution.World.Servers.Select(s => s.Name.Name).ToArray();
        var detail = retelling.Breach?.Detail ?? "";
        return names.Any(n => detail.Contains(n, StringComparison.Ordinal))
            ? names.Where(n => detail.Contains(n, StringComparison.Ordinal))
            : names;
    }
}
