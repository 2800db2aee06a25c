using System.Globalization;
using System.Text;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// Executions that are worth being varied as a text file. Of each its world, where it is not the same for all of them, in a line that
/// begins with <c>world</c>; then a line for each deviation with tabs between its kind, how often what it stands before has happened,
/// what that is, and what happens instead; a blank line behind each execution.
/// </summary>
internal static class ChoiceCorpus
{
    /// <summary>The first line.</summary>
    public const string Version = "s2s-corpus 1";

    private const string WorldKey = "world";
    private const string Form = "postpone|strike|take, a number, a label, and but for postpone another label, with tabs between";
    private const string WorldForm = $"an execution of a generated world begins with '{WorldKey}', a tab and the world";

    /// <summary>The file's text. Reading it gives the same executions.</summary>
    /// <param name="streams">All of them.</param>
    /// <param name="world">The world of all of them; null where each has its own.</param>
    public static string Write(IEnumerable<ChoiceStream> streams, WorldDefinition? world)
    {
        var text = new StringBuilder(Version).Append('\n');
        foreach (var stream in streams)
        {
            if (world is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{WorldKey}\t{WorldFile.Write(stream.World)}\n");
            }

            foreach (var (kind, at, what) in stream.Choices)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Words.Of(kind)}\t{at.Times}\t{at.Label}");
                text.Append(kind == DeviationKind.Postpone ? "\n" : $"\t{what}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads a file, or finds everything that is wrong with it.</summary>
    /// <param name="file">How problems name it.</param>
    /// <param name="world">The world of all executions; null where each has its own.</param>
    public static Parsed<IReadOnlyList<ChoiceStream>> Parse(string file, string content, WorldDefinition? world)
    {
        var problems = new Problems(file);
        var lines = content.Split('\n');
        if (lines[0] != Version)
        {
            problems.Add(1, null, $"{Printable.Quoted(lines[0])} is no corpus", $"the first line is '{Version}'");
            return problems.Found;
        }

        List<ChoiceStream> streams = [];
        for (var at = 1; at < lines.Length - 1;)
        {
            var end = Array.IndexOf(lines, "", at, lines.Length - 1 - at);
            if (end < 0)
            {
                problems.Add(lines.Length, null, "the last execution has no end", "a blank line");
                end = lines.Length - 1;
            }

            if (Read(file, lines.AsSpan(at..end), at + 1, world, problems) is { } stream)
            {
                streams.Add(stream);
            }

            at = end + 1;
        }

        return problems.Any ? problems.Found : streams;
    }

    private static ChoiceStream? Read(string file, ReadOnlySpan<string> lines, int first, WorldDefinition? world, Problems problems)
    {
        var own = world is null ? WorldOf(file, lines.IsEmpty ? "" : lines[0], first, problems) : null;
        var choices = new List<Deviation>();
        for (var i = world is null ? 1 : 0; i < lines.Length; i++)
        {
            if (Read(lines[i]) is { } deviation)
            {
                choices.Add(deviation);
            }
            else
            {
                problems.Add(first + i, null, $"{Printable.Quoted(lines[i])} is no deviation", Form);
            }
        }

        return (world ?? own) is { } where ? new ChoiceStream(where, choices.ToSeq()) : null;
    }

    private static WorldDefinition? WorldOf(string file, string line, int number, Problems problems)
    {
        if (!line.StartsWith($"{WorldKey}\t", StringComparison.Ordinal))
        {
            problems.Add(number, WorldKey, "is missing", WorldForm);
            return null;
        }

        var world = WorldFile.Parse(file, Encoding.UTF8.GetBytes(line[(WorldKey.Length + 1)..]));
        foreach (var problem in world.Problems)
        {
            // The whole world stands on this one line.
            problems.Add(number, problem.Field is null ? WorldKey : $"{WorldKey}.{problem.Field}", problem.Wrong, problem.Allowed);
        }

        return world.Value;
    }

    private static Deviation? Read(string line)
    {
        var fields = line.Split('\t');
        return fields.Length >= 3 && Words.TryRead<DeviationKind>(fields[0], out var kind)
            && fields.Length == (kind == DeviationKind.Postpone ? 3 : 4)
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var times)
                ? new Deviation(kind, new Moment(fields[2], times), fields.ElementAtOrDefault(3) ?? "")
                : null;
    }
}
