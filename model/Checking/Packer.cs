using System.Runtime.InteropServices;

namespace Xmpp.Federation.Model.Checking;

/// <summary>Turns states into what is stored of them, for one thread; several may lie side by side.</summary>
internal sealed class Packer<TState, TStep>
{
    private readonly ITransitionSystem<TState, TStep> _system;
    private readonly bool _exact;
    private readonly bool _symmetric;
    private readonly int _stride;
    private readonly ulong[] _words;
    private readonly int[] _bytes;
    private readonly ulong[] _fingerprints;

    /// <param name="system">Whose states they are.</param>
    /// <param name="exact">Whether they are stored whole; else their fingerprints are.</param>
    /// <param name="symmetric">Whether their representatives are.</param>
    /// <param name="places">How many lie side by side.</param>
    public Packer(ITransitionSystem<TState, TStep> system, bool exact, bool symmetric, int places)
    {
        _system = system;
        _exact = exact;
        _symmetric = symmetric;
        _stride = Math.Max(1, WordsOf(system.PackedBytesMax));
        _words = new ulong[_stride * places];
        _bytes = new int[places];
        _fingerprints = new ulong[places];
    }

    /// <summary>Packs the representative of a state.</summary>
    /// <returns>The representative.</returns>
    public TState Pack(TState state, int place = 0)
    {
        var canonical = _symmetric ? _system.Canonical(state) : state;
        var words = _words.AsSpan(_stride * place, _stride);
        var bytes = MemoryMarshal.AsBytes(words);
        var length = _bytes[place] = _system.Pack(canonical, bytes);
        var used = WordsOf(length);
        bytes[length..(used * sizeof(ulong))].Clear();
        _fingerprints[place] = Fingerprint.Of(words[..used], length);
        return canonical;
    }

    /// <summary>The fingerprints of the first few.</summary>
    public ReadOnlySpan<ulong> Fingerprints(int count) => _fingerprints.AsSpan(0, count);

    /// <summary>One of them, packed.</summary>
    public Packed Packed(int place = 0) =>
        new(_words.AsSpan(_stride * place, WordsOf(_bytes[place])), _bytes[place], _fingerprints[place]);

    /// <summary>What is stored of it.</summary>
    public Packed Stored(int place = 0) => _exact
        ? Packed(place)
        : new(_fingerprints.AsSpan(place, 1), sizeof(ulong), _fingerprints[place]);

    /// <summary>The state that was packed.</summary>
    /// <param name="head">The first word of its record.</param>
    /// <param name="arena">Where it lies.</param>
    public TState Unpack(uint head, Arena arena)
    {
        var length = new RecordHead(arena[head]).Length;
        return _system.Unpack(MemoryMarshal.AsBytes(arena.Words(head + 1, WordsOf(length)))[..length]);
    }

    private static int WordsOf(int bytes) => (bytes + sizeof(ulong) - 1) / sizeof(ulong);
}

/// <summary>A packed state, or what stands for it.</summary>
/// <param name="words">Its words, filled up with zeros.</param>
/// <param name="bytes">How many bytes of them count.</param>
/// <param name="fingerprint">The fingerprint of the state.</param>
internal readonly ref struct Packed(ReadOnlySpan<ulong> words, int bytes, ulong fingerprint)
{
    public ReadOnlySpan<ulong> Words { get; } = words;

    public int Bytes { get; } = bytes;

    public ulong Fingerprint { get; } = fingerprint;
}
