namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>Where the lanes of a page stand: for each server one of its own, and behind it one for each of its sockets.</summary>
internal sealed class HtmlLanes
{
    private const int First = 96;
    private const int SocketDistance = 40;
    private const int ServerDistance = 230;
    private const int NotesWidth = 430;

    private readonly Dictionary<(string Server, string Link), int> _columns = [];

    /// <param name="servers">In this order, from the left.</param>
    /// <param name="rows">What will be shown.</param>
    public HtmlLanes(IEnumerable<string> servers, IReadOnlyList<Row> rows)
    {
        var column = First;
        foreach (var server in servers)
        {
            _columns[(server, "")] = column;
            foreach (var link in rows.Where(r => r.Link.Length > 0 && (r.From == server || r.To == server)).Select(r => r.Link).Distinct())
            {
                column += SocketDistance;
                _columns[(server, link)] = column;
            }

            Right = column;
            column += ServerDistance;
        }

        Width = Right + NotesWidth;
    }

    /// <summary>The last lane.</summary>
    public int Right { get; }

    /// <summary>How wide the drawing is.</summary>
    public int Width { get; }

    /// <summary>Every lane, with its server, its connection (empty for the server itself) and its place.</summary>
    public IEnumerable<(string Server, string Link, int Column)> All => _columns.Select(c => (c.Key.Server, c.Key.Link, c.Value));

    public int Of(string server, string link) => _columns.TryGetValue((server, link), out var column) ? column : _columns[(server, "")];
}
