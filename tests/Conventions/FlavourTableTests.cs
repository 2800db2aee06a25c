using Xmpp.Federation.Model.Peers;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>The table of the flavours of refusal: one row each, and what a row names is there.</summary>
public sealed class FlavourTableTests
{
    private const string File = "tests/Requirements/flavours.md";
    private const int Columns = 5;

    private static IReadOnlyList<string[]> Rows { get; } =
    [
        .. Repository.Lines(File).Where(l => l.StartsWith('|')).Skip(2)
            .Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Every_flavour_has_its_row_in_the_order_of_a_negotiation() =>
        Assert.Equal(Flavours.All.Select(f => f.Name), Rows.Select(r => r[0]));

    [Fact]
    public void Every_row_says_what_comes_what_is_done_by_which_code_and_shown_by_which_test() => Breaches.None(
        "A row has five cells, none of them empty or open.",
        from row in Rows
        where row.Length != Columns || row.Any(c => c.Length == 0) || row[2].Contains("Open:", StringComparison.Ordinal)
        select row[0]);

    [Fact]
    public void What_a_row_names_is_there() => Breaches.None(
        "A row names a symbol that its file lacks, or a test that is none.",
        from row in Rows
        from missing in new Requirement(File, row[0], "plain", row[1], "kept", row[3], row[4]).Dangling()
        select $"{row[0]}: {missing}");
}
