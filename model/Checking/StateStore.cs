namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// The states that were found: open addressing over records in an <see cref="Arena"/>, without an object for each. Any
/// number of threads add at once; they pause while it grows.
/// </summary>
/// <remarks>
/// A slot holds 32 bits of the fingerprint and the position of the record. Its place follows from the upper bits of
/// these 32, so that growing copies from one end to the other. A record is a <see cref="RecordHead"/> and the words of the
/// packed state, or of its fingerprint.
/// </remarks>
internal sealed class StateStore
{
    private const int SlotsMin = 1 << 12;
    private const int SlotsOfFastGrowth = 1 << 20;
    private const double LoadMax = 0.75;

    // How many states a thread may add before it asks again whether there is room.
    private const int Allowance = 16;

    private readonly Arena _arena = new();
    private ulong[] _slots = new ulong[SlotsMin];
    private long _allowed;
    private volatile bool _mustGrow;

    /// <summary>Whether nothing may be added before it grows.</summary>
    public bool MustGrow => _mustGrow;

    /// <summary>Whether it can grow at all.</summary>
    public bool CanGrow => LengthGrown > _slots.LongLength && _arena.Bytes < Arena.BytesMax / 4 * 3;

    /// <summary>What it takes.</summary>
    public long Bytes => _arena.Bytes + (_slots.LongLength * sizeof(ulong));

    /// <summary>What it takes after it has grown.</summary>
    public long BytesGrown => _arena.Bytes + (LengthGrown * sizeof(ulong));

    /// <summary>The records.</summary>
    public Arena Arena => _arena;

    private long LengthGrown => Math.Min(
        Array.MaxLength, _slots.LongLength < SlotsOfFastGrowth ? 2 * _slots.LongLength : _slots.LongLength / 2 * 3);

    /// <summary>A hand to add with, for one thread.</summary>
    /// <param name="expected">How many states are expected at once, at most.</param>
    public Hand Open(int expected) => new(this, expected);

    /// <summary>The record of a state, if it has one.</summary>
    public bool TryFind(Packed state, out uint record)
    {
        var slots = _slots;
        var tag = TagOf(state.Fingerprint);
        for (var index = PlaceOf(tag, slots.Length); slots[index] is not 0 and var slot; index = After(index, slots.Length))
        {
            record = (uint)slot;
            if (slot >> 32 == tag && IsSame(record, state))
            {
                return true;
            }
        }

        record = 0;
        return false;
    }

    /// <summary>Makes room. Nobody may add meanwhile.</summary>
    public void Grow()
    {
        var old = _slots;
        var grown = new ulong[LengthGrown];
        foreach (var slot in old)
        {
            if (slot != 0)
            {
                var index = PlaceOf((uint)(slot >> 32), grown.Length);
                while (grown[index] != 0)
                {
                    index = After(index, grown.Length);
                }

                grown[index] = slot;
            }
        }

        _slots = grown;
        _mustGrow = false;
    }

    private static uint TagOf(ulong fingerprint) => (uint)(fingerprint >> 32);

    private static int PlaceOf(uint tag, int length) => (int)((ulong)tag * (ulong)length >> 32);

    private static int After(int index, int length) => index + 1 == length ? 0 : index + 1;

    private bool IsSame(uint record, Packed state) =>
        new RecordHead(Volatile.Read(ref _arena[record])).Length == state.Bytes
            && (state.Words.Length == 1
                ? _arena[record + 1] == state.Words[0]
                : _arena.Words(record + 1, state.Words.Length).SequenceEqual(state.Words));

    /// <summary>What one thread adds with.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="expected">How many states are expected at once, at most.</param>
    internal sealed class Hand(StateStore store, int expected)
    {
        private readonly ArenaWriter _writer = new(store._arena);
        private readonly ulong[] _expected = new ulong[expected];
        private int _allowance;
        private ulong _touched;

        /// <summary>
        /// Asks for what will be looked at when these states are added, all at once: memory answers several questions in
        /// the time of one.
        /// </summary>
        public void Expect(ReadOnlySpan<ulong> fingerprints)
        {
            var slots = store._slots;
            var seen = _expected.AsSpan(0, fingerprints.Length);
            for (var i = 0; i < fingerprints.Length; i++)
            {
                seen[i] = slots[PlaceOf(TagOf(fingerprints[i]), slots.Length)];
            }

            var touched = 0UL;
            for (var i = 0; i < fingerprints.Length; i++)
            {
                if (seen[i] >> 32 == TagOf(fingerprints[i]) && seen[i] != 0)
                {
                    touched ^= store._arena[(uint)seen[i]];
                }
            }

            // Kept, so that nobody takes the question for idle.
            _touched = touched;
        }

        /// <summary>Adds a state, unless it is there already; finds the least claim of those made on one level.</summary>
        /// <param name="state">What is stored of it.</param>
        /// <param name="claim">From where it was found, see <see cref="RecordHead"/>.</param>
        /// <param name="record">Its record.</param>
        public Sighting Add(Packed state, ulong claim, out uint record)
        {
            var slots = store._slots;
            var tag = TagOf(state.Fingerprint);
            for (var index = PlaceOf(tag, slots.Length); ; index = After(index, slots.Length))
            {
                var slot = Volatile.Read(ref slots[index]);
                if (slot == 0)
                {
                    record = Write(state.Words, RecordHead.Claimed(state.Bytes, claim));
                    slot = Interlocked.CompareExchange(ref slots[index], ((ulong)tag << 32) | record, 0);
                    if (slot == 0)
                    {
                        Count();
                        return Sighting.New;
                    }

                    _writer.TakeBack(state.Words.Length + 1);
                }

                record = (uint)slot;
                if (slot >> 32 == tag && store.IsSame(record, state))
                {
                    return RecordHead.Claim(ref store._arena[record], claim);
                }
            }
        }

        private uint Write(ReadOnlySpan<ulong> words, RecordHead head)
        {
            var record = _writer.Allocate(words.Length + 1);
            var room = store._arena.Words(record, words.Length + 1);
            room[0] = head.Bits;
            words.CopyTo(room[1..]);
            return record;
        }

        private void Count()
        {
            if (--_allowance < 0)
            {
                _allowance = Allowance - 1;
                if (Interlocked.Add(ref store._allowed, Allowance) > (long)(store._slots.LongLength * LoadMax))
                {
                    store._mustGrow = true;
                }
            }
        }
    }
}

/// <summary>What was known of a state that was found.</summary>
internal enum Sighting
{
    /// <summary>Nothing.</summary>
    New,

    /// <summary>It was found on this level before, but from a place that comes after.</summary>
    Earlier,

    /// <summary>It was found on this level before.</summary>
    Again,

    /// <summary>It belongs to an earlier level, or to the one that is being expanded.</summary>
    Old,
}
