using System.Runtime.InteropServices;

namespace Xmpp.Federation.Model.Checking;

/// <summary>Turns states into what is stored of them, for one thread.</summary>
internal sealed class Packer<TState, TStep>
{
    private readonly ITransitionSystem<TState, TStep> _system;
    private readonly bool _exact;
    private readonly bool _symmetric;
    private readonly ulong[] _words;
    private readonly ulong[] _fingerprint = new ulong[1];

    public Packer(ITransitionSystem<TState, TStep> system, bool exact, bool symmetric)
    {
        _system = system;
        _exact = exact;
        _symmetric = symmetric;
        _words = new ulong[Math.Max(1, WordsOf(system.PackedBytesMax))];
    }

    /// <summary>The fingerprint of the state that was packed last.</summary>
    public ulong Fingerprint => _fingerprint[0];

    /// <summary>That state, packed.</summary>
    public ReadOnlySpan<ulong> Packed => _words.AsSpan(0, WordsOf(PackedBytes));

    /// <summary>How many bytes of it count.</summary>
    public int PackedBytes { get; private set; }

    /// <summary>What is stored of it.</summary>
    public ReadOnlySpan<ulong> Stored => _exact ? Packed : _fingerprint;

    /// <summary>How many bytes of that count.</summary>
    public int StoredBytes => _exact ? PackedBytes : sizeof(ulong);

    /// <summary>Packs the representative of a state.</summary>
    /// <returns>The representative.</returns>
    public TState Pack(TState state)
    {
        var canonical = _symmetric ? _system.Canonical(state) : state;
        var bytes = MemoryMarshal.AsBytes(_words.AsSpan());
        PackedBytes = _system.Pack(canonical, bytes);
        bytes[PackedBytes..(WordsOf(PackedBytes) * sizeof(ulong))].Clear();
        _fingerprint[0] = Checking.Fingerprint.Of(Packed, PackedBytes);
        return canonical;
    }

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
