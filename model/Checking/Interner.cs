using System.Collections.Concurrent;

namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// Gives every different value a number, so that a state is packed as a few numbers instead of all that it holds. Which
/// number a value gets depends on who comes first; only equality counts. Safe for several threads.
/// </summary>
internal sealed class Interner<T>
    where T : notnull
{
    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly ConcurrentDictionary<T, int> _numbers = new();
    private readonly object _lock = new();
    private T[][] _chunks = [];
    private int _count;

    /// <summary>How many different values there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The number of a value, from 0.</summary>
    public int this[T value]
    {
        get
        {
            if (_numbers.TryGetValue(value, out var known))
            {
                return known;
            }

            lock (_lock)
            {
                if (_numbers.TryGetValue(value, out known))
                {
                    return known;
                }

                var number = _count;
                if (number >> ChunkBits == _chunks.Length)
                {
                    Volatile.Write(ref _chunks, [.. _chunks, new T[ChunkSize]]);
                }

                _chunks[number >> ChunkBits][number & (ChunkSize - 1)] = value;
                Volatile.Write(ref _count, number + 1);
                _numbers[value] = number;
                return number;
            }
        }
    }

    /// <summary>The value of a number that was given out.</summary>
    public T At(int number) => Volatile.Read(ref _chunks)[number >> ChunkBits][number & (ChunkSize - 1)];
}
