using System.Text.RegularExpressions;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>The table of invariants says what is there: monitor, witness, planted bug and trace of each.</summary>
[Collection(Alone.Name)]
public sealed partial class InvariantTableTests
{
    private const int Schedules = 200;
    private const int LastInvariant = 48;
    private const int LastLiveness = 6;

    // What is a matter of how the code is built.
    private const string Construction = "construction";

    private static readonly string[] Ids =
    [
        .. Enumerable.Range(1, LastInvariant).Select(n => $"INV-{n}"),
        .. Enumerable.Range(1, LastLiveness).Select(n => $"LIV-{n}"),
    ];

    private static readonly string Folder = Path.Combine(Explored.Repository, "tests", "Requirements");

    private static readonly Row[] Rows = [.. File.ReadLines(Path.Combine(Folder, "invariants.md"))
        .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Where(c => c.Length == 8 && Id().IsMatch(c[1]))
        .Select(c => new Row(c[1], c[2], c[3], c[4], c[5], c[6]))];

    private static Row[] Built { get; } = [.. Rows.Where(r => r.JudgedBy != Construction)];

    public static TheoryData<string> BuiltIds => [.. Built.Select(r => r.Id)];

    [Fact]
    public void Every_invariant_has_its_row() => Assert.Equal(Ids, Rows.Select(r => r.Id));

    [Fact]
    public void Every_property_in_the_catalogue_is_judged_and_every_row_that_is_judged_is_in_the_catalogue() =>
        Assert.Equal(
            Properties.All.Where(p => Ids.Contains(p.Id)).Select(p => (p.Id, p.Statement)),
            Built.Select(r => (r.Id, r.Says)));

    [Fact]
    public void A_row_that_is_a_matter_of_construction_names_its_test_and_the_breach_that_this_finds() => Assert.All(
        Rows.Where(r => r.JudgedBy == Construction),
        row =>
        {
            var (test, breach) = (Link(row.WitnessedBy), Link(row.PlantedBug));
            Assert.Contains($"class {test.Name}", File.ReadAllText(test.File), StringComparison.Ordinal);
            Assert.Contains($"class {breach.Name}", File.ReadAllText(breach.File), StringComparison.Ordinal);
            Assert.Contains($"typeof({breach.Name})", File.ReadAllText(test.File), StringComparison.Ordinal);
        });

    [Theory]
    [MemberData(nameof(BuiltIds))]
    public void A_row_names_the_monitor_of_its_property_and_where_it_stands(string id)
    {
        var (name, file) = Link(RowOf(id).JudgedBy);

        var monitor = Assert.Single(MonitorSet.For(Scenario.All[0].World, _ => { }), m => m.Property.Id == id);
        Assert.Equal(monitor.GetType().Name, name);
        Assert.Contains($"class {name}(", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void The_case_of_every_row_comes_up_in_the_scenario_that_it_names()
    {
        foreach (var scenario in Built.GroupBy(r => Link(r.WitnessedBy).Name))
        {
            var exercised = Explored.Run(EngineChoice.Cooperative, Schedules, scenario.Key).Invariants;

            Assert.All(scenario, row => Assert.Contains(exercised, e => e.Property == row.Id && e.Times > 0));
            Assert.All(scenario, row => Assert.Contains(
                $"\"{scenario.Key}\"", File.ReadAllText(Link(row.WitnessedBy).File), StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(BuiltIds))]
    public void A_row_names_a_planted_bug_that_its_property_catches(string id)
    {
        var (name, file) = Link(RowOf(id).PlantedBug);

        var bug = Assert.Single(PlantedBug.All, b => b.Name == name);
        Assert.Equal(id, bug.Property);
        Assert.Contains($"\"{name}\"", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BuiltIds))]
    public void A_row_names_a_trace_that_ends_in_its_property(string id)
    {
        var row = RowOf(id);
        var (name, file) = Link(row.Trace);

        var trace = TraceFile.Parse(file, File.ReadAllBytes(file)).Value!;

        Assert.Equal(Path.GetFileName(file), name);
        Assert.Equal((id, Link(row.PlantedBug).Name), (trace.Expect, trace.Bug));
    }

    private static Row RowOf(string id) => Built.Single(r => r.Id == id);

    private static (string Name, string File) Link(string cell)
    {
        var link = Assert.Single(Links().Matches(cell));
        return (link.Groups[1].Value, Path.GetFullPath(Path.Combine(Folder, link.Groups[2].Value)));
    }

    [GeneratedRegex("^(INV|LIV)-[0-9]+$")]
    private static partial Regex Id();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Links();

    private sealed record Row(string Id, string Says, string JudgedBy, string WitnessedBy, string PlantedBug, string Trace);
}
