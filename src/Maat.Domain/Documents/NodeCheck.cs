using Maat.Domain.Kinds;
using Maat.Domain.Runs;

namespace Maat.Domain.Documents;

/// <summary>Whether each node, by itself and with what it refers to, makes sense.</summary>
internal sealed class NodeCheck(TemplateDocument document, IReadOnlyDictionary<string, int> ordinals, NodeKindCatalog kinds, ReferenceCheck references)
{
    private readonly ProblemList _problems = references.Problems;

    public void Check()
    {
        for (int i = 0; i < document.Nodes.Count; i++)
            Check(document.Nodes[i], i);
    }

    private void Check(NodeDefinition node, int ordinal)
    {
        string path = JsonPointer.Item("/nodes", ordinal);
        ProblemPlace Place(string field) => new(JsonPointer.Field(path, field), node.Key, field);

        if (!Key.IsValid(node.Key))
            _problems.Error("bad_key", $"'{node.Key}' cannot be the key of a node: {Key.Rule}", Place("key"));
        if (ordinals[node.Key] != ordinal && node.Key.Length > 0)
            _problems.Error("duplicate_key", $"two nodes have the key '{node.Key}'", Place("key"));
        TextRules.Name(node.Name, required: false, Place("name"), _problems);
        TextRules.Description(node.Description, Place("description"), _problems);
        if (node.Queue is not null && !QueueName.IsValid(node.Queue))
            _problems.Error("bad_queue", $"'{node.Queue}' cannot name a queue: {QueueName.Rule}", Place("queue"));
        if (node.Priority is < 0 or > PlanNode.MaxPriority)
            _problems.Error("out_of_range", $"'priority' must be from 0 to {PlanNode.MaxPriority}; it is {node.Priority}", Place("priority"));
        if (node.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > Duration.Max))
            _problems.Error("out_of_range", $"'timeout' must be more than 0s and at most {Duration.ToText(Duration.Max)}", Place("timeout"));
        CheckRetries(node.Retries, JsonPointer.Field(path, "retries"), node.Key);

        if (!kinds.TryGet(node.Kind, out var kind))
        {
            Wording meant = references.Suggestion.OrList(node.Kind, [.. kinds.Kinds.Select(known => known.Name)]);
            _problems.Error("unknown_kind", $"there is no kind of nodes '{node.Kind}'{meant}", Place("kind"));
            references.Incomplete = true;
            return;
        }

        if (node.Retries.Count > 0 && node.Timeout is null && kind.CanHang)
            _problems.Warning("retry_without_timeout", $"an attempt that hangs is never retried: give the node a timeout", Place("timeout"));
        kind.Check(node.With, new ParameterCheck(references, ordinal));
    }

    private void CheckRetries(RetryPolicy retries, string path, string key)
    {
        ProblemPlace Place(string field) => new(JsonPointer.Field(path, field), key, "retries");
        if (retries.Count is < 0 or > DocumentLimits.Retries)
            _problems.Error("out_of_range", $"'count' of retries must be from 0 to {DocumentLimits.Retries}; it is {retries.Count}", Place("count"));
        if (retries.Delay < TimeSpan.Zero || retries.Delay > RetryPolicy.Ceiling)
            _problems.Error("out_of_range", $"'delay' must be at most {Duration.ToText(RetryPolicy.Ceiling)}", Place("delay"));
        if (retries.Backoff is not (>= 1 and <= DocumentLimits.Backoff))
            _problems.Error("out_of_range", $"'backoff' must be from 1 to {DocumentLimits.Backoff}; it is {retries.Backoff}", Place("backoff"));
        if (retries.MaxDelay is { } max && (max < retries.Delay || max > RetryPolicy.Ceiling))
            _problems.Error("out_of_range", $"'max_delay' must be from the delay to {Duration.ToText(RetryPolicy.Ceiling)}", Place("max_delay"));
    }
}
