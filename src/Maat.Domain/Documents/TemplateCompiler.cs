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

        return new CompiledTemplate(document, Plan(document, kinds), [.. document.Nodes.Select((node, ordinal) => Node(node, ordinal, kinds))]);
    }

    /// <summary>
    /// The graph of a document as far as it is drawn: edges that lead to no node, back to their own or by an arm that is not there are left
    /// out, and a node of an unknown kind has no arms.
    /// </summary>
    /// <exception cref="ArgumentException">Two nodes have one key, or nodes wait for one another.</exception>
    public static RunPlan Plan(TemplateDocument document, NodeKindCatalog kinds)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(kinds);
        var nodes = document.Nodes.Select(node => PlanNodeOf(node, kinds)).ToArray();
        return RunPlan.Create(nodes, [.. Edges(document, nodes)]);
    }

    private static CompiledNode Node(NodeDefinition node, int ordinal, NodeKindCatalog kinds) =>
        kinds.TryGet(node.Kind, out var kind)
            ? new CompiledNode(ordinal, node, kind, kind.Complete(node.With))
            : throw new InvalidOperationException($"The kind '{node.Kind}' went away while it was used.");

    private static PlanNode PlanNodeOf(NodeDefinition node, NodeKindCatalog kinds) => new(
        node.Key, node.TriggerRule, node.Retries, node.Priority, node.Queue, kinds.TryGet(node.Kind, out var kind) ? kind.Arms(node.With)?.Names : null);

    private static IEnumerable<PlanEdge> Edges(TemplateDocument document, PlanNode[] nodes)
    {
        var ordinals = new Dictionary<string, int>(document.Nodes.Count, StringComparer.Ordinal);
        for (int i = 0; i < document.Nodes.Count; i++)
            ordinals.TryAdd(document.Nodes[i].Key, i);
        foreach (var edge in document.Edges)
        {
            if (edge.From != edge.To && ordinals.TryGetValue(edge.From, out int from) && ordinals.TryGetValue(edge.To, out int to)
                && (nodes[from].Arms is not { } arms || (edge.Arm is not null && arms.Contains(edge.Arm))))
            {
                yield return new PlanEdge(from, to, edge.Arm);
            }
        }
    }
}
