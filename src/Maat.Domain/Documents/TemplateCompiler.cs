using Maat.Domain.Kinds;
using Maat.Domain.Runs;
using Maat.Domain.Values;

namespace Maat.Domain.Documents;

/// <summary>A node that is ready to be run.</summary>
/// <param name="Parameters">The node's parameters, with the defaults of its kind where the document gives none.</param>
public sealed record CompiledNode(int Ordinal, NodeDefinition Definition, NodeKind Kind, ObjectValue Parameters);

/// <summary>A version of a template in the form that runs use. Immutable, and safe for any number of threads.</summary>
public sealed class CompiledTemplate
{
    internal CompiledTemplate(TemplateDocument document, RunPlan plan, IReadOnlyList<CompiledNode> nodes)
    {
        Document = document;
        Plan = plan;
        Nodes = nodes;
    }

    public TemplateDocument Document { get; }

    public RunPlan Plan { get; }

    /// <summary>By ordinal: the index in the document.</summary>
    public IReadOnlyList<CompiledNode> Nodes { get; }

    /// <summary>The node with a key; null if there is none.</summary>
    public CompiledNode? Find(string key) => Plan.TryGetOrdinal(key, out int ordinal) ? Nodes[ordinal] : null;
}

/// <summary>Turns a document in which <see cref="TemplateValidator"/> found no error into what runs.</summary>
public static class TemplateCompiler
{
    /// <exception cref="ArgumentException">
    /// The document has an error: it was not validated, or this installation lacks one of its kinds.
    /// </exception>
    public static CompiledTemplate Compile(TemplateDocument document, NodeKindCatalog kinds)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(kinds);
        if (TemplateValidator.Validate(document, kinds).FirstOrDefault(problem => problem.Severity == Severity.Error) is { } error)
            throw new ArgumentException($"The template '{document.Name}' cannot run: {error.Message} ({error.Place.Path}).", nameof(document));

        var nodes = document.Nodes.Select((node, ordinal) => Node(node, ordinal, kinds)).ToArray();
        var plan = RunPlan.Create(
            [.. nodes.Select(node => PlanNodeOf(node))],
            [.. Edges(document)]);
        return new CompiledTemplate(document, plan, nodes);
    }

    private static CompiledNode Node(NodeDefinition node, int ordinal, NodeKindCatalog kinds) =>
        kinds.TryGet(node.Kind, out var kind)
            ? new CompiledNode(ordinal, node, kind, kind.Complete(node.With))
            : throw new InvalidOperationException($"The kind '{node.Kind}' went away while it was used.");

    private static PlanNode PlanNodeOf(CompiledNode node)
    {
        var definition = node.Definition;
        return new PlanNode(
            definition.Key, definition.TriggerRule, definition.Retries, definition.Priority, definition.Queue, node.Kind.Arms(definition.With)?.Names);
    }

    private static IEnumerable<PlanEdge> Edges(TemplateDocument document)
    {
        var ordinals = new Dictionary<string, int>(document.Nodes.Count, StringComparer.Ordinal);
        for (int i = 0; i < document.Nodes.Count; i++)
            ordinals.Add(document.Nodes[i].Key, i);
        return document.Edges.Select(edge => new PlanEdge(ordinals[edge.From], ordinals[edge.To], edge.Arm));
    }
}
