using System.Text.Json;
using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Kinds;

/// <summary>
/// One parameter of a node kind, or one field of a parameter that is an object. Both validators, the default form, YAML and API
/// follow from it.
/// </summary>
/// <param name="Name">Its name in the document.</param>
public sealed record ParameterDescriptor(string Name, ParameterType Type)
{
    /// <summary>Its label on a form.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence for the form and the API's description.</summary>
    public string? Description { get; init; }

    public bool Required { get; init; }

    /// <summary>What holds when the document says nothing; null for nothing.</summary>
    public Value? Default { get; init; }

    /// <summary>Roots that expressions here and below may read beside variables, outputs and the run, such as an HTTP answer.</summary>
    public IReadOnlyCollection<ReferenceRoot> Allows { get; init; } = [];

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteString("title", Title);
        if (Description is not null)
            writer.WriteString("description", Description);
        writer.WriteBoolean("required", Required);
        if (Default is not null)
        {
            writer.WritePropertyName("default");
            Default.WriteTo(writer);
        }

        if (Allows.Count > 0)
        {
            writer.WriteStartArray("allows");
            foreach (var root in Allows)
                writer.WriteStringValue(Documents.Names<ReferenceRoot>.Of(root));
            writer.WriteEndArray();
        }

        Type.WriteMembersTo(writer);
        writer.WriteEndObject();
    }
}
