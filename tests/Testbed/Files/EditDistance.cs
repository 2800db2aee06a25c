namespace Xmpp.Federation.Testbed.Files;

/// <summary>How many letters differ between two names.</summary>
internal static class EditDistance
{
    /// <summary>Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours.</summary>
    public static int Between(string left, string right)
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
