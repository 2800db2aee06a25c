using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>
/// Which traces are kept: of each way to fail one. One that fails as it expects comes before one that does not; then they are
/// compared by <see cref="Order"/>. What shows nothing any more is kept until something else shows it.
/// </summary>
internal static class CorpusRules
{
    /// <summary>By what one of two traces is preferred, the first that differs; and how that is said of the preferred one.</summary>
    private static readonly (Func<KeptTrace, Survival.Shown, int> Rank, string Why)[] Order =
    [
        ((_, shown) => shown.IsMinimal ? 0 : 1, "is as small as it gets"),
        ((_, shown) => shown.Trace.Minimal?.Steps.Count ?? int.MaxValue, "takes fewer choices"),
        ((_, shown) => shown.Trace.Steps.Count, "has fewer steps"),
        ((_, shown) => WorldFile.Write(shown.Trace.World).Length, "has a smaller world"),
        ((trace, _) => trace.IsAdded ? 1 : 0, "is kept already"),
    ];

    /// <summary>What is to be done with each trace, in their order.</summary>
    public static Seq<Ruling> Decide(Seq<KeptTrace> traces)
    {
        var ways = traces.Where(t => t.Survival is Survival.Shown).GroupBy(t => t.Signature)
            .ToDictionary(g => g.Key, g => g.Order(Comparer<KeptTrace>.Create((one, other) => Compare(one, other).Sign)).ToSeq());
        return traces.Select(t => t.Survival switch
        {
            Survival.Shown shown when ways[t.Signature][0] == t => Best(shown, ways[t.Signature]),
            Survival.Shown => Second(t, ways[t.Signature][0], Compare(ways[t.Signature][0], t).Why),
            Survival.Lost lost => Lost(t, lost, ways.Where(w => w.Key.Known == t.Signature).Select(w => w.Value[0]).ToSeq()),
            _ => throw new InvalidOperationException($"No such survival: {t.Survival}."),
        }).ToSeq();
    }

    private static Ruling Best(Survival.Shown shown, Seq<KeptTrace> way)
    {
        var (best, renewal) = (way[0], shown.Renewal);
        var place = way.Count == 1
            ? $"nothing else shows {best.Signature}"
            : $"of {way.Count} that show {best.Signature} it {Compare(best, way[1]).Why}";
        return (best.IsAdded, renewal) switch
        {
            (true, null) => new Ruling(best, Outcome.Add, place),
            (true, not null) => new Ruling(best, Outcome.Add, $"{place}; {renewal.Why}"),
            (false, null) => new Ruling(best, Outcome.Keep, place),
            (false, not null) => new Ruling(best, renewal.IsRetold ? Outcome.Retell : Outcome.Relabel, renewal.Why),
        };
    }

    private static Ruling Second(KeptTrace trace, KeptTrace best, string why) => new(
        trace, trace.IsAdded ? Outcome.Drop : Outcome.Replaced, $"{best.File} shows {trace.Signature} too, and {why}", best.File);

    private static Ruling Lost(KeptTrace trace, Survival.Lost lost, Seq<KeptTrace> others) => !others.IsEmpty
        ? Second(trace, others[0], "this one does not any more")
        : new Ruling(trace, trace.IsAdded ? Outcome.Drop : Outcome.Keep, lost.Tried);

    // Below zero where the first one is preferred; and by what the preferred one is.
    private static (int Sign, string Why) Compare(KeptTrace one, KeptTrace other)
    {
        foreach (var (rank, why) in Order)
        {
            if (rank(one, (Survival.Shown)one.Survival).CompareTo(rank(other, (Survival.Shown)other.Survival)) is var sign and not 0)
            {
                return (sign, why);
            }
        }

        var names = string.CompareOrdinal(Path.GetFileName(one.File), Path.GetFileName(other.File));
        return (names != 0 ? names : string.CompareOrdinal(one.File, other.File), "comes first by its name");
    }
}
