using System.Text.RegularExpressions;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>What a row of a diagram shows.</summary>
internal enum RowKind
{
    /// <summary>Something travels from one server to another.</summary>
    Arrow,

    /// <summary>Both servers take part.</summary>
    Handshake,

    /// <summary>Something happens at one server.</summary>
    Note,

    /// <summary>Something goes wrong.</summary>
    Fault,

    /// <summary>The property is broken.</summary>
    Violation,
}

/// <summary>One row of a diagram: an arrow between two servers, or something that one of them does.</summary>
/// <param name="Happening">The step that it shows; null for what shows at rest.</param>
/// <param name="From">The server at which it begins.</param>
/// <param name="To">The server at which it ends; the same one where nothing travels.</param>
/// <param name="Link">The connection, by the name that its initiator gives it; empty where none is meant.</param>
/// <param name="Label">What to write on it.</param>
internal sealed record Row(RowKind Kind, Happening? Happening, string From, string To, string Link, string Label);

/// <summary>The rows of a diagram, from the steps of an execution.</summary>
internal static partial class Rows
{
    /// <summary>All that can be seen of some steps, and the violation.</summary>
    /// <param name="explanation">What is explained.</param>
    /// <param name="happenings">The steps.</param>
    /// <param name="turns">Whether every turn of a loop in which something is heard is shown, too.</param>
    public static IReadOnlyList<Row> Of(Explanation explanation, IEnumerable<Happening> happenings, bool turns)
    {
        var rows = new List<Row>();
        foreach (var happening in happenings)
        {
            var before = rows.Count;
            rows.AddRange(Of(happening, turns).Concat(Unusual(happening)));
            var (first, second) = (explanation.Pair?.First.Number, explanation.Pair?.Second.Number);
            if (rows.Count == before && (happening.Number == first || happening.Number == second))
            {
                rows.Add(new Row(RowKind.Note, happening, happening.Server, happening.Server, "", WordsOf(happening)));
            }
        }

        if (explanation.Retelling.Breach is { } breach)
        {
            var server = explanation.Last is { } last ? last.Server : explanation.Retelling.Execution.World.Servers[0].Name.Name;
            rows.Add(new Row(RowKind.Violation, explanation.Last, server, server, "", breach.ToString()));
        }

        return rows;
    }

    /// <summary>The servers that take part, in the order of the world, strangers behind them.</summary>
    public static string[] LanesOf(Explanation explanation, IEnumerable<Row> rows)
    {
        var taking = rows.SelectMany(r => new[] { r.From, r.To }).ToHashSet(StringComparer.Ordinal);
        var known = explanation.Retelling.Execution.World.Servers.Select(s => s.Name.Name).ToArray();
        return [.. known.Where(taking.Contains), .. taking.Except(known).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<Row> Of(Happening happening, bool turns) => happening.Label.Split(' ') switch
    {
        ["deliver", var link, "room"] => [],
        ["deliver", var link, var name] => [Delivery(happening, link, name)],
        ["handshake", var link] => [Handshake(happening, link)],
        ["connect", var way] => [Connect(happening, way)],
        ["cut" or "reset", var link] => [At(RowKind.Fault, happening, Footprint.WriterOf(link), happening.Label)],
        ["resolve", ..] => [At(RowKind.Note, happening, happening.Server, happening.Label)],
        ["attacker", ..] => [At(RowKind.Note, happening, happening.Server, happening.Label)],
        ["run", ..] =>
        [
            .. (turns ? happening.Inputs : Handed(happening)).Concat(happening.Notes)
                .Select(n => At(RowKind.Note, happening, happening.Server, n)),
        ],
        _ => [At(happening.IsFault ? RowKind.Fault : RowKind.Note, happening, happening.Server, happening.Label)],
    };

    private static Row Delivery(Happening happening, string link, string name)
    {
        var label = name switch
        {
            "fin" => "end of connection",
            "alert" => "TLS alert",
            "rest" or "reset" => name,
            _ => happening.Brought is { Text.Length: > 0 } letter ? string.Join(", ", letter.Text.Split('\n').Select(NameOf)) : name,
        };
        return new Row(
            RowKind.Arrow, happening, Footprint.WriterOf(link), Footprint.ReceiverOf(link), Straight(link),
            happening.Choices.Exists(c => !c.IsPlainest && IsCut(c)) ? $"{label} (in pieces)" : label);
    }

    // Of a connection and of TLS their own rows say how they went; that something comes in pieces is no row of its own.
    private static IEnumerable<Row> Unusual(Happening happening) => happening.Choices
        .Where(c => !c.IsPlainest && !IsCut(c) && !happening.Label.StartsWith("connect ", StringComparison.Ordinal)
            && !happening.Label.StartsWith("handshake ", StringComparison.Ordinal))
        .Select(c => At(RowKind.Fault, happening, happening.Server, c.Label));

    private static bool IsCut(Choice choice) => choice.Label.StartsWith("segment ", StringComparison.Ordinal);

    private static Row Handshake(Happening happening, string link)
    {
        var failed = string.Concat(happening.Choices.Where(c => !c.IsPlainest).Select(c => $": {c.Label.Split(' ')[^1]}"));
        return new Row(
            RowKind.Handshake, happening, Footprint.WriterOf(link), Footprint.ReceiverOf(link), Straight(link), $"TLS{failed}");
    }

    private static Row Connect(Happening happening, string way) => new(
        RowKind.Arrow, happening, way.Split('→')[0], way.Split('→')[1].Split(':')[0], "",
        happening.Choices.Exists(c => !c.IsPlainest) ? "connect, refused" : "connect");

    private static Row At(RowKind kind, Happening happening, string server, string label) =>
        new(kind, happening, server, server, "", Bare(server, label.EndsWith(" ()", StringComparison.Ordinal) ? label[..^3] : label));

    private static string Bare(string server, string label) =>
        label.StartsWith($"{server} ", StringComparison.Ordinal) ? label[(server.Length + 1)..] : label;

    // What applications hand over is no event of the wire, but where each story begins.
    private static IEnumerable<string> Handed(Happening happening) =>
        happening.Inputs.Where(i =>
            i.Contains(" is handed ", StringComparison.Ordinal) || i.Contains(" deadline ", StringComparison.Ordinal));

    private static string WordsOf(Happening happening) => happening.Inputs.Count == 0 ? happening.Words
        : string.Join("; ", happening.Inputs.Select(i => i[(i.IndexOf(' ', StringComparison.Ordinal) + 1)..]));

    private static string Straight(string link) => link.Replace('←', '→');

    private static string NameOf(string xml) => xml.StartsWith("</", StringComparison.Ordinal) ? "close"
        : Opening().Match(xml) is { Success: true } found
            ? found.Groups["name"].Value is "stream:stream" ? "header" : Prefixed(found.Groups["name"].Value, xml)
        : "bytes";

    // The log names dialback's elements by their namespace and not by a prefix.
    private static string Prefixed(string name, string xml) => name switch
    {
        "features" => "stream:features",
        "result" or "verify" when xml.Contains("jabber:server:dialback", StringComparison.Ordinal) => $"db:{name}",
        _ => name,
    };

    [GeneratedRegex("^<(?<name>[A-Za-z][A-Za-z0-9:._-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Opening();
}
