using System.Globalization;
using System.Text;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>
/// The steps that matter as a sequence diagram of characters: a lane for each server, time downwards. It fits a log: 140
/// columns, some thirty lines, the last ones.
/// </summary>
internal static class TextDiagram
{
    private const int Width = 140;
    private const int RowsMax = 30;
    private const int Margin = 9;
    private const int LanesWidth = 72;
    private const int LaneDistanceMax = 30;

    public static IEnumerable<string> Of(Explanation explanation)
    {
        var rows = Rows.Of(explanation, explanation.Slice, turns: false).Where(IsOfTheWire).ToArray();
        var lanes = Rows.LanesOf(explanation, rows);
        var columns = ColumnsOf(lanes);
        var hidden = Math.Max(0, rows.Length - RowsMax);
        IEnumerable<string> lines =
        [
            Heads(columns),
            .. hidden == 0 ? [] : rows.Take(hidden).Where(r => Mark(explanation, r) != ' ').Select(r => Line(explanation, columns, r)),
            .. hidden == 0 ? Array.Empty<string>() : [$"{"⋮",Margin - 1}  {hidden.ToString(CultureInfo.InvariantCulture)} rows before"],
            .. rows.Skip(hidden).Select(r => Line(explanation, columns, r)),
        ];
        return lines.Select(l => l.TrimEnd());
    }

    // Names are found so often that nobody needs to read it; the page shows that, too.
    private static bool IsOfTheWire(Row row) => row.Happening?.Label.StartsWith("resolve ", StringComparison.Ordinal) != true;

    /// <summary>What the margin says of a row: the first and the second step of the critical pair, a fault, the violation.</summary>
    private static char Mark(Explanation explanation, Row row) => row switch
    {
        { Kind: RowKind.Violation } => '✘',
        { Happening.Number: var n } when n == explanation.Pair?.First.Number => '①',
        { Happening.Number: var n } when n == explanation.Pair?.Second.Number => '②',
        { Kind: RowKind.Fault } => '!',
        _ => ' ',
    };

    private static Dictionary<string, int> ColumnsOf(string[] lanes)
    {
        var distance = lanes.Length < 2 ? 0 : Math.Min(LaneDistanceMax, LanesWidth / (lanes.Length - 1));
        return lanes.Index().ToDictionary(l => l.Item, l => Margin + 2 + (l.Index * distance), StringComparer.Ordinal);
    }

    // The names stand at their lanes, each with room up to the next one.
    private static string Heads(Dictionary<string, int> columns)
    {
        var line = new StringBuilder();
        var distance = columns.Count < 2 ? Width : columns.Values.Order().Skip(1).First() - columns.Values.Min();
        foreach (var (server, column) in columns.OrderBy(c => c.Value))
        {
            line.Append(' ', Math.Max(0, column - 2 - line.Length)).Append(Shortened.To(distance - 1, server));
        }

        return line.ToString();
    }

    private static string Line(Explanation explanation, Dictionary<string, int> columns, Row row)
    {
        var last = columns.Values.Max();
        var line = new char[last + 1];
        Array.Fill(line, ' ');
        foreach (var column in columns.Values)
        {
            line[column] = '│';
        }

        var number = row.Happening is { Number: var n } ? n.ToString(CultureInfo.InvariantCulture) : "";
        number.PadLeft(Margin - 3).CopyTo(0, line, 0, Margin - 3);
        line[Margin - 2] = Mark(explanation, row);
        var (from, to) = (columns[row.From], columns[row.To]);
        var behind = row.Label;
        if (from == to)
        {
            line[from] = row.Kind switch { RowKind.Violation => '✘', RowKind.Fault => '!', _ => '●' };
            behind = $"{row.From}: {row.Label}";
        }
        else
        {
            Draw(line, from, to, row);
            behind = row.Label.Length > Math.Abs(to - from) - 5 ? $"{row.Link} {row.Label}" : row.Link;
        }

        return $"{new string(line)}  {Shortened.To(Width - last - 3, behind)}";
    }

    private static void Draw(char[] line, int from, int to, Row row)
    {
        var (left, right) = (Math.Min(from, to), Math.Max(from, to));
        var stroke = row.Kind == RowKind.Handshake ? '═' : '─';
        Array.Fill(line, stroke, left + 1, right - left - 1);
        var label = Shortened.To(right - left - 5, row.Label);
        label.CopyTo(0, line, left + 1 + ((right - left - 1 - label.Length) / 2), label.Length);
        if (row.Kind == RowKind.Handshake || to > from)
        {
            line[right - 1] = '▶';
        }

        if (row.Kind == RowKind.Handshake || to < from)
        {
            line[left + 1] = '◀';
        }
    }
}
