using System.Text;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>
/// A checked-in list of things that are as they should not be, each with its reason: a reason is a line, and the indented lines
/// below it are what it is the reason for. A count in brackets at the end of an item is no part of its name. Blank lines, and those
/// that begin with <c>#</c>, count for nothing.
/// </summary>
/// <param name="Head">The lines with <c>#</c> at the beginning.</param>
/// <param name="Groups">The reasons, and what each is for.</param>
internal sealed record ReasonedList(string Head, IReadOnlyList<(string Reason, IReadOnlyList<string> Items)> Groups)
{
    private const string Accept = "S2S_APPROVE";

    // Where nobody has given a reason yet.
    private const string NoReason = "?";

    private IEnumerable<string> Items => Groups.SelectMany(g => g.Items);

    /// <exception cref="FormatException">An item stands below no reason.</exception>
    private static ReasonedList Read(string text)
    {
        var lines = text.Split('\n').Select(l => l.TrimEnd()).ToList();
        var groups = new List<(string Reason, IReadOnlyList<string> Items)>();
        foreach (var line in lines.Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] != ' ')
            {
                groups.Add((line, new List<string>()));
                continue;
            }

            if (groups.Count == 0)
            {
                throw new FormatException($"'{line.Trim()}' has no reason above it.");
            }

            ((List<string>)groups[^1].Items).Add(line.Trim());
        }

        return new ReasonedList(string.Concat(lines.TakeWhile(l => l.StartsWith('#')).Select(l => $"{l}\n")), groups);
    }

    /// <summary>Compares a list in a file with what there really is; where that is accepted, the file is written first.</summary>
    /// <param name="file">The file.</param>
    /// <param name="things">What there is.</param>
    /// <param name="accept">Whether it is accepted; null if the environment says it.</param>
    /// <returns>What is wrong, for people; null if each thing is in the list, with a reason, and nothing else is.</returns>
    public static string? Difference(string file, IReadOnlyCollection<string> things, bool? accept = null)
    {
        var actual = Read(File.ReadAllText(file)).Of(things);
        if (accept ?? Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(file, actual.Write());
        }

        var listed = Read(File.ReadAllText(file));
        var unfounded = listed.Groups.Where(g => !g.Reason.EndsWith('.')).SelectMany(g => g.Items).ToList();
        return listed.Items.Order(StringComparer.Ordinal).SequenceEqual(things.Order(StringComparer.Ordinal)) && unfounded.Count == 0
            ? null
            : $"""
            {Path.GetFileName(file)} is not what there is.
            Gone: {Lines(listed.Items.Except(things))}
            New: {Lines(things.Except(listed.Items))}
            Without a reason: {Lines(unfounded)}
            If this is meant, run the test with {Accept}=1, and give the reasons.
            """;
    }

    /// <summary>The list of these things: what was in this one keeps its reason, what is new has none.</summary>
    private ReasonedList Of(IReadOnlyCollection<string> things)
    {
        var reasons = Groups.SelectMany(g => g.Items.Select(i => (Name: NameOf(i), g.Reason)))
            .ToDictionary(i => i.Name, i => i.Reason, StringComparer.Ordinal);
        var sorted = things.Order(StringComparer.Ordinal).ToLookup(t => reasons.GetValueOrDefault(NameOf(t), NoReason));
        return new ReasonedList(
            Head,
            [.. Groups.Select(g => g.Reason).Append(NoReason).Distinct().Where(sorted.Contains)
                .Select(r => (r, (IReadOnlyList<string>)[.. sorted[r]]))]);
    }

    private string Write()
    {
        var text = new StringBuilder(Head);
        foreach (var (reason, items) in Groups)
        {
            text.Append($"\n{reason}\n").AppendJoin("", items.Select(i => $"  {i}\n"));
        }

        return text.ToString();
    }

    private static string Lines(IEnumerable<string> items) => string.Concat(items.Select(i => $"\n  {i}").DefaultIfEmpty("nothing"));

    private static string NameOf(string item) =>
        item.EndsWith(')') && item.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var at ? item[..at] : item;
}
