namespace Xmpp.Federation.Conventions.Tests;

/// <summary>
/// The tables of tests/Requirements say where each clause is kept and what shows it. A row that names what is not
/// there any more is found, and so is one without its code, its test or its reason.
/// </summary>
public sealed class RequirementTests
{
    // How many clauses of a document there are: a row that is lost, or was never written, is missed.
    private static readonly SortedDictionary<string, int> CountOf = new(StringComparer.Ordinal)
    {
        ["R2782"] = 8,
        ["R4422"] = 3,
        ["R6120"] = 361,
        ["R6125"] = 24,
        ["R7590"] = 5,
        ["R7673"] = 12,
        ["R7711"] = 3,
    };

    private static IReadOnlyList<Requirement> All { get; } =
    [
        .. Repository.Files(".md").Where(f => f.StartsWith("tests/Requirements/", StringComparison.Ordinal))
            .SelectMany(f => RequirementTable.Rows(f, Repository.Read(f))),
    ];

    [Fact]
    public void Every_row_says_what_became_of_its_clause() => Breaches.None(
        "A row is an id, a strength, a clause, a state, and the code and tests or the reason that go with it.",
        from row in All
        from mistake in row.Mistakes()
        select $"{row.File}, {row.Id}: {mistake}");

    [Fact]
    public void Every_clause_has_one_row() => Breaches.None(
        "An id is given once.",
        from same in All.GroupBy(r => r.Id, StringComparer.Ordinal)
        where same.Count() > 1
        select $"{same.Key} in {string.Join(" and ", same.Select(r => r.File))}");

    [Fact]
    public void No_clause_is_lost() => Assert.Equal(
        CountOf,
        new SortedDictionary<string, int>(
            All.Where(r => CountOf.ContainsKey(r.Document)).CountBy(r => r.Document).ToDictionary(), StringComparer.Ordinal));

    [Fact]
    public void What_a_row_names_is_there() => Breaches.None(
        "A row names a symbol that its file lacks, or a test that is none.",
        from row in All
        from missing in row.Dangling()
        select $"{row.File}, {row.Id}: {missing}");

    [Fact]
    public void No_clause_is_open() =>
        Breaches.None("A clause is open.", All.Where(r => r.IsOpen).Select(r => $"{r.File}, {r.Id}"));
}
