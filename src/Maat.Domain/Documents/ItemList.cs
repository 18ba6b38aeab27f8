using System.Collections;
using System.Runtime.CompilerServices;

namespace Maat.Domain.Documents;

/// <summary>
/// An immutable list that equals another one with equal items in the same order, so that the records of a document compare by what
/// they say.
/// </summary>
[CollectionBuilder(typeof(ItemList), nameof(ItemList.Create))]
public sealed class ItemList<T> : IReadOnlyList<T>, IEquatable<ItemList<T>>
{
    public static readonly ItemList<T> Empty = new([]);

    private readonly T[] _items;

    internal ItemList(T[] items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public bool Equals(ItemList<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && _items.AsSpan().SequenceEqual(other._items));

    public override bool Equals(object? obj) => Equals(obj as ItemList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (T item in _items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes an <see cref="ItemList{T}"/>, also for collection expressions.</summary>
public static class ItemList
{
    public static ItemList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ItemList<T>.Empty : new(items.ToArray());

    public static ItemList<T> ToItemList<T>(this IEnumerable<T> items) => Create<T>(items.ToArray());
}
