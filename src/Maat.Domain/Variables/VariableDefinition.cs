using Maat.Domain.Documents;
using Maat.Domain.Values;

namespace Maat.Domain.Variables;

/// <summary>What values a variable takes.</summary>
public enum VariableType
{
    Text,
    Number,
    Boolean,

    /// <summary>One of a list of texts.</summary>
    Choice,

    /// <summary>Any JSON value.</summary>
    Json,

    /// <summary>The name of a secret of the project, chosen per application; its value is fetched at the last moment.</summary>
    Secret,
}

/// <summary>A typed hole in a template.</summary>
public sealed record VariableDefinition(string Key, VariableType Type)
{
    /// <summary>The weakest of the values; null for none, never a <see cref="NullValue"/>.</summary>
    public Value? Default { get; init; }

    /// <summary>Whether there must be a value in the end. A variable that has none otherwise is null.</summary>
    public bool Required { get; init; }

    public string? Description { get; init; }

    /// <summary>For numbers: no fraction.</summary>
    public bool IsInteger { get; init; }

    /// <summary>For numbers: the least that is allowed.</summary>
    public decimal? Min { get; init; }

    /// <summary>For numbers: the most that is allowed.</summary>
    public decimal? Max { get; init; }

    /// <summary>For choices: what there is to choose from.</summary>
    public ItemList<string> Choices { get; init; } = [];
}
