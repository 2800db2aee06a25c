using System.Text;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Measuring;

/// <summary>The table and the picture of a measurement, beside the file of its cells.</summary>
internal static class BugPages
{
    private const string Table = "README.md";
    private const string Picture = "bugs.svg";

    /// <summary>Writes both; what is not measured yet is empty in them.</summary>
    public static void Write(string folder, BugsReport report, ulong seed, Allowance allowance)
    {
        var grid = BugGrid.Of(report.Bugs);
        File.WriteAllText(Path.Combine(folder, Picture), HeatMap.Of(grid, allowance.RunCpuSecondsMax));
        File.WriteAllText(Path.Combine(folder, Table), Markdown(grid, report, seed, allowance));
    }

    private static string Markdown(BugGrid grid, BugsReport report, ulong seed, Allowance allowance)
    {
        var text = new StringBuilder();
        var full = report.IsFull ? " --full" : "";
        text.Append("# Time to first bug\n\n")
            .Append($"    dotnet run --project tests/Testbed -c Release -- bench --bugs{full} --seed {seed} --save DIR\n\n")
            .Append($"Each cell: up to {allowance.Runs} runs, each from a seed of its own, on one thread, until a property is ")
            .Append("violated that the bug is known to violate. A run may take ").Append(Figures.OfSeconds(allowance.RunCpuSecondsMax))
            .Append(" of processor time");
        text.Append(double.IsFinite(allowance.CellCpuSecondsMax)
                ? $", and all runs of a cell together {Figures.OfSeconds(allowance.CellCpuSecondsMax)}"
                : "")
            .Append(".\nThe number is the median processor time; where not every run found the bug, how many of how many did. ")
            .Append("`–`: the engine cannot see the bug. Empty: not measured.\nWarmed up before. ")
            .Append($"Cells done: {report.Bugs.Count(b => b.IsReached)} of {report.Bugs.Count}. ")
            .Append($"Build {Build.Identity}, {Environment.ProcessorCount} processors, .NET {Environment.Version}.\n\n")
            .Append($"![bug by strategy]({Picture})\n\n");
        text.Append("| bug |").AppendJoin("", grid.Columns.Select(c => $" {Words.Of(c.Engine)} {c.Strategy} |")).Append('\n');
        text.Append("|---|").AppendJoin("", grid.Columns.Select(_ => "--:|")).Append('\n');
        foreach (var bug in grid.Bugs)
        {
            text.Append($"| {bug} |").AppendJoin("", grid.Columns.Select(c => $" {grid.Text(bug, c)} |")).Append('\n');
        }

        text.Append("| **bugs found in the median** |").AppendJoin("", grid.Columns.Select(c => $" {grid.Found(c)} |")).Append('\n');
        return text.ToString();
    }
}
