namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>The drawing of a page: every row is a link to its step, so that a click and the Enter key both lead there.</summary>
internal sealed class HtmlChart(Explanation explanation, IReadOnlyList<Row> rows, HtmlLanes lanes)
{
    private const int RowHeight = 24;
    private const int HeadHeight = 44;
    private const int Margin = 12;
    private const double CharacterWidth = 7.3;
    private const int NoteMax = 80;

    private readonly HashSet<int> _mattering = [.. explanation.Slice.Select(h => h.Number)];

    /// <summary>The names of the lanes, which stay in sight.</summary>
    public void Heads(Html page)
    {
        page.Add($"<svg class=\"heads\" width=\"{lanes.Width}\" height=\"{HeadHeight}\" aria-hidden=\"true\">");
        page.Add($"<text class=\"number\" x=\"46\" y=\"18\">step</text>");
        page.Each(lanes.All.Where(l => l.Link.Length == 0), (p, l) => p.Add(
            $"<text class=\"server\" x=\"{l.Column - 6}\" y=\"18\">{l.Server}</text>"));
        page.Each(lanes.All.Where(l => l.Link.Length > 0), (p, l) => p.Add(
            $"<text class=\"socket\" x=\"{l.Column}\" y=\"36\">{NumberOf(l.Link)}<title>{l.Link}</title></text>"));
        page.Add($"</svg>");
    }

    public void Draw(Html page)
    {
        var height = (rows.Count * RowHeight) + (2 * Margin);
        page.Add($"<svg class=\"chart\" width=\"{lanes.Width}\" height=\"{height}\" viewBox=\"0 0 {lanes.Width} {height}\">");
        page.Each(lanes.All, (p, l) => p.Add(
            $"<path class=\"lane{(l.Link.Length == 0 ? "" : " of-socket")}\" d=\"M{l.Column} 0 V{height}\"/>"));
        page.Each(rows.Index(), (p, row) => Draw(p, row.Item, Margin + (row.Index * RowHeight) + (RowHeight / 2)));
        page.Add($"</svg>");
    }

    private void Draw(Html page, Row row, int middle)
    {
        var number = row.Happening?.Number ?? 0;
        page.Add($"<a href=\"#step-{number}\" class=\"{ClassOf(row)}\" aria-label=\"step {number}: {row.Label}\">");
        page.Add($"<title>{row.Label}</title>");
        page.Add($"<rect class=\"hit\" x=\"0\" y=\"{middle - (RowHeight / 2)}\" width=\"{lanes.Width}\" height=\"{RowHeight}\"/>");
        page.Add($"<text class=\"number\" x=\"46\" y=\"{middle + 4}\">{number}</text>");
        page.Add($"<text class=\"mark\" x=\"64\" y=\"{middle + 5}\">{MarkOf(row)}</text>");
        if (row.From == row.To)
        {
            Note(page, row, middle);
        }
        else
        {
            Arrow(page, row, middle);
        }

        page.Add($"</a>");
    }

    private void Note(Html page, Row row, int middle)
    {
        var column = lanes.Of(row.From, "");
        page.Add($"<circle cx=\"{column}\" cy=\"{middle}\" r=\"4\"/>");
        page.Add($"<text class=\"note\" x=\"{column + 10}\" y=\"{middle + 4}\">{Shortened.To(NoteLength(column), row.Label)}</text>");
    }

    // The label stands in the middle of the arrow, on a ground of its own, so that no lane runs through it.
    private void Arrow(Html page, Row row, int middle)
    {
        var (from, to) = (lanes.Of(row.From, row.Link), lanes.Of(row.To, row.Link));
        var head = to > from ? -1 : 1;
        page.Add($"<line class=\"arrow\" x1=\"{from}\" x2=\"{to + (head * 6)}\" y1=\"{middle}\" y2=\"{middle}\"/>");
        page.Add($"<path class=\"head\" d=\"M{to} {middle} l{head * 9} -4 v8 z\"/>");
        if (row.Kind == RowKind.Handshake)
        {
            page.Add($"<path class=\"head\" d=\"M{from} {middle} l{-head * 9} -4 v8 z\"/>");
        }

        var label = Shortened.To((int)((Math.Abs(to - from) - 40) / CharacterWidth), row.Label);
        var width = (label.Length * CharacterWidth) + 8;
        var centre = (from + to) / 2.0;
        page.Add($"<rect class=\"ground\" x=\"{centre - (width / 2)}\" y=\"{middle - 9}\" width=\"{width}\" height=\"18\"/>");
        page.Add($"<text class=\"label\" x=\"{centre}\" y=\"{middle + 4}\">{label}</text>");
    }

    private int NoteLength(int column) => Math.Min(NoteMax, (int)((lanes.Width - column - 16) / CharacterWidth));

    private string ClassOf(Row row) => string.Join(' ', new[]
    {
        "row", $"of-{PlainWords.Of(row.Kind.ToString())}",
        row.Kind == RowKind.Violation || _mattering.Contains(row.Happening?.Number ?? 0) ? "matters" : "aside",
        IsOfPair(row) || IsOfFault(row) ? "pair" : "",
    }.Where(c => c.Length > 0));

    private bool IsOfPair(Row row) => row.Kind != RowKind.Violation && explanation.Pair is { } pair
        && row.Happening?.Number is { } number && (number == pair.First.Number || number == pair.Second.Number);

    private bool IsOfFault(Row row) => row.Kind != RowKind.Violation && explanation.Fault is { Number: var fault }
        && row.Happening is { } happening && (happening.Number == fault
            || (row.Kind == RowKind.Fault && happening.Choices.Exists(c => c.Number == fault)));

    private string MarkOf(Row row) => row.Kind == RowKind.Violation ? "✘"
        : !IsOfPair(row) ? row.Kind == RowKind.Fault ? "!" : ""
        : row.Happening?.Number == explanation.Pair?.First.Number ? "①" : "②";

    // By initials, because there is room for no more; the whole name is the title.
    private static string NumberOf(string link)
    {
        var (to, number) = (link.IndexOf('→', StringComparison.Ordinal) + 1, link.LastIndexOf('/'));
        return $"{link[0]}→{link[to]}{link[number..]}";
    }
}
