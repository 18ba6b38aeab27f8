using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Maat.Domain.Documents;

namespace Maat.Domain.Kinds;

/// <summary>The kinds of nodes that this installation knows. Immutable; its order is the palette's.</summary>
public sealed class NodeKindCatalog
{
    private readonly FrozenDictionary<string, NodeKind> _byName;

    /// <exception cref="ArgumentException">Two kinds have one name, or a name is no key.</exception>
    public NodeKindCatalog(IEnumerable<NodeKind> kinds)
    {
        Kinds = [.. kinds];
        foreach (var kind in Kinds)
        {
            if (!Key.IsValid(kind.Name))
                throw new ArgumentException($"'{kind.Name}' cannot name a kind of nodes: {Key.Rule}.", nameof(kinds));
            if (Kinds.Count(other => other.Name == kind.Name) > 1)
                throw new ArgumentException($"Two kinds of nodes are named '{kind.Name}'.", nameof(kinds));
        }

        _byName = Kinds.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<NodeKind> Kinds { get; }

    public bool TryGet(string name, [NotNullWhen(true)] out NodeKind? kind) => _byName.TryGetValue(name, out kind);

    /// <summary>The catalogue as JSON, from which forms and the browser's validator are made.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var kind in Kinds)
                kind.WriteTo(writer);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
