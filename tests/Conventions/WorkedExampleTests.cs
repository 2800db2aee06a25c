using System.Text.RegularExpressions;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>What is shown to who wants to add something compiles.</summary>
public sealed partial class WorkedExampleTests
{
    private const string Text = "tests/README.md";
    private const string Code = "tests/Systematic/WorkedExampleTests.cs";

    public static TheoryData<string> Examples => ["scenario", "flavour", "strategy", "invariant", "fault"];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_example_in_the_text_is_the_one_that_compiles(string name) =>
        Assert.Contains(Unindented(Example(name)), Fence().Matches(Repository.Read(Text)).Select(m => m.Groups[1].Value.TrimEnd()));

    [Fact]
    public void Nothing_else_is_shown() =>
        Assert.Equal(Examples.Count, Fence().Count(Repository.Read(Text)));

    private static string Example(string name)
    {
        var match = Regex.Match(
            Repository.Read(Code), $@"    // example: {name}\n(.*?)(?=\n    // example: |\n    \[Fact\])", RegexOptions.Singleline);
        return match.Success ? match.Groups[1].Value.TrimEnd() : throw new InvalidDataException($"{Code} has no example of {name}.");
    }

    private static string Unindented(string code) =>
        string.Join('\n', code.Split('\n').Select(l => l.StartsWith("    ", StringComparison.Ordinal) ? l[4..] : l));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
