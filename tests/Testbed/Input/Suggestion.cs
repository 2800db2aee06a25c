namespace Xmpp.Federation.Testbed.Input;

/// <summary>Says what would have been right where a name is not known.</summary>
internal static class Suggestion
{
    private const int ListedMax = 24;

    /// <summary>The nearest name where one is near, and the names there are.</summary>
    public static string For(string wrong, IReadOnlyList<string> names)
    {
        var listed = names.Count switch
        {
            0 => "allowed: none",
            <= ListedMax => $"allowed: {string.Join(", ", names)}",
            _ => $"allowed: {string.Join(", ", names.Take(ListedMax))}, …",
        };
        return Nearest(wrong, names) is { } near ? $"did you mean '{near}'? {listed}" : listed;
    }

    private static string? Nearest(string wrong, IReadOnlyList<string> names)
    {
        // A third of the letters: beyond that a guess is rather a surprise than a help.
        var limit = Math.Max(1, wrong.Length / 3);
        return names.Where(n => Math.Abs(n.Length - wrong.Length) <= limit && Distance(wrong, n) <= limit)
            .MinBy(n => Distance(wrong, n));
    }

    // Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours.
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Cell(i, j);
            }
        }

        return rows[left.Length, right.Length];

        int Cell(int i, int j)
        {
            var replace = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            var shortest = Math.Min(replace, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
            var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            return swapped ? Math.Min(shortest, rows[i - 2, j - 2] + 1) : shortest;
        }
    }
}
