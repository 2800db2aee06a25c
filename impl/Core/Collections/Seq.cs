using System.Collections;
using System.Runtime.CompilerServices;

namespace Xmpp.Federation.Core.Collections;

/// <summary>
/// A short immutable sequence that compares by content, so that states and inputs that hold one do too.
/// <c>default</c> is the empty sequence; <c>[a, b]</c> constructs one.
/// </summary>
[CollectionBuilder(typeof(Seq), nameof(Seq.Of))]
internal readonly struct Seq<T> : IEquatable<Seq<T>>, IReadOnlyList<T>
{
    private readonly T[]? _items;

    internal Seq(T[] items) => _items = items;

    public int Count => _items?.Length ?? 0;

    public bool IsEmpty => Count == 0;

    public T this[int index] => Items[index];

    private T[] Items => _items ?? [];

    public Seq<T> Add(T item) => new([.. Items, item]);

    public Seq<T> AddRange(Seq<T> more) => more.IsEmpty ? this : IsEmpty ? more : new([.. Items, .. more.Items]);

    public Seq<T> RemoveAt(int index) => new([.. Items[..index], .. Items[(index + 1)..]]);

    /// <summary>Everything behind the first <paramref name="count"/> items.</summary>
    public Seq<T> Skip(int count) => count == 0 ? this : new(Items[count..]);

    public bool Contains(T item) => IndexOf(item) >= 0;

    public int IndexOf(T item) => Array.IndexOf(Items, item);

    public ReadOnlySpan<T> AsSpan() => Items;

    public bool Equals(Seq<T> other)
    {
        if (ReferenceEquals(_items, other._items))
        {
            return true;
        }

        if (Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(Items[i], other.Items[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is Seq<T> other && Equals(other);

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

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(Seq<T> left, Seq<T> right) => left.Equals(right);

    public static bool operator !=(Seq<T> left, Seq<T> right) => !left.Equals(right);
}

/// <summary>Builds <see cref="Seq{T}"/> from collection expressions and other sequences.</summary>
internal static class Seq
{
    public static Seq<T> Of<T>(ReadOnlySpan<T> items) => items.IsEmpty ? default : new(items.ToArray());

    public static Seq<T> ToSeq<T>(this IEnumerable<T> items) => new([.. items]);
}
