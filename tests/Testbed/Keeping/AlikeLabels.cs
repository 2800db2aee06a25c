using System.Text.RegularExpressions;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>How alike the labels of steps are: what is most alike an old one is most likely what it is called today.</summary>
internal static partial class AlikeLabels
{
    /// <summary>Labels, the most alike first: by how many words there are, by how many of them are equal, then by letters.</summary>
    /// <param name="label">What something was called.</param>
    /// <param name="candidates">What it may be called.</param>
    /// <param name="named">What a trace calls other steps: these are more likely what they say, and come last among equals.</param>
    public static IEnumerable<string> MostAlikeFirst(
        string label, IEnumerable<string> candidates, IReadOnlySet<string> named)
    {
        var words = WordsOf(label);
        return candidates.Select(c => (Label: c, Words: WordsOf(c)))
            .OrderBy(c => c.Words.Length != words.Length)
            .ThenByDescending(c => EqualWords(words, c.Words))
            .ThenBy(c => named.Contains(c.Label))
            .ThenBy(c => EditDistance.Between(label, c.Label))
            .ThenBy(c => c.Label, StringComparer.Ordinal)
            .Select(c => c.Label);
    }

    /// <summary>The label without its numbers.</summary>
    public static string WithoutNumbers(string label) => Digits().Replace(label, "");

    private static int EqualWords(string[] one, string[] other) => one.Length == other.Length
        ? one.Zip(other).Count(pair => pair.First == pair.Second)
        : one.Intersect(other).Count();

    // The parts of a name are words, too: server, loop, connection and number; so is the direction of a link.
    private static string[] WordsOf(string label) =>
        [.. Separators().Split(label).Where(w => !string.IsNullOrWhiteSpace(w) && w != "/")];

    [GeneratedRegex("([ /#←→])", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
