using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Measuring;

/// <summary>Measures how long it takes to find every planted bug; see <see cref="IBench"/>.</summary>
/// <param name="request">What to look for.</param>
/// <param name="allowance">How much each bug may take.</param>
/// <param name="canary">How much each canary may take: the one that must not be found takes all of it.</param>
internal sealed class BugBench(BugsRequest request, Allowance allowance, Allowance canary)
{
    /// <summary>What is told of bugs that are not found, where otherwise a property stands.</summary>
    public const string TimeToFirstBug = "TIME-TO-FIRST-BUG";

    private readonly Effort _effort = request.Effort;

    /// <summary>All of the cells that are not yet in the file; each is written into it when it is done.</summary>
    public Parsed<BugsReport> Run()
    {
        var bugs = request.Bugs.Select(PlantedBug.Named).ToList();
        Seq<BugCell> cells = request.Full ? [.. BugCell.All(bugs)] : [.. bugs.Select(BugCell.Default)];
        if (request.SaveTo is null)
        {
            return Measure(cells, null);
        }

        Directory.CreateDirectory(request.SaveTo);
        var file = new CellFile(Path.Combine(request.SaveTo, CellFile.Name), Build.Identity, _effort.Seed, allowance);
        return file.Read().Then<BugsReport>(_ =>
        {
            var report = Measure(cells, file);
            BugPages.Write(request.SaveTo, report, _effort.Seed, allowance);
            return report;
        });
    }

    private BugsReport Measure(Seq<BugCell> cells, CellFile? file)
    {
        using var hunt = new BugHunt(_effort.Deadline);
        var times = new List<BugTime>();
        var open = cells.Where(c => file?.Known(c) is null).ToList();
        if (open.Count > 0)
        {
            _effort.Progress.Show("bench: warming up");
            hunt.WarmUp(open.Select(c => c.Bug.Scenario).Append(Canaries.Nothing.Scenario).Distinct());
        }

        var canaries = CanaryCells(cells).Select(c => Time(hunt, c, canary)).ToList();
        foreach (var cell in cells)
        {
            var time = file?.Known(cell);
            if (time is null)
            {
                _effort.Progress.Show($"bench: {cell.Bug.Name}, {Words.Of(cell.Engine)}, {cell.Strategy}");
                time = Time(hunt, cell, allowance);
                if (time.IsReached)
                {
                    file?.Add(time);
                }
            }

            times.Add(time);
        }

        var complete = times.Concat(canaries).All(t => t.IsReached);
        return new BugsReport(complete, Violations(times), [.. times], [.. canaries]) { IsFull = request.Full };
    }

    // Under every engine that looks for something here, with the first of its strategies.
    private static IEnumerable<BugCell> CanaryCells(Seq<BugCell> cells) =>
        from first in cells.DistinctBy(c => c.Engine)
        from bird in Canaries.All
        select new BugCell(bird, first.Engine, first.Strategy);

    /// <summary>All runs of a cell; none of them where the deadline passes before the last.</summary>
    private BugTime Time(BugHunt hunt, BugCell cell, Allowance allowed)
    {
        var (runs, used) = (new List<BugRun>(), 0.0);
        while (runs.Count < allowed.Runs && (runs.Count == 0 || used < allowed.CellCpuSecondsMax))
        {
            var most = Math.Min(allowed.RunCpuSecondsMax, allowed.CellCpuSecondsMax - used);
            if (_effort.Deadline.Passed || hunt.Run(cell, Chance.SeedOf(_effort.Seed, runs.Count), most) is not { } run)
            {
                return cell.With([]);
            }

            runs.Add(run);
            used += run.CpuSeconds;
        }

        return cell.With(runs);
    }

    // In full each strategy is measured, also those that are known to miss some: only whether anybody finds it is judged.
    private static Seq<Violation> Violations(IReadOnlyCollection<BugTime> times) =>
    [
        .. from bug in times.GroupBy(t => t.Name)
           where bug.All(t => t is { IsReached: true, MedianCpuSeconds: null })
           let time = bug.First()
           select new Violation(
               TimeToFirstBug, "", null,
               $"{bug.Key} was found in {bug.Sum(t => t.Found)} of {bug.Sum(t => t.Runs.Count)} runs ({time.Engine}, {time.Strategy})"),
    ];
}
