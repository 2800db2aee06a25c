using System.Globalization;
using System.Text;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// Executions that are worth being varied, each by its deviations, as a text file: a line for each deviation with tabs between
/// its kind, how often what it stands before has happened, what that is, and what happens instead; a blank line behind each
/// execution.
/// </summary>
internal static class ChoiceCorpus
{
    /// <summary>The first line.</summary>
    public const string Version = "s2s-corpus 1";

    private const string Form = "postpone|strike|take, a number, a label, and but for postpone another label, with tabs between";

    /// <summary>The file's text. Reading it gives the same executions.</summary>
    public static string Write(IEnumerable<Seq<Deviation>> executions)
    {
        var text = new StringBuilder(Version).Append('\n');
        foreach (var execution in executions)
        {
            foreach (var (kind, at, what) in execution)
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
    public static Parsed<IReadOnlyList<Seq<Deviation>>> Parse(string file, string content)
    {
        var problems = new Problems(file);
        var lines = content.Split('\n');
        if (lines[0] != Version)
        {
            problems.Add(1, null, $"{Printable.Quoted(lines[0])} is no corpus", $"the first line is '{Version}'");
            return problems.Found;
        }

        List<Seq<Deviation>> executions = [];
        List<Deviation> deviations = [];
        for (var i = 1; i < lines.Length - 1; i++)
        {
            if (lines[i].Length == 0)
            {
                executions.Add(deviations.ToSeq());
                deviations.Clear();
            }
            else if (Read(lines[i]) is { } deviation)
            {
                deviations.Add(deviation);
            }
            else
            {
                problems.Add(i + 1, null, $"{Printable.Quoted(lines[i])} is no deviation", Form);
            }
        }

        return problems.Any ? problems.Found : executions;
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
