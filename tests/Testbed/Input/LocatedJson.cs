using System.Text.Json;
using System.Text.Unicode;

namespace Xmpp.Federation.Testbed.Input;

/// <summary>Reads JSON into values that know their lines; <see cref="JsonDocument"/> forgets them.</summary>
internal ref struct LocatedJson
{
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _counted;
    private int _line;

    private LocatedJson(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _reader = new Utf8JsonReader(bytes);
        _line = 1;
    }

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>One JSON value, or why it is none.</summary>
    public static Parsed<Located> Parse(string file, ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.StartsWith(Mark) ? bytes[Mark.Length..] : bytes;
        if (FirstNotUtf8(bytes) is { } bad)
        {
            return new InputProblem(file, 1 + bytes[..bad].Count((byte)'\n'), null, "is not UTF-8", null);
        }

        if (bytes.IsEmpty)
        {
            return new InputProblem(file, 1, null, "is empty", "write a JSON object");
        }

        var json = new LocatedJson(bytes);
        try
        {
            json.Next();
            var value = json.Value();

            // Only reads on to see that nothing follows; the reader throws when something does.
            json._reader.Read();
            return value;
        }
        catch (JsonException e)
        {
            var line = (int)(e.LineNumber ?? 0) + 1;
            return new InputProblem(file, line, null, $"is not JSON: {WithoutPosition(e.Message)}", null);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, written as an escape.
            return new InputProblem(file, json._line, null, "is not JSON: a string is not Unicode text", null);
        }
    }

    private static int? FirstNotUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return null;
        }

        var at = 0;
        while (System.Text.Rune.DecodeFromUtf8(bytes[at..], out _, out var length)
            == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private static string WithoutPosition(string message)
    {
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (position < 0 ? message : message[..position]).TrimEnd('.');
    }

    private void Next()
    {
        _reader.Read();
        var at = (int)_reader.TokenStartIndex;
        _line += _bytes[_counted..at].Count((byte)'\n');
        _counted = at;
    }

    private Located Value()
    {
        var line = _line;
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => new(line, JsonValueKind.Object, "", Members(), []),
            JsonTokenType.StartArray => new(line, JsonValueKind.Array, "", [], Items()),
            JsonTokenType.String => new(line, JsonValueKind.String, _reader.GetString()!, [], []),
            JsonTokenType.Number => new(line, JsonValueKind.Number, Digits(), [], []),
            JsonTokenType.True => new(line, JsonValueKind.True, "", [], []),
            JsonTokenType.False => new(line, JsonValueKind.False, "", [], []),
            _ => new(line, JsonValueKind.Null, "", [], []),
        };
    }

    private List<LocatedMember> Members()
    {
        var members = new List<LocatedMember>();
        for (Next(); _reader.TokenType != JsonTokenType.EndObject; Next())
        {
            var (line, name) = (_line, _reader.GetString()!);
            Next();
            members.Add(new(line, name, Value()));
        }

        return members;
    }

    private List<Located> Items()
    {
        var items = new List<Located>();
        for (Next(); _reader.TokenType != JsonTokenType.EndArray; Next())
        {
            items.Add(Value());
        }

        return items;
    }

    private readonly string Digits() => System.Text.Encoding.ASCII.GetString(_reader.ValueSpan);
}
