using System.Text.Json;
using System.Text.Unicode;

namespace Xmpp.Federation.Testbed.Input;

/// <summary>Reads recordings: JSON lines, each an object.</summary>
internal static class RecordingFile
{
    /// <summary>The lines of a recording, or everything that is wrong with them.</summary>
    public static Parsed<Recording> Parse(string file, byte[] content)
    {
        if (!Utf8.IsValid(content))
        {
            return new InputProblem(file, 0, null, "is not UTF-8", "one JSON object per line");
        }

        var problems = new Problems(file);
        var lines = new List<RecordedLine>();
        var number = 0;
        foreach (var range in content.AsSpan().Split((byte)'\n'))
        {
            number++;
            var line = content.AsMemory()[range];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                Read(line, number, lines, problems);
            }
        }

        if (lines.Count == 0 && !problems.Any)
        {
            problems.Add(1, null, "is empty", "one JSON object per line");
        }

        return problems.Any ? problems.Found : new Recording(file, lines);
    }

    private static void Read(ReadOnlyMemory<byte> line, int number, List<RecordedLine> lines, Problems problems)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                lines.Add(new(number, json.RootElement.Clone()));
                return;
            }
        }
        catch (JsonException)
        {
            // Said below, in our own words: the parser's name the inside of a line.
        }

        problems.Add(number, null, "is not a JSON object", "one JSON object per line");
    }
}
