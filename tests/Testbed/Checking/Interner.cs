using System.Collections.Concurrent;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// A value that was met, once for all who are equal to it: two of them are equal if they are the same, and its number
/// stands for it in a packed state.
/// </summary>
/// <param name="Id">Its number, from 0, in the order in which values were met.</param>
/// <param name="Value">The value.</param>
/// <param name="Ids">The ids of streams in it, by number, in the order in which they stand there.</param>
internal sealed record Interned<T>(int Id, T Value, int[] Ids)
{
    public bool Equals(Interned<T>? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Id;

    public override string ToString() => $"{typeof(T).Name} {Id}";
}

/// <summary>The table of the values of one kind. Several threads may use it at once.</summary>
/// <param name="renamed">A value with other names.</param>
internal sealed class Interner<T>(Func<T, Names, T> renamed)
    where T : notnull
{
    private const int RenamingsMax = 1 << 20;

    private readonly ConcurrentDictionary<T, Interned<T>> _byValue = new();
    private readonly ConcurrentDictionary<(int Id, UInt128 Numbers), Interned<T>> _renamed = new();
    private readonly object _lock = new();
    private volatile Interned<T>[] _byId = new Interned<T>[1024];
    private int _count;

    /// <summary>How many different values were met.</summary>
    public int Count => Volatile.Read(ref _count);

    public Interned<T> this[int id] => _byId[id];

    public Interned<T> Of(T value)
    {
        if (_byValue.TryGetValue(value, out var known))
        {
            return known;
        }

        var names = new NameCollector();
        renamed(value, names);
        lock (_lock)
        {
            if (_byValue.TryGetValue(value, out known))
            {
                return known;
            }

            if (_count == _byId.Length)
            {
                var larger = new Interned<T>[_count * 2];
                _byId.CopyTo(larger, 0);
                _byId = larger;
            }

            known = new Interned<T>(_count, value, [.. names.Ids]);
            _byId[_count] = known;
            Volatile.Write(ref _count, _count + 1);
            _byValue[value] = known;
            return known;
        }
    }

    /// <summary>The same with other ids of streams.</summary>
    /// <param name="value">The value.</param>
    /// <param name="numbers">The new number of each id, by its old number.</param>
    public Interned<T> Renamed(Interned<T> value, int[] numbers)
    {
        var (image, isSame) = (UInt128.Zero, true);
        foreach (var id in value.Ids)
        {
            image = (image << 8) | (byte)numbers[id];
            isSame &= numbers[id] == id;
        }

        if (isSame)
        {
            return value;
        }

        if (_renamed.TryGetValue((value.Id, image), out var known))
        {
            return known;
        }

        var names = new RenamedIds(value.Ids.ToDictionary(i => i, i => numbers[i]));
        var other = Of(renamed(value.Value, names));
        // More than sixteen do not fit into the key; such a value is made anew each time.
        if (value.Ids.Length <= 16 && _renamed.Count < RenamingsMax)
        {
            _renamed[(value.Id, image)] = other;
        }

        return other;
    }
}
