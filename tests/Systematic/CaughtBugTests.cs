using System.Globalization;
using System.Runtime.CompilerServices;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Checking;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// What the checker catches: for each planted bug that is a pure function, the world in which the fewest steps lead to it,
/// and what it breaks there. The table stands in <c>CaughtBugs.approved.txt</c>; with <c>S2S_APPROVE=1</c> every bug is
/// sought anew in every world, otherwise each only where the table says.
/// </summary>
public sealed class CaughtBugTests
{
    private const int ShortPath = 20;

    // The headings of the list of invariants: the first number of each group.
    private static readonly (string Name, int From)[] Groups =
    [
        ("authorisation", 1), ("confidentiality", 17), ("keys and ids", 25), ("grammar of streams", 28), ("delivery", 36),
        ("life cycle and routing", 42),
    ];

    internal static CoreScope[] Worlds { get; } =
        [.. Strangers.All.Concat(Pairs.All).Concat(Scopes.Small.Where(s => s.Name == "small-attacked")).Concat(Scopes.Tiny)];

    /// <summary>The bugs that are caught, and where.</summary>
    public static TheoryData<string, string> Table =>
        [.. File.ReadAllLines(TableFile()).Select(l => l.Split(" | ")).Where(l => l.Length > 2).Select(l => (l[0], l[1]))];

    [Fact]
    public void Each_bug_is_caught_where_the_table_says_by_what_it_says_in_as_many_steps()
    {
        var file = TableFile();
        if (Environment.GetEnvironmentVariable("S2S_APPROVE") == "1")
        {
            File.WriteAllLines(file, PlantedBug.Pure.Select(Sought));
        }

        foreach (var line in File.ReadAllLines(file).Where(l => !l.EndsWith("not caught", StringComparison.Ordinal)))
        {
            var (bug, world) = (line.Split(" | ")[0], line.Split(" | ")[1]);

            Assert.Equal(line, Told(BugSearch.In(Worlds.Single(w => w.Name == world), PlantedBug.Named(bug), new CheckOptions())));
        }
    }

    [Fact]
    public void The_table_has_every_bug_that_is_pure() =>
        Assert.Equal(PlantedBug.Pure.Select(b => b.Name), Rows().Select(r => r.Bug.Name));

    [Fact]
    public void At_least_25_bugs_are_caught_within_20_steps_and_one_or_more_of_every_group()
    {
        var near = Rows().Where(r => r.Steps <= ShortPath).ToList();

        Assert.True(near.Count >= 25, $"{near.Count} bugs within {ShortPath} steps");
        Assert.Equal(
            Groups.Select(g => g.Name).Append("liveness"),
            near.Select(r => GroupOf(r.Bug.Property)).Distinct()
                .OrderBy(g => Array.FindIndex(Groups, x => x.Name == g) is >= 0 and var at ? at : Groups.Length));
    }

    private static string GroupOf(string property) => property.Split('-') is ["INV", var number]
        ? Groups.Last(g => g.From <= int.Parse(number, CultureInfo.InvariantCulture)).Name
        : "liveness";

    private static IEnumerable<(PlantedBug Bug, int Steps)> Rows() => File.ReadAllLines(TableFile()).Select(l => l.Split(" | ")).Select(
        l => (PlantedBug.Named(l[0]),
            l is [_, _, _, var steps] ? int.Parse(steps.Split(' ')[0], CultureInfo.InvariantCulture) : int.MaxValue));

    private static string Sought(PlantedBug bug) =>
        Told(BugSearch.In(Worlds, bug, () => new CheckOptions())) ?? $"{bug.Name} | not caught";

    private static string? Told(Catch? found) => found is null
        ? null
        : $"{found.Bug.Name} | {found.World.Name} | {found.Property} | {found.Path.Count} steps";

    private static string TableFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "CaughtBugs.approved.txt");
}
