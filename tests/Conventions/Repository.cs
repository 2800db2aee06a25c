using System.Reflection;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>The files of the repository, by their paths from its root, with slashes.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "ProjectDirectory").Value!,
        "..", ".."));

    /// <summary>The names directly under the root; folders end with a slash.</summary>
    public static IReadOnlyList<string> TopLevel { get; } =
    [
        .. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d) + "/"),
        .. Directory.GetFiles(Root).Select(f => Path.GetFileName(f)),
    ];

    /// <summary>Every file with this ending, build output and what git keeps left out.</summary>
    public static IReadOnlyList<string> Files(string ending) =>
    [
        .. TopLevel.Where(n => n.EndsWith('/') && !n.StartsWith('.'))
            .SelectMany(d => Directory.GetFiles(Path.Combine(Root, d), "*" + ending, SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(Root, "*" + ending))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    /// <summary>Whether a file or folder is there; a star stands for anything within one name.</summary>
    public static bool Has(string path)
    {
        var full = Path.Combine(Root, path.TrimEnd('/'));
        if (!path.Contains('*', StringComparison.Ordinal))
        {
            return File.Exists(full) || Directory.Exists(full);
        }

        var folder = Path.GetDirectoryName(full)!;
        return Directory.Exists(folder)
            && Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(full)).Any();
    }
}
