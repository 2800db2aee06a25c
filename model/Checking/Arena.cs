namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// Words in large segments that stay where they are, each found by its position. Several threads write at once, each
/// by an <see cref="ArenaWriter"/> of its own.
/// </summary>
internal sealed class Arena
{
    /// <summary>No record is longer.</summary>
    public const int SegmentWords = 1 << SegmentBits;

    /// <summary>Positions have 32 bits.</summary>
    public const long BytesMax = (1L << 32) * sizeof(ulong);

    private const int SegmentBits = 15;

    private readonly object _gate = new();
    private ulong[][] _segments = new ulong[4][];
    private int _allocated;
    private int _used;

    /// <summary>What it takes.</summary>
    public long Bytes => (long)Volatile.Read(ref _allocated) * SegmentWords * sizeof(ulong);

    /// <summary>The word at a position.</summary>
    public ref ulong this[uint position] => ref _segments[position >> SegmentBits][position & (SegmentWords - 1)];

    /// <summary>The words from a position on, all of one record.</summary>
    public Span<ulong> Words(uint position, int count) =>
        _segments[position >> SegmentBits].AsSpan((int)(position & (SegmentWords - 1)), count);

    /// <summary>Forgets what was written, and keeps the segments. No thread may write meanwhile, and all writers begin anew.</summary>
    public void Clear() => _used = 0;

    /// <summary>A segment for one writer alone.</summary>
    /// <returns>The position of its first word.</returns>
    public uint Segment()
    {
        lock (_gate)
        {
            var number = _used++;
            if (number == _segments.Length)
            {
                // Others go on reading the old list, which has all that they know of.
                Array.Resize(ref _segments, 2 * number);
            }

            if (number == _allocated)
            {
                _segments[number] = GC.AllocateUninitializedArray<ulong>(SegmentWords);
                Volatile.Write(ref _allocated, number + 1);
            }

            return (uint)number << SegmentBits;
        }
    }
}

/// <summary>Where one thread writes into an arena.</summary>
internal sealed class ArenaWriter(Arena arena)
{
    private uint _next;
    private int _left;

    /// <summary>Room for a record.</summary>
    /// <returns>Its position, which is never 0.</returns>
    public uint Allocate(int words)
    {
        if (_left < words)
        {
            _next = arena.Segment();
            _left = Arena.SegmentWords;
            if (_next == 0)
            {
                _next = 1;
                _left--;
            }
        }

        var position = _next;
        _next += (uint)words;
        _left -= words;
        return position;
    }

    /// <summary>Gives back the room of the record that was allocated last.</summary>
    public void TakeBack(int words)
    {
        _next -= (uint)words;
        _left += words;
    }

    /// <summary>Begins anew, after the arena was cleared.</summary>
    public void Restart() => _left = 0;
}
