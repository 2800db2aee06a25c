using Spectre.Console;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>What <c>bench</c> measured, for people.</summary>
internal static class BenchTable
{
    public static Table Of(BugsReport report)
    {
        var table = new Table().Border(TableBorder.Simple).Title("time to first bug, in seconds of processor time, warmed up before")
            .AddColumns("bug", "engine", "strategy")
            .AddColumns(Number("found"), Number("median"), Number("worst"), Number("schedules"));
        foreach (var time in report.Bugs.Concat(report.Canaries))
        {
            table.AddRow([.. Cells(time).Select(c => new Text(c))]);
        }

        return table;
    }

    public static Table Of(FiguresReport report)
    {
        var table = new Table().Border(TableBorder.Simple).Title("figures")
            .AddColumn("figure").AddColumn(Number("value")).AddColumns("unit", "aim");
        foreach (var (name, value, unit, aim) in report.Figures)
        {
            var told = value is { } number ? Rounded(number) : "not reached";
            table.AddRow(new Text(name), new Text(told), new Text(unit), new Text(aim ?? ""));
        }

        return table;
    }

    private static IEnumerable<string> Cells(BugTime time)
    {
        yield return time.Name;
        yield return time.Engine;
        yield return time.Strategy;
        if (!time.IsReached)
        {
            yield return "not reached";
            yield break;
        }

        yield return $"{time.Found} of {time.Runs.Count}";
        yield return time.MedianCpuSeconds is { } median ? Figures.OfSeconds(median) : "";
        yield return Figures.OfSeconds(time.WorstCpuSeconds!.Value);
        yield return time.MedianSchedules is { } schedules ? Figures.Of(schedules) : "";
    }

    private static string Rounded(double number) => number >= 100 ? Figures.Of((long)Math.Round(number)) : Figures.Of(number);

    private static TableColumn Number(string title) => new TableColumn(title).RightAligned();
}
