using System.Text;
using System.Text.Json;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>
/// Takes the fields out of the lines of a recording, or says what is wrong with them. Further fields are notes of
/// the recorder and are left alone.
/// </summary>
internal sealed class RecordedLinesReader
{
    private const string Meta = "meta ";
    private const string MetaLine = "the first line is an event whose text is 'meta' and an object";

    private readonly Recording _recording;
    private readonly Problems _problems;

    private RecordedLinesReader(Recording recording) => (_recording, _problems) = (recording, new(recording.File));

    public static Parsed<RecordedLines> Read(Recording recording)
    {
        var reader = new RecordedLinesReader(recording);
        var lines = recording.Lines.Select(reader.Line).ToList();
        if (reader._problems.Any)
        {
            return reader._problems.Found;
        }

        var (server, domain, name) = reader.About(lines[0]!);
        var words = lines.Skip(1).OfType<RecordedWords>().Where(l => l.Connection != "-").ToSeq();
        return reader._problems.Any ? reader._problems.Found : new RecordedLines(server, domain, name, words);
    }

    // What the first line says about the others.
    private (string Server, Domain Domain, string Case) About(RecordedWords first)
    {
        if (first.Kind != LineKind.Event || !first.Text.StartsWith(Meta, StringComparison.Ordinal))
        {
            _problems.Add(first.Number, "text", "says nothing about the recording", MetaLine);
            return default;
        }

        var meta = LocatedJson.Parse(_recording.File, Encoding.UTF8.GetBytes(first.Text[Meta.Length..]));
        if (meta.Value is not { Kind: JsonValueKind.Object } about)
        {
            _problems.Add(first.Number, "text", "says nothing about the recording", MetaLine);
            return default;
        }

        var server = Member("server");
        if (string.IsNullOrEmpty(server))
        {
            _problems.Add(first.Number, "meta.server", "is missing", "the name of the recorded server");
        }

        if (!Domain.TryParse(Member("domain"), out var domain))
        {
            _problems.Add(first.Number, "meta.domain", "is missing or no domain", "the domain of the recorded server");
        }

        return (server ?? "", domain, Member("case") ?? Member("mode") ?? "");

        string? Member(string name) => about.Members.FirstOrDefault(m => m.Name == name)?.Value.Text;
    }

    private RecordedWords? Line(RecordedLine line)
    {
        var connection = Text(line, "conn");
        if (connection is not null && !IsConnection(connection))
        {
            Unknown(line, "conn", connection, "allowed: out, in1, in2 …, -");
        }

        var dir = Text(line, "dir");
        if (!Words.TryRead<LineKind>(dir ?? "", out var kind) && dir is not null)
        {
            Unknown(line, "dir", dir, "allowed: send, recv, event");
        }

        var tls = Field(line, "tls", "true or false", JsonValueKind.True, JsonValueKind.False);
        Field(line, "t", "the seconds since the beginning", JsonValueKind.Number);
        var text = Text(line, "text");
        return connection is null || dir is null || tls is null || text is null
            ? null
            : new(line.Line, connection, kind, tls.Value.GetBoolean(), text, Bytes(line, kind, text));
    }

    private static bool IsConnection(string name) => name is "-" or "out"
        || (name.StartsWith("in", StringComparison.Ordinal)
            && name.Length > 2
            && name.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0);

    // Bytes that are no text stand in a field of their own.
    private byte[] Bytes(RecordedLine line, LineKind kind, string text)
    {
        if (kind == LineKind.Event)
        {
            return [];
        }

        if (!line.Value.TryGetProperty("hex", out _))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        try
        {
            return Convert.FromHexString(Text(line, "hex") ?? "");
        }
        catch (FormatException)
        {
            _problems.Add(line.Line, "hex", "is not hexadecimal", "two digits a byte");
            return [];
        }
    }

    private string? Text(RecordedLine line, string name)
    {
        try
        {
            return Field(line, name, "a string", JsonValueKind.String)?.GetString();
        }
        catch (InvalidOperationException)
        {
            _problems.Add(line.Line, name, "is not Unicode text", "bytes that are no text stand in 'hex'");
            return null;
        }
    }

    private JsonElement? Field(RecordedLine line, string name, string allowed, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!line.Value.TryGetProperty(name, out var value))
        {
            _problems.Add(line.Line, name, "is missing", allowed);
            return null;
        }

        if (!kinds.Contains(value.ValueKind))
        {
            _problems.Add(line.Line, name, "is of another kind", $"allowed: {allowed}");
            return null;
        }

        return value;
    }

    private void Unknown(RecordedLine line, string name, string value, string allowed) =>
        _problems.Add(line.Line, name, $"{Printable.Quoted(value)} is not known", allowed);
}
