using Xmpp.Federation.Testbed.Refinement;

namespace Xmpp.Federation.Corpus.Tests;

/// <summary>A list with reasons is neither longer nor shorter than what it lists.</summary>
public sealed class ReasonedListTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public ReasonedListTests() =>
        File.WriteAllText(_file, "# What it is.\n\nThe first reason.\n  one (3 times)\n  two\n\nThe second reason.\n  three\n");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void What_is_listed_in_whatever_order_and_nothing_else_is_right() =>
        Assert.Null(Difference(["three", "two", "one (3 times)"]));

    [Fact]
    public void What_is_new_and_what_is_gone_is_told()
    {
        var difference = Difference(["three", "one (4 times)", "four"]);

        Assert.Contains("Gone: \n  one (3 times)\n  two\n", difference, StringComparison.Ordinal);
        Assert.Contains("New: \n  one (4 times)\n  four\n", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_reason_is_told()
    {
        File.AppendAllText(_file, "\n?\n  four\n");

        Assert.Contains(
            "Without a reason: \n  four\n", Difference(["one (3 times)", "two", "three", "four"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_accepted_keeps_its_reason_or_lacks_one()
    {
        Assert.Contains(
            "Without a reason: \n  four\n", ReasonedList.Difference(_file, ["three", "four", "one (4 times)"], accept: true),
            StringComparison.Ordinal);

        Assert.Equal(
            "# What it is.\n\nThe first reason.\n  one (4 times)\n\nThe second reason.\n  three\n\n?\n  four\n", File.ReadAllText(_file));
    }

    [Fact]
    public void An_item_below_no_reason_is_refused()
    {
        File.WriteAllText(_file, "  one\n");

        Assert.Throws<FormatException>(() => Difference(["one"]));
    }

    private string? Difference(string[] things) => ReasonedList.Difference(_file, things, accept: false);
}
