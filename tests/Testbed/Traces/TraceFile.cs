using System.Text;
using System.Text.Unicode;
using Xmpp.Federation.Testbed.Input;

namespace Xmpp.Federation.Testbed.Traces;

/// <summary>Trace files: a header, one step per line by name, and the hash of what the run logged.</summary>
internal static class TraceFile
{
    /// <summary>The first line.</summary>
    public const string Version = "s2s-trace 1";

    /// <summary>Reads a trace, or finds everything that is wrong with it.</summary>
    /// <param name="file">How problems name it.</param>
    public static Parsed<Trace> Parse(string file, ReadOnlySpan<byte> content)
    {
        var first = content.IndexOf((byte)'\n') is var end and >= 0 ? content[..end] : content;
        if (!first.SequenceEqual(Encoding.UTF8.GetBytes(Version)))
        {
            return new InputProblem(file, 1, null, WrongVersion(content, first), $"the first line is '{Version}'");
        }

        if (!Utf8.IsValid(content))
        {
            return new InputProblem(file, 1, null, "is not UTF-8", null);
        }

        var text = Encoding.UTF8.GetString(content);
        if (text.Contains('\r', StringComparison.Ordinal))
        {
            var line = 1 + text.AsSpan()[..text.IndexOf('\r', StringComparison.Ordinal)].Count('\n');
            return new InputProblem(file, line, null, "has a carriage return", "lines end with LF alone");
        }

        var problems = new Problems(file);
        var lines = text.EndsWith('\n') ? text[..^1].Split('\n') : text.Split('\n');
        var trace = new TraceReader(file, lines, problems).Read();
        return problems.Any ? problems.Found : trace!;
    }

    /// <summary>The file's text. Reading it gives the same trace.</summary>
    public static string Write(Trace trace) => TraceWriter.Write(trace);

    private static string WrongVersion(ReadOnlySpan<byte> content, ReadOnlySpan<byte> first)
    {
        if (content.IsEmpty)
        {
            return "is empty";
        }

        if (!first.StartsWith("s2s-trace "u8))
        {
            return "is not a trace";
        }

        var version = Encoding.UTF8.GetString(first["s2s-trace ".Length..]);
        return $"version {Printable.Quoted(version)} is not known";
    }
}
