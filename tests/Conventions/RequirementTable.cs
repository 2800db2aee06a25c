using System.Text.RegularExpressions;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>One row of a table of requirements: a clause, what became of it, and where.</summary>
/// <param name="File">The table's file.</param>
/// <param name="Id">The document, the section and a running number.</param>
/// <param name="Strength">How much the clause binds.</param>
/// <param name="Asked">The clause in a few words.</param>
/// <param name="State">Kept, departed, not ours or open; all but the first with a reason.</param>
/// <param name="KeptBy">Links to code, each with a symbol as its text.</param>
/// <param name="ShownBy">Links to tests, each with a symbol as its text, or to the monitor of an invariant.</param>
internal sealed partial record Requirement(
    string File, string Id, string Strength, string Asked, string State, string KeptBy, string ShownBy)
{
    // The words of RFC 2119 in capitals; in small letters, or none at all, where a text binds without them.
    private static readonly string[] Strengths =
    [
        "MUST", "MUST NOT", "SHALL", "SHOULD", "SHOULD NOT", "RECOMMENDED", "MAY", "shall", "should", "ought", "may", "plain",
    ];

    private static readonly string[] Reasoned = ["departed", "not ours", "open"];

    /// <summary>Whether it is neither kept nor departed from, and ours.</summary>
    public bool IsOpen => State.StartsWith("open:", StringComparison.Ordinal);

    /// <summary>The document of the clause: <c>R6120</c> is RFC 6120, <c>X0220</c> is XEP-0220.</summary>
    public string Document => Id.Split('-')[0];

    /// <summary>What is wrong with the row in itself, each as a sentence.</summary>
    public IEnumerable<string> Mistakes()
    {
        if (!IdLike().IsMatch(Id))
        {
            yield return "its id is none";
        }

        if (!Strengths.Contains(Strength))
        {
            yield return $"'{Strength}' is no strength";
        }

        if (Asked.Length == 0)
        {
            yield return "it asks nothing";
        }

        var (word, reason) = State.Split(": ", 2) is [var before, var behind] ? (before, behind) : (State, "");
        if (word == "kept" ? reason.Length > 0 : !Reasoned.Contains(word) || reason.Length == 0)
        {
            yield return $"'{State}' is no state with its reason";
        }

        if (State == "kept" && (KeptBy.Length == 0 || ShownBy.Length == 0))
        {
            yield return "it is kept, but by no code or shown by no test";
        }

        if (NotLinks().IsMatch(KeptBy) || NotLinks().IsMatch(ShownBy))
        {
            yield return "code and tests are given as links, with commas between them";
        }
    }

    /// <summary>Its links to things that are not there, each as a sentence.</summary>
    public IEnumerable<string> Dangling() =>
        Links(KeptBy).Where(l => !l.NamesASymbol).Concat(Links(ShownBy).Where(l => !l.NamesATest))
            .Select(l => $"{l.Symbol} is not in {l.Path}");

    private IEnumerable<SymbolLink> Links(string cell) =>
        Link().Matches(cell).Select(m => new SymbolLink(m.Groups[1].Value, Markdown.Resolve(File, m.Groups[2].Value)));

    [GeneratedRegex(@"^[RX]\d{4}-[A-Za-z0-9.]+(-[A-Za-z0-9]+)+$")]
    private static partial Regex IdLike();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?!(\[[\w.`-]+\]\([^)\s]+\)(, (?!$)|$))*$)")]
    private static partial Regex NotLinks();
}

/// <summary>A symbol and the file in which it is said to stand.</summary>
/// <param name="Symbol">Such as <c>InitiatingStream.Greet</c>; its last part counts.</param>
/// <param name="Path">The file, from the root.</param>
internal sealed partial record SymbolLink(string Symbol, string Path)
{
    private const string Monitors = "tests/Testbed/Monitors/";

    private string Name => Symbol.Split('.')[^1];

    /// <summary>Whether the file has the name, other than as a part of another.</summary>
    public bool NamesASymbol =>
        Path.EndsWith(".cs", StringComparison.Ordinal) && Repository.Has(Path)
        && Regex.IsMatch(Repository.Read(Path), $@"(?<![\w-]){Regex.Escape(Name)}(?![\w-])");

    /// <summary>Whether the name is that of a test of the file, or of an invariant that it watches.</summary>
    public bool NamesATest => NamesASymbol && (Path.StartsWith(Monitors, StringComparison.Ordinal)
        ? Repository.Read(Path).Contains($"PropertyMonitor(\"{Name}\")", StringComparison.Ordinal)
        : HasTest(Repository.Lines(Path)));

    // The first method behind an attribute of a test is that test.
    private bool HasTest(IEnumerable<string> lines)
    {
        var isTest = false;
        foreach (var line in lines)
        {
            isTest |= TestAttribute().IsMatch(line);
            if (isTest && Method().Match(line) is { Success: true } method)
            {
                if (method.Groups[1].Value == Name)
                {
                    return true;
                }

                isTest = false;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^\s*\[\w*(Fact|Theory|Property)\b")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"^\s*public [^=;]*?\b(\w+)\(")]
    private static partial Regex Method();
}

/// <summary>The tables of the folder of requirements.</summary>
internal static class RequirementTable
{
    private const string Header = "| id | strength | what is asked | state | kept by | shown by |";

    /// <summary>The rows of every table with the columns of requirements, in a file.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="text">What it says.</param>
    public static IEnumerable<Requirement> Rows(string file, string text)
    {
        var inTable = false;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            inTable = line == Header || (inTable && line.StartsWith('|'));
            if (inTable && line != Header && !line.StartsWith("|---", StringComparison.Ordinal))
            {
                yield return Row(file, line);
            }
        }
    }

    private static Requirement Row(string file, string line) =>
        line.Split('|').Select(c => c.Trim()).ToArray() is ["", var id, var strength, var asked, var state, var kept, var shown, ""]
            ? new Requirement(file, id, strength, asked, state, kept, shown)
            : new Requirement(file, line, "", "", "", "", "");
}
