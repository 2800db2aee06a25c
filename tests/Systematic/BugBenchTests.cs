using System.Xml.Linq;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Measuring;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>The search for planted bugs: that it can be believed, interrupted and continued.</summary>
[Collection(Alone.Name)]
public sealed class BugBenchTests : IDisposable
{
    // Found in the first schedule by everybody: nothing here depends on how quick the machine is.
    private const string Bug = "canary-everything";

    private static readonly Allowance Little = new(2, 5, 10);

    private static readonly Allowance LittleForCanaries = new(2, 0.02, 0.1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string Cells => Path.Combine(_folder.FullName, CellFile.Name);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("queue-overtaken", "cooperative")]
    [InlineData("wake-up-lost", "coyote")]
    public void The_canaries_behave_and_the_bug_is_found_by_an_engine_that_sees_it(string bug, string engine)
    {
        var report = Bench(new BugsRequest { Bugs = [bug], Effort = Explored.Effort }).Value!;

        Assert.True(report.Complete);
        Assert.Empty(report.Misbehaviour);
        Assert.All(report.Canaries, c => Assert.True(c.IsReached));
        Assert.Equal(Canaries.All.Select(c => (c.Name, engine)), report.Canaries.Select(c => (c.Name, c.Engine)));
        Assert.Equal((engine, 2), (Assert.Single(report.Bugs).Engine, report.Bugs[0].Found));
        Assert.Empty(report.Violations);
    }

    [Fact]
    public void A_bug_that_is_not_found_in_its_time_is_told()
    {
        var report = Bench(new BugsRequest { Bugs = ["canary-nothing"], Effort = Explored.Effort }, new Allowance(3, 0.01, 1)).Value!;

        Assert.Equal("canary-nothing was found in 0 of 3 runs (cooperative, portfolio)", Assert.Single(report.Violations).Detail);
    }

    [Fact]
    public void When_the_time_is_over_what_was_not_reached_is_listed()
    {
        var effort = Explored.Effort with { Deadline = Deadline.After(TimeSpan.Zero) };

        var report = Bench(new BugsRequest { Bugs = [Bug], Effort = effort }).Value!;

        Assert.False(report.Complete);
        Assert.False(Assert.Single(report.Bugs).IsReached);
        Assert.Empty(report.Violations);
    }

    [Fact]
    public void A_cell_that_is_done_is_not_done_again()
    {
        var first = Full().Value!;
        var lines = File.ReadAllLines(Cells);
        Assert.Equal(BugCell.Columns.Count, lines.Length);
        // Nobody measures such a time.
        var marked = lines[0].Replace("\"schedules\":1}", "\"schedules\":987654321}", StringComparison.Ordinal);
        File.WriteAllLines(Cells, [marked, .. lines.Skip(2)]);

        var second = Full().Value!;

        Assert.Equal(987654321, second.Bugs[0].MedianSchedules);
        Assert.Equal(first.Bugs.Skip(2), second.Bugs.Skip(2));
        var after = File.ReadAllLines(Cells);
        Assert.Equal([marked, .. lines.Skip(2)], after.SkipLast(1));
        Assert.Contains("\"strategy\":\"random\"", after[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_was_being_written_when_somebody_stopped_it_is_done_again()
    {
        Full();
        var lines = File.ReadAllLines(Cells);
        File.WriteAllText(Cells, string.Join('\n', lines)[..^20]);

        Assert.True(Full().Value!.Complete);

        Assert.Equal(lines.SkipLast(1), File.ReadAllLines(Cells).SkipLast(1));
        Assert.Equal(lines.Length, File.ReadAllLines(Cells).Length);
    }

    [Fact]
    public void The_file_of_another_build_is_refused()
    {
        Full();
        File.WriteAllText(Cells, File.ReadAllText(Cells).Replace(Build.Identity, "1.0", StringComparison.Ordinal));

        Assert.StartsWith(
            $"{Cells}:1: build: was measured with '1.0', this is {Build.Identity}; take another folder",
            InputProblem.Summary(Full().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_another_seed_is_refused()
    {
        Full();

        Assert.StartsWith(
            $"{Cells}:1: seed: was measured with '0', this is 8", InputProblem.Summary(Full(seed: 8).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Something_else_in_its_place_is_refused()
    {
        File.WriteAllText(Cells, "{\"verb\":\"main\"}\n");

        Assert.StartsWith($"{Cells}:1: is no line of this file", InputProblem.Summary(Full().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_and_picture_have_a_cell_for_every_strategy()
    {
        Full();

        var row = Assert.Single(
            File.ReadAllLines(Path.Combine(_folder.FullName, "README.md")), l => l.StartsWith($"| {Bug} |", StringComparison.Ordinal));
        Assert.Equal(BugCell.Columns.Count, row.Split('|').Count(c => c.EndsWith("ms ", StringComparison.Ordinal)));
        var texts = XDocument.Load(Path.Combine(_folder.FullName, "bugs.svg")).Descendants()
            .Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        Assert.Contains(Bug, texts);
        Assert.Equal(BugCell.Columns.Count, texts.Count(t => t.EndsWith(" ms", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_bug_that_only_Coyote_sees_has_no_cell_for_the_other_engine() => Assert.Equal(
        [EngineChoice.Coyote], BugCell.All([LostWakeUp.Bug]).Select(c => c.Engine).Distinct());

    private Parsed<BugsReport> Full(ulong seed = 0) => Bench(new BugsRequest
    {
        Bugs = [Bug],
        Full = true,
        SaveTo = _folder.FullName,
        Effort = Explored.Effort with { Seed = seed },
    });

    private static Parsed<BugsReport> Bench(BugsRequest request, Allowance? allowance = null)
    {
        Explored.FindTheCopy();
        return new BugBench(request, allowance ?? Little, LittleForCanaries).Run();
    }
}
