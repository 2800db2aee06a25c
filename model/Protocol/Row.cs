using System.Collections;
using System.Runtime.CompilerServices;

namespace Xmpp.Federation.Model.Protocol;

/// <summary>A short list that never changes, equal to another by content.</summary>
[CollectionBuilder(typeof(Row), nameof(Row.Of))]
internal readonly struct Row<T>(T[]? items) : IEquatable<Row<T>>, IEnumerable<T>
{
    private T[] Items => items ?? [];

    public int Count => Items.Length;

    public T this[int index] => Items[index];

    public ReadOnlySpan<T> Span => Items;

    public Row<T> Add(T item) => new([.. Items, item]);

    public Row<T> RemoveAt(int index) => new([.. Items.AsSpan(0, index), .. Items.AsSpan(index + 1)]);

    public Row<T> With(int index, T item)
    {
        var copy = (T[])Items.Clone();
        copy[index] = item;
        return new Row<T>(copy);
    }

    /// <summary>The position of the first item that fulfils the condition, or -1.</summary>
    public int Find(Predicate<T> condition) => Array.FindIndex(Items, condition);

    public Row<T> Where(Predicate<T> condition) => Array.TrueForAll(Items, condition) ? this : new(Array.FindAll(Items, condition));

    public Row<T> Select(Converter<T, T> changed) => items is null or [] ? this : new(Array.ConvertAll(items, changed));

    public bool Equals(Row<T> other) => Items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is Row<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes rows.</summary>
internal static class Row
{
    public static Row<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
