namespace Xmpp.Federation.Wire;

/// <summary>Bytes received and not yet consumed: appended at the end, dropped from the front.</summary>
internal sealed class ByteQueue
{
    private byte[] _bytes = [];
    private int _start;

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(_start, Count);

    public void Append(ReadOnlySpan<byte> more)
    {
        if (_start + Count + more.Length > _bytes.Length)
        {
            MakeRoom(Count + more.Length);
        }

        more.CopyTo(_bytes.AsSpan(_start + Count));
        Count += more.Length;
    }

    public void Drop(int count)
    {
        _start += count;
        Count -= count;
        if (Count == 0)
        {
            Clear();
        }
    }

    public void Clear()
    {
        _start = Count = 0;
        if (_bytes.Length > KeptBytesMax)
        {
            _bytes = [];
        }
    }

    /// <summary>
    /// Moves to the front when there is room by it and at least as many bytes were dropped as are moved, else grows by half:
    /// each byte is moved a constant number of times however small the pieces are.
    /// </summary>
    private void MakeRoom(int needed)
    {
        var target = needed <= _bytes.Length && _start >= Count
            ? _bytes
            : new byte[Math.Max(SmallestBytes, needed + needed / 2)];
        Span.CopyTo(target);
        _bytes = target;
        _start = 0;
    }

    private const int SmallestBytes = 512;

    /// <summary>An idle stream keeps no larger array than this one.</summary>
    private const int KeptBytesMax = 65_536;
}
