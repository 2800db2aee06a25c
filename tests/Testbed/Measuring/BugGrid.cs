using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Measuring;

/// <summary>Bugs by strategies.</summary>
/// <param name="Bugs">The one that is hardest for its best strategy first.</param>
/// <param name="Columns">Those in which there is something.</param>
/// <param name="Times">What is there.</param>
internal sealed record BugGrid(
    IReadOnlyList<string> Bugs,
    IReadOnlyList<(EngineChoice Engine, string Strategy)> Columns,
    IReadOnlyDictionary<(string Bug, string Engine, string Strategy), BugTime> Times)
{
    public static BugGrid Of(IEnumerable<BugTime> all)
    {
        var times = all.ToDictionary(t => (t.Name, t.Engine, t.Strategy));
        var bugs = times.Values.GroupBy(t => t.Name)
            .OrderByDescending(b => b.Min(t => t.MedianCpuSeconds ?? double.PositiveInfinity))
            .ThenBy(b => b.Key, StringComparer.Ordinal).Select(b => b.Key);
        var columns = BugCell.Columns.Where(c => times.Keys.Any(k => (k.Engine, k.Strategy) == (Words.Of(c.Engine), c.Strategy)));
        return new BugGrid([.. bugs], [.. columns], times);
    }

    /// <summary>What was measured there, or null.</summary>
    public BugTime? At(string bug, (EngineChoice Engine, string Strategy) column) =>
        Times.GetValueOrDefault((bug, Words.Of(column.Engine), column.Strategy)) is { IsReached: true } time ? time : null;

    /// <summary>What stands in a cell.</summary>
    public string Text(string bug, (EngineChoice Engine, string Strategy) column) => At(bug, column) switch
    {
        null => PlantedBug.Named(bug).IsSeenBy(column.Engine) ? "" : "–",
        { MedianCpuSeconds: null } none => $"{none.Found}/{none.Runs.Count}",
        { MedianCpuSeconds: { } median } all when all.Found == all.Runs.Count => Figures.OfSeconds(median),
        { MedianCpuSeconds: { } median } some => $"{Figures.OfSeconds(median)} {some.Found}/{some.Runs.Count}",
    };

    /// <summary>How many bugs a strategy finds in the median run, of how many that were measured.</summary>
    public string Found((EngineChoice Engine, string Strategy) column)
    {
        var measured = Bugs.Select(b => At(b, column)).OfType<BugTime>().ToList();
        return $"{measured.Count(t => t.MedianCpuSeconds is not null)} of {measured.Count}";
    }
}
