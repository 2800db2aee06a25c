namespace Xmpp.Federation.Conventions.Tests;

/// <summary>The reader of the tables of requirements sees what is wrong with a row.</summary>
public sealed class RequirementTableTests
{
    private const string Code = "[Route.Step](../../impl/Core/Routing/Route.cs)";
    private const string Test = "[RequirementTableTests.A_row_that_is_sound_has_no_mistake](../Conventions/RequirementTableTests.cs)";
    private const string Invariant = "[INV-36](../Testbed/Monitors/Delivery.cs)";

    [Theory]
    [InlineData("R6120-4.1-1 | MUST | it is | kept | " + Code + " | " + Test)]
    [InlineData("R6120-4.1-1 | MUST NOT | it is | kept | " + Code + ", " + Code + " | " + Test + ", " + Invariant)]
    [InlineData("R2782-Priority-1 | SHOULD | it is | departed: it is not worth it | | ")]
    [InlineData("X0220-2.1.1-p1 | plain | it is | not ours: it is theirs | " + Code + " | ")]
    [InlineData("X0288-2-1 | MAY | it is | open: step 4 | | ")]
    public void A_row_that_is_sound_has_no_mistake(string cells)
    {
        var row = RowOf(cells);
        Assert.Empty(row.Mistakes());
        Assert.Empty(row.Dangling());
    }

    [Theory]
    [InlineData("4.1-1 | MUST | it is | kept | " + Code + " | " + Test)]
    [InlineData("R6120-4.1 1 | MUST | it is | kept | " + Code + " | " + Test)]
    [InlineData("R6120-4.1 | MUST | it is | kept | " + Code + " | " + Test)]
    [InlineData("R6120-4.1-1 | Must | it is | kept | " + Code + " | " + Test)]
    [InlineData("R6120-4.1-1 | MUST | | kept | " + Code + " | " + Test)]
    [InlineData("R6120-4.1-1 | MUST | it is | kept | | " + Test)]
    [InlineData("R6120-4.1-1 | MUST | it is | kept | " + Code + " | ")]
    [InlineData("R6120-4.1-1 | MUST | it is | kept: perhaps | " + Code + " | " + Test)]
    [InlineData("R6120-4.1-1 | MUST | it is | departed | | ")]
    [InlineData("R6120-4.1-1 | MUST | it is | departed: | | ")]
    [InlineData("R6120-4.1-1 | MUST | it is | forgotten: alas | | ")]
    [InlineData("R6120-4.1-1 | MUST | it is | kept | Route.Step | " + Test)]
    [InlineData("R6120-4.1-1 | MUST | it is | kept | " + Code + " " + Code + " | " + Test)]
    [InlineData("R6120-4.1-1 | MUST | it is | kept | " + Code + ", | " + Test)]
    [InlineData("R6120-4.1-1 | MUST | it is | kept | " + Code + " | see the tests")]
    public void A_row_with_a_mistake_is_found(string cells) => Assert.Single(RowOf(cells).Mistakes());

    [Fact]
    public void A_row_with_a_cell_too_few_or_too_many_is_found()
    {
        Assert.NotEmpty(RowOf("R6120-4.1-1 | MUST | it is | kept | " + Code).Mistakes());
        Assert.NotEmpty(RowOf("R6120-4.1-1 | MUST | it | is | kept | " + Code + " | " + Test).Mistakes());
    }

    [Theory]
    // No such file, no such symbol, a part of a name, a file that is no code.
    [InlineData("[Route.Step](../../impl/Core/Routing/Nowhere.cs)", Test)]
    [InlineData("[Route.Leap](../../impl/Core/Routing/Route.cs)", Test)]
    [InlineData("[Route.Ste](../../impl/Core/Routing/Route.cs)", Test)]
    [InlineData("[A.what](../Requirements/README.md)", Test)]
    // No such test, no test at all, a method of tests that is none itself, no such invariant.
    [InlineData(Code, "[RequirementTableTests.A_row](../Conventions/RequirementTableTests.cs)")]
    [InlineData(Code, "[Route.Step](../../impl/Core/Routing/Route.cs)")]
    [InlineData(Code, "[RequirementTableTests.RowOf](../Conventions/RequirementTableTests.cs)")]
    [InlineData(Code, "[INV-3](../Testbed/Monitors/Delivery.cs)")]
    [InlineData(Code, "[INV-1](../Testbed/Monitors/Delivery.cs)")]
    public void A_link_to_what_is_not_there_is_found(string code, string test) =>
        Assert.Single(RowOf($"R6120-4.1-1 | MUST | it is | kept | {code} | {test}").Dangling());

    [Fact]
    public void Another_table_is_not_read() => Assert.Empty(
        RequirementTable.Rows("tests/Requirements/x.md", "| id | what |\n|---|---|\n| R6120-4.1-1 | it is |\n"));

    [Fact]
    public void A_table_ends_with_its_last_row() => Assert.Single(
        RequirementTable.Rows("tests/Requirements/x.md", Table("R6120-4.1-1 | MUST | it is | kept | |") + "\n| another | table |\n"));

    private static Requirement RowOf(string cells) =>
        RequirementTable.Rows("tests/Requirements/x.md", Table(cells)).Single();

    private static string Table(string cells) =>
        $"# x\n\n| id | strength | what is asked | state | kept by | shown by |\n|---|---|---|---|---|---|\n| {cells} |\n";
}
