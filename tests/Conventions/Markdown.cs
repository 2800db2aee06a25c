using System.Text.RegularExpressions;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>What a Markdown text points to.</summary>
internal static partial class Markdown
{
    private static readonly string[] Folders = ["impl/", "model/", "tests/", "traces/", ".ci/", ".github/"];

    /// <summary>The targets of its links that lead to no other site, with the anchor.</summary>
    public static IEnumerable<string> Links(string text) =>
        Link().Matches(WithoutCode(text)).Select(m => m.Groups[1].Value)
            .Where(t => !Elsewhere().IsMatch(t));

    /// <summary>What stands in backticks and looks like a path of this repository; placeholders are none.</summary>
    public static IEnumerable<string> Paths(string text) =>
        Inline().Matches(Fence().Replace(text, "")).Select(m => m.Groups[1].Value)
            .Where(c => Folders.Any(f => c.StartsWith(f, StringComparison.Ordinal)) && PathLike().IsMatch(c));

    /// <summary>The anchors of its headings, as GitHub makes them: a repeated one gets a number.</summary>
    public static IEnumerable<string> Anchors(string text)
    {
        Dictionary<string, int> seen = [];
        foreach (Match heading in Heading().Matches(Fence().Replace(text, "")))
        {
            var words = Link().Replace(heading.Groups[1].Value.Trim(), m => m.Value[1..m.Value.IndexOf(']')]);
            var anchor = NotInAnchors().Replace(words.ToLowerInvariant(), "").Replace(' ', '-');
            var repeated = seen.GetValueOrDefault(anchor);
            seen[anchor] = repeated + 1;
            yield return repeated == 0 ? anchor : $"{anchor}-{repeated}";
        }
    }

    /// <summary>What a Markdown file points to and does not find, each as a sentence.</summary>
    /// <param name="file">Its path, from which its links are relative.</param>
    /// <param name="text">What it says.</param>
    public static IEnumerable<string> Dangling(string file, string text)
    {
        foreach (var link in Links(text))
        {
            var (target, anchor) = link.Split('#', 2) is [var before, var behind] ? (before, behind) : (link, null);
            var path = target.Length == 0 ? file : Resolve(file, target);
            if (path != file && !Repository.Has(path))
            {
                yield return $"{file}: the link {link} leads to {path}, which is not there";
            }
            else if (anchor is not null && !HasAnchor(path == file ? text : Repository.Read(path), path, anchor))
            {
                yield return $"{file}: the link {link} leads to no heading of {path}";
            }
        }

        foreach (var path in Paths(text).Where(p => !Repository.Has(p)))
        {
            yield return $"{file}: `{path}` is not there";
        }
    }

    /// <summary>The path from the root that a link in a file leads to.</summary>
    public static string Resolve(string file, string target)
    {
        var from = Path.GetDirectoryName(Path.Combine(Repository.Root, file))!;
        var to = Path.GetFullPath(Path.Combine(from, Uri.UnescapeDataString(target)));
        return Path.GetRelativePath(Repository.Root, to).Replace('\\', '/');
    }

    private static bool HasAnchor(string text, string path, string anchor) =>
        path.EndsWith(".md", StringComparison.Ordinal)
            ? Anchors(text).Contains(anchor)
            : LineAnchor().Match(anchor) is { Success: true } line
                && int.Parse(line.Groups[1].Value, null) <= text.Split('\n').Length;

    private static string WithoutCode(string text) => Inline().Replace(Fence().Replace(text, ""), "");

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"\]\(\s*<?([^)\s>]+)>?[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex("^(```|~~~).*?^\\1\\s*?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#{1,6}\s+(.*?)\s*#*\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^[\w./*-]+$")]
    private static partial Regex PathLike();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"^L(\d+)(-L\d+)?$")]
    private static partial Regex LineAnchor();
}
