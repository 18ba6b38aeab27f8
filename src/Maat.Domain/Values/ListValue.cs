using System.Text.Json;

namespace Maat.Domain.Values;

/// <summary>Values in order, of any types.</summary>
public sealed record ListValue : Value
{
    public ListValue(IEnumerable<Value> items) => Items = [.. items];

    /// <summary>The items, in order.</summary>
    public IReadOnlyList<Value> Items { get; }

    public override ValueKind Kind => ValueKind.List;

    public override string ToText() => ToJson();

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
            item.WriteTo(writer);
        writer.WriteEndArray();
    }

    public bool Equals(ListValue? other) => other is not null && Items.SequenceEqual(other.Items);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }
}
