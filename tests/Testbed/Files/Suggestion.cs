namespace Xmpp.Federation.Testbed.Files;

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
        return names.Where(n => Math.Abs(n.Length - wrong.Length) <= limit && EditDistance.Between(wrong, n) <= limit)
            .MinBy(n => EditDistance.Between(wrong, n));
    }
}
