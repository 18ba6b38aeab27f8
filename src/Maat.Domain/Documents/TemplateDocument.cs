using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Domain.Documents;

/// <summary>
/// A template in every form it takes: draft, published version, YAML file, API body and clipboard. It may be wrong in any way that
/// its shape allows, as a draft is; <see cref="TemplateValidator"/> says how. Two documents are equal when they say the same.
/// </summary>
public sealed record TemplateDocument(string Name)
{
    public string? Description { get; init; }

    public ItemList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>The index of a node in this list is its ordinal in every run.</summary>
    public ItemList<NodeDefinition> Nodes { get; init; } = [];

    public ItemList<EdgeDefinition> Edges { get; init; } = [];

    /// <summary>Where the designer draws the nodes; no part of what the template means.</summary>
    public ItemList<NodePosition> Layout { get; init; } = [];
}

/// <summary>One node: what every kind has, and in <see cref="With"/> the parameters of its own kind.</summary>
public sealed record NodeDefinition(string Key, string Kind)
{
    internal static readonly ObjectValue NoParameters = new([]);

    /// <summary>For display; a node without a name shows its key.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>The queue whose workers run it; null for the application's.</summary>
    public string? Queue { get; init; }

    public TriggerRule TriggerRule { get; init; } = TriggerRule.AllSuccess;

    public RetryPolicy Retries { get; init; } = RetryPolicy.None;

    /// <summary>Of one attempt; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>From 0 to <see cref="PlanNode.MaxPriority"/>; higher goes first.</summary>
    public int Priority { get; init; } = PlanNode.DefaultPriority;

    public ObjectValue With { get; init; } = NoParameters;
}

/// <summary>That <paramref name="To"/> comes after <paramref name="From"/>; both are keys of nodes.</summary>
/// <param name="Arm">The arm of the branch that the edge leaves by; null when it leaves another kind of node.</param>
public sealed record EdgeDefinition(string From, string To, string? Arm = null);

/// <summary>The upper left corner of a node on the canvas, in pixels at zoom 1.</summary>
public sealed record NodePosition(string Node, decimal X, decimal Y);
