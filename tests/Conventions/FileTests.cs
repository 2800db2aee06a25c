using System.Text.RegularExpressions;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>What every source file looks like.</summary>
public sealed partial class FileTests
{
    private const int LinesMax = 400;
    private const int ColumnsMax = 140;

    private static readonly string[] Folders = ["impl", "model", "tests"];

    private static readonly string[] Forbidden =
        ["#region", "#pragma", "[SuppressMessage", "[assembly: SuppressMessage"];

    private static IReadOnlyList<string> Sources { get; } = Repository.Files(".cs");

    [Fact]
    public void A_file_is_read_in_one_sitting() => Breaches.None(
        $"A file has at most {LinesMax} lines.",
        from file in Sources
        let lines = Repository.Lines(file).Length
        where lines > LinesMax
        select $"{file}: {lines} lines");

    [Fact]
    public void A_line_fits_the_screen() => Breaches.None(
        $"A line has at most {ColumnsMax} columns.",
        InLines(line => line.Length > ColumnsMax));

    [Fact]
    public void A_rule_is_switched_off_in_the_editorconfig_with_its_reason_or_not_at_all() => Breaches.None(
        "No suppression stands in code, and no region hides any.",
        InLines(line => Forbidden.Any(f => line.TrimStart().StartsWith(f, StringComparison.Ordinal))));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Breaches.None("What is to be done is done, or is no note in the code.", InLines(line => Note().IsMatch(line)));

    [Fact]
    public void A_namespace_stands_for_its_whole_file() => Breaches.None(
        "Namespaces are file-scoped.",
        InLines(line => line.StartsWith("namespace ", StringComparison.Ordinal) && !line.EndsWith(';')));

    [Fact]
    public void A_namespace_is_its_folder() => Breaches.None(
        "The layers are told by namespaces, so these must be the folders.",
        from file in Sources
        let written = Repository.Lines(file).FirstOrDefault(l => l.StartsWith("namespace ", StringComparison.Ordinal))
        where written is not null && written != $"namespace {NamespaceOf(file)};"
        select $"{file}: {written}");

    [Fact]
    public void Every_source_lies_in_its_part_of_the_repository() =>
        Assert.All(Sources, f => Assert.Contains(f.Split('/')[0], Folders));

    private static IEnumerable<string> InLines(Func<string, bool> breaks) =>
        from file in Sources
        from line in Repository.Lines(file).Index()
        where breaks(line.Item)
        select $"{file}:{line.Index + 1}";

    private static string NamespaceOf(string file) => file.Split('/')[..^1] switch
    {
        ["impl", .. var below] => string.Join('.', ["Xmpp.Federation", .. below]),
        ["model", .. var below] => string.Join('.', ["Xmpp.Federation.Model", .. below]),
        ["tests", "Testbed", .. var below] => string.Join('.', ["Xmpp.Federation.Testbed", .. below]),
        ["tests", "Benchmarks", .. var below] => string.Join('.', ["Xmpp.Federation.Benchmarks", .. below]),
        ["tests", var project, .. var below] => string.Join('.', [$"Xmpp.Federation.{project}.Tests", .. below]),
        _ => "?",
    };

    [GeneratedRegex(@"//.*\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")]
    private static partial Regex Note();
}
