namespace Xmpp.Federation.Model.Checking;

/// <summary>A list that grows by pieces: nothing is copied, and little is allocated in vain.</summary>
internal sealed class Sequence<T>
    where T : unmanaged
{
    private const int PieceBits = 12;
    private const int PieceLength = 1 << PieceBits;

    private readonly List<T[]> _pieces = [];

    /// <summary>How many it holds.</summary>
    public int Count { get; private set; }

    /// <summary>How many pieces it has.</summary>
    public int Pieces => _pieces.Count;

    /// <summary>The bytes of one piece.</summary>
    public static long PieceBytes => (long)PieceLength * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();

    public T this[int index] => _pieces[index >> PieceBits][index & (PieceLength - 1)];

    public T this[uint index] => this[(int)index];

    public void Add(T item)
    {
        if (Count >> PieceBits == _pieces.Count)
        {
            _pieces.Add(GC.AllocateUninitializedArray<T>(PieceLength));
        }

        _pieces[Count >> PieceBits][Count & (PieceLength - 1)] = item;
        Count++;
    }

    /// <summary>Forgets what it holds, and keeps the room.</summary>
    public void Clear() => Count = 0;
}
