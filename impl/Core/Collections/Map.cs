using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Xmpp.Federation.Core.Collections;

/// <summary>
/// An immutable map, sorted by key and compared by content. Enumeration follows the keys' own order, never a
/// hash table's. <c>default</c> is the empty map.
/// </summary>
internal readonly struct Map<TKey, TValue> : IEquatable<Map<TKey, TValue>>, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull, IComparable<TKey>
{
    private static readonly ImmutableSortedDictionary<TKey, TValue> Empty =
        ImmutableSortedDictionary<TKey, TValue>.Empty;

    private readonly ImmutableSortedDictionary<TKey, TValue>? _items;

    private Map(ImmutableSortedDictionary<TKey, TValue> items) => _items = items;

    public int Count => Items.Count;

    public IEnumerable<TKey> Keys => Items.Keys;

    public IEnumerable<TValue> Values => Items.Values;

    public TValue this[TKey key] => Items[key];

    private ImmutableSortedDictionary<TKey, TValue> Items => _items ?? Empty;

    public bool ContainsKey(TKey key) => Items.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => Items.TryGetValue(key, out value);

    /// <summary>This map with <paramref name="key"/> bound to <paramref name="value"/>.</summary>
    public Map<TKey, TValue> With(TKey key, TValue value) => new(Items.SetItem(key, value));

    /// <summary>This map without <paramref name="key"/>.</summary>
    public Map<TKey, TValue> Without(TKey key) => new(Items.Remove(key));

    public bool Equals(Map<TKey, TValue> other)
    {
        if (ReferenceEquals(Items, other.Items))
        {
            return true;
        }

        if (Count != other.Count)
        {
            return false;
        }

        using var mine = Items.GetEnumerator();
        using var theirs = other.Items.GetEnumerator();
        while (mine.MoveNext() && theirs.MoveNext())
        {
            if (mine.Current.Key.CompareTo(theirs.Current.Key) != 0
                || !EqualityComparer<TValue>.Default.Equals(mine.Current.Value, theirs.Current.Value))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is Map<TKey, TValue> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (key, value) in Items)
        {
            hash.Add(key);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"{{{string.Join(", ", Items.Select(i => $"{i.Key}: {i.Value}"))}}}";

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(Map<TKey, TValue> left, Map<TKey, TValue> right) => left.Equals(right);

    public static bool operator !=(Map<TKey, TValue> left, Map<TKey, TValue> right) => !left.Equals(right);
}
