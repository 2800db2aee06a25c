using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>An item, and the line of the recording with whose bytes it was complete.</summary>
internal readonly record struct HeardItem(int Line, WireItem Item);

/// <summary>
/// Everything that was received on one connection between two changes of its protection: the bytes as they came
/// and the items that were read from them, with the places at which the reader was told something.
/// </summary>
internal sealed class HeardDocument(ReaderLimits limits)
{
    private readonly List<byte> _bytes = [];
    private readonly List<HeardItem> _items = [];
    private readonly HashSet<int> _restarts = [];
    private readonly Dictionary<int, ReaderLimits> _limits = [];

    public void Received(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    public void Read(HeardItem item) => _items.Add(item);

    /// <summary>Behind the last item a new document began (RFC 6120 4.3.3).</summary>
    public void Restarted() => _restarts.Add(_items.Count);

    /// <summary>Behind the last item other limits applied.</summary>
    public void Limited(ReaderLimits next) => _limits[_items.Count] = next;

    /// <summary>
    /// Reads the same bytes again in pieces of another size; null if the items are the same, else the line of the
    /// first one that is not.
    /// </summary>
    public int? FirstDifference(int pieceBytes)
    {
        var again = ReadAgain(pieceBytes);
        for (var i = 0; i < Math.Max(_items.Count, again.Count); i++)
        {
            if (i >= _items.Count || i >= again.Count || _items[i].Item != again[i])
            {
                return _items.Count == 0 ? 0 : _items[Math.Min(i, _items.Count - 1)].Line;
            }
        }

        return null;
    }

    private List<WireItem> ReadAgain(int pieceBytes)
    {
        var reader = new ElementReader(limits);
        var items = new List<WireItem>();
        foreach (var piece in _bytes.Chunk(pieceBytes))
        {
            reader.Feed(piece);
            while (reader.TryRead(out var item))
            {
                items.Add(item);
                if (_restarts.Contains(items.Count))
                {
                    reader.Restart();
                }

                reader.Limits = _limits.GetValueOrDefault(items.Count, reader.Limits);
            }
        }

        return items;
    }
}
