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

    // What is still open in streams, TLS, SASL, dialback and certificates. This list may only become shorter.
    private static readonly string[] StillOpen = [];

    // Delivery and embedding are built after these.
    private static readonly string[] NotInScope = ["R6120-8", "R6120-10"];

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
    public void What_is_open_becomes_less()
    {
        var open = All.Where(r => r.IsOpen && !IsOutOfScope(r)).Select(r => r.Id).Order(StringComparer.Ordinal).ToList();
        Breaches.None("A clause is open that was not before.", open.Except(StillOpen));
        Breaches.None("A clause is not open any more: strike it from the list.", StillOpen.Except(open));
    }

    private static bool IsOutOfScope(Requirement row) =>
        row.State == "open: step 4" || NotInScope.Contains(row.Section);
}
