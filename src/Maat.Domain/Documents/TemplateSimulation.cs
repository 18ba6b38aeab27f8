using Maat.Domain.Kinds;
using Maat.Domain.Runs;

namespace Maat.Domain.Documents;

/// <summary>How a node is supposed to end if it runs.</summary>
/// <param name="State">Succeeded, failed or skipped.</param>
/// <param name="Arms">What a branch that succeeds chooses; null for what it chooses when nothing is supposed.</param>
public sealed record SupposedEnd(NodeState State, IReadOnlyList<string>? Arms = null);

/// <summary>
/// Runs a template's graph as somebody supposes its nodes to end. Nodes of which nothing is supposed succeed; a branch chooses its first arm,
/// or all of them where several can be chosen.
/// </summary>
public static class TemplateSimulation
{
    /// <summary>The problems that leave a drawing without an order in which it could run.</summary>
    private static readonly HashSet<string> s_unordered = ["cycle", "duplicate_key", "too_many"];

    /// <summary>What is wrong with the drawing or with what is supposed of it; empty when <see cref="Simulate"/> can be asked.</summary>
    public static IReadOnlyList<Problem> Problems(TemplateDocument document, NodeKindCatalog kinds, IReadOnlyDictionary<string, SupposedEnd> ends)
    {
        ArgumentNullException.ThrowIfNull(ends);
        var problems = new ProblemList();
        foreach (var problem in TemplateValidator.Validate(document, kinds).Where(problem => problem.Severity == Severity.Error && s_unordered.Contains(problem.Code)))
            problems.Add(problem);
        if (problems.HasErrors)
            return problems;
        var nodes = document.Nodes.ToDictionary(node => node.Key, StringComparer.Ordinal);
        var suggestion = new Suggestion();
        foreach (var (key, end) in ends)
        {
            var place = new ProblemPlace(JsonPointer.Field("/ends", key), key);
            if (!nodes.TryGetValue(key, out var node))
                problems.Error("unknown_node", $"there is no node '{key}'{suggestion.For(key, nodes.Keys)}", place);
            else if (end.State is not (NodeState.Succeeded or NodeState.Failed or NodeState.Skipped))
                problems.Error("wrong_state", $"a node that runs ends succeeded, failed or skipped", place with { Field = "state" });
            else
                CheckArms(ArmsOf(node, kinds), node, end, place with { Field = "arms" }, problems, suggestion);
        }

        return problems;
    }

    /// <exception cref="ArgumentException">There are <see cref="Problems"/>.</exception>
    public static SimulatedRun Simulate(TemplateDocument document, NodeKindCatalog kinds, IReadOnlyDictionary<string, SupposedEnd> ends)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(ends);
        var arms = document.Nodes.Select(node => ArmsOf(node, kinds)).ToArray();
        return OutcomeSimulator.Simulate(TemplateCompiler.Plan(document, kinds), ordinal => ResultOf(ends.GetValueOrDefault(document.Nodes[ordinal].Key), arms[ordinal]));
    }

    /// <summary>The arms of a branch; null for a node that is none, or whose kind is not known.</summary>
    public static ArmSet? ArmsOf(NodeDefinition node, NodeKindCatalog kinds) => kinds.TryGet(node.Kind, out var kind) ? kind.Arms(node.With) : null;

    private static AttemptResult ResultOf(SupposedEnd? end, ArmSet? arms) => end?.State switch
    {
        NodeState.Failed => new AttemptResult.Failed("", Retryable: false),
        NodeState.Skipped => new AttemptResult.Skipped(""),
        _ => new AttemptResult.Succeeded(arms is null ? null : end?.Arms ?? (arms.Exclusive ? [.. arms.Names.Take(1)] : [.. arms.Names])),
    };

    private static void CheckArms(ArmSet? arms, NodeDefinition node, SupposedEnd end, ProblemPlace place, ProblemList problems, Suggestion suggestion)
    {
        if (end.Arms is null)
            return;
        if (arms is null)
            problems.Error("arm_without_branch", $"'{node.Key}' is no branch and chooses nothing", place);
        else if (end.Arms.FirstOrDefault(arm => !arms.Names.Contains(arm)) is { } unknown)
            problems.Error("unknown_arm", $"the branch '{node.Key}' has no arm '{unknown}'{suggestion.OrList(unknown, arms.Names)}", place);
        else if (arms.Exclusive && end.Arms.Count > 1)
            problems.Error("too_many_arms", $"the branch '{node.Key}' chooses at most one arm", place);
    }
}
