using System.Text.Json;

namespace Maat.Domain.Values;

/// <summary>Named values. The order in which the names came is kept when it is written, but does not count when two are compared.</summary>
public sealed record ObjectValue : Value
{
    private readonly OrderedDictionary<string, Value> members = new(StringComparer.Ordinal);

    /// <summary>Makes an object; of members with the same name the last one counts, at the place of the first.</summary>
    public ObjectValue(IEnumerable<KeyValuePair<string, Value>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        foreach (var (name, value) in members)
            this.members[name] = value;
    }

    /// <summary>The members; enumerated in the order in which they came.</summary>
    public IReadOnlyDictionary<string, Value> Members => members;

    public override ValueKind Kind => ValueKind.Object;

    public override string ToText() => ToJson();

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    public bool Equals(ObjectValue? other) =>
        other is not null
        && members.Count == other.members.Count
        && members.All(member => other.members.TryGetValue(member.Key, out var value) && member.Value.Equals(value));

    public override int GetHashCode()
    {
        // A sum, because the order of members does not count.
        var hash = members.Count;
        foreach (var (name, value) in members)
            hash = unchecked(hash + HashCode.Combine(name, value));
        return hash;
    }
}
