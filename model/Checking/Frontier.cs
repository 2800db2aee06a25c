namespace Xmpp.Federation.Model.Checking;

/// <summary>The states of one level, in the order in which a search that does one thing after the other finds them.</summary>
/// <param name="packed">Where they lie packed.</param>
internal sealed class Frontier(Arena packed)
{
    // Large enough that nobody waits at the counter, small enough that all end at about the same time.
    private const int ChunkMax = 256;
    private const int ChunksPerWorker = 8;

    private readonly Sequence<Entry> _entries = new();
    private Part[] _parts = [];
    private int _chunk = 1;
    private int _next;

    /// <summary>Where the states lie packed.</summary>
    public Arena Packed => packed;

    /// <summary>How many they are.</summary>
    public int Count => _entries.Count;

    /// <summary>What the list takes.</summary>
    public long Bytes => (_entries.Pieces * Sequence<Entry>.PieceBytes) + (_parts.LongLength * sizeof(int) * 3);

    /// <summary>The state of a rank.</summary>
    public Entry this[int rank] => _entries[rank];

    /// <summary>What was claimed from the chunks, these in their order.</summary>
    public ReadOnlySpan<Part> Parts => _parts.AsSpan(0, Chunks);

    private int Chunks => (Count + _chunk - 1) / _chunk;

    public void Add(Entry entry) => _entries.Add(entry);

    /// <summary>All are there: hands them out by chunks.</summary>
    public void Open(int workers)
    {
        _chunk = Math.Clamp(Count / (workers * ChunksPerWorker), 1, ChunkMax);
        _next = 0;
        if (_parts.Length < Chunks)
        {
            _parts = new Part[Math.Max(Chunks, 2 * _parts.Length)];
        }

        Array.Clear(_parts, 0, Chunks);
    }

    /// <summary>Takes the next chunk; whoever takes several takes them in their order.</summary>
    public bool TryTake(out int chunk, out Range ranks)
    {
        chunk = Interlocked.Increment(ref _next) - 1;
        ranks = Math.Min(chunk * _chunk, Count)..Math.Min((chunk + 1) * _chunk, Count);
        return chunk < Chunks;
    }

    /// <summary>A chunk is done, as far as it was to be.</summary>
    public void Return(int chunk, Part part) => _parts[chunk] = part;

    /// <summary>Forgets its states.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>A state of the level.</summary>
    /// <param name="Number">Its number in the order of the search.</param>
    /// <param name="Head">Where it lies packed.</param>
    internal readonly record struct Entry(uint Number, uint Head);

    /// <summary>Which of a worker's claims were made from one chunk.</summary>
    internal readonly record struct Part(int Worker, int From, int To);
}
