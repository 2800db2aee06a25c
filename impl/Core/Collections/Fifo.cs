using System.Collections;
using System.Collections.Immutable;

namespace Xmpp.Federation.Core.Collections;

/// <summary>An immutable queue that compares by content. <c>default</c> is the empty queue.</summary>
internal readonly struct Fifo<T> : IEquatable<Fifo<T>>, IEnumerable<T>
{
    private readonly ImmutableList<T>? _items;

    private Fifo(ImmutableList<T> items) => _items = items;

    public int Count => _items?.Count ?? 0;

    public bool IsEmpty => Count == 0;

    /// <summary>The item that has waited longest.</summary>
    public T First => Items[0];

    private ImmutableList<T> Items => _items ?? [];

    public Fifo<T> Enqueue(T item) => new(Items.Add(item));

    /// <summary>This queue without its first item.</summary>
    public Fifo<T> Dequeue() => new(Items.RemoveAt(0));

    public bool Equals(Fifo<T> other) =>
        ReferenceEquals(_items, other._items) || (Count == other.Count && Items.SequenceEqual(other.Items));

    public override bool Equals(object? obj) => obj is Fifo<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", Items)}]";

    public IEnumerator<T> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(Fifo<T> left, Fifo<T> right) => left.Equals(right);

    public static bool operator !=(Fifo<T> left, Fifo<T> right) => !left.Equals(right);
}
