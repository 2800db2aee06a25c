using System.Reflection;

namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>A difference between a profile and its server that is known and has a reason.</summary>
/// <param name="Recording">The name of the recording without its extension.</param>
/// <param name="What">The difference, in words.</param>
/// <param name="Why">The reason, in one sentence.</param>
internal sealed record ListedDifference(string Recording, string What, string Why);

/// <summary>
/// The differences that are known, in a file beside the recordings. Each takes three lines: the recording, and
/// indented the difference and its reason; blank lines and those that begin with <c>#</c> count for nothing.
/// </summary>
internal static class ListedDifferences
{
    private const string Resource = "ProfileDifferences.approved.txt";

    /// <summary>Those that were there when the testbed was built.</summary>
    public static IReadOnlyList<ListedDifference> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not part of the build.");
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }

    /// <summary>The differences in this text.</summary>
    /// <exception cref="FormatException">A difference has not its three lines.</exception>
    public static IReadOnlyList<ListedDifference> Read(string text) =>
    [
        .. text.Split('\n')
            .Where(l => !string.IsNullOrWhiteSpace(l) && l[0] != '#')
            .Chunk(3)
            .Select(Listed),
    ];

    /// <summary>The lines of one difference, as <see cref="Read"/> takes them.</summary>
    public static string Write(ListedDifference listed) => $"{listed.Recording}\n  {listed.What}\n  {listed.Why}\n";

    private static ListedDifference Listed(string[] lines) =>
        lines is [var recording, [' ', ..] what, [' ', ..] why] && recording[0] != ' '
            ? new(recording.Trim(), what.Trim(), why.Trim())
            : throw new FormatException($"'{lines[0].Trim()}' is not followed by a difference and its reason.");
}
