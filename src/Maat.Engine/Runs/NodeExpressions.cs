using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Kinds;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>An expression in the parameters of a node, and what it is in the node's run.</summary>
/// <param name="Source">As it is written, without the <c>${{ }}</c> around it.</param>
/// <param name="Value">JSON, its beginning only when it is longer than <see cref="RunOutputs.MaxShown"/>; null when there is none.</param>
/// <param name="Length">Characters of the whole value.</param>
/// <param name="Problem">Why it cannot be evaluated; null when it can, or when a node that it reads has not ended yet.</param>
public sealed record ExpressionView(string Source, string? Value, int Length, Wording? Problem);

/// <summary>
/// What the expressions of a node are in its run. They are evaluated for whoever looks, and not stored with each attempt: values of a run never
/// change, and outputs only when the node that wrote them runs again, upon which those after it run again as well.
/// </summary>
public sealed class NodeExpressions(IMaatDatabase database, LiveRuns runs)
{
    /// <exception cref="NotFoundException">The run or the node does not exist for this actor.</exception>
    public async Task<IReadOnlyList<ExpressionView>> ListAsync(Actor actor, long runId, string node, CancellationToken cancellation)
    {
        RunContext run = await runs.FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        CompiledNode compiled = run.Template.Find(node) ?? throw new NotFoundException($"node '{node}' in this run");
        Expression[] expressions = [.. compiled.Kind.Expressions(compiled.Parameters)];
        HashSet<(string Node, string Output)> wanted = WantedOutputs.Of(expressions.SelectMany(e => e.References));
        if (wanted.Count == 0)
        {
            return View(expressions, new NodeScope(run, new Dictionary<(string, string), Value>()), _ => true);
        }

        long[] ids = [.. wanted.Select(w => run.Template.Find(w.Node)).OfType<CompiledNode>().Select(n => NodeRunId.Of(runId, n.Ordinal)).Distinct()];
        return await database.ReadAsync(
            async (context, token) =>
            {
                List<long> ended = await context.NodeRuns.Where(n => ids.Contains(n.Id) && n.State >= NodeState.Succeeded)
                    .Select(n => n.Id).ToListAsync(token).ConfigureAwait(false);
                var stored = await (
                    from producer in context.NodeRuns.Where(n => ids.Contains(n.Id) && n.State == NodeState.Succeeded && n.OutputFence > 0)
                    join output in context.Outputs on new { producer.Id, Fence = producer.OutputFence } equals new { Id = output.NodeRunId, output.Fence }
                    select new { producer.Id, output.Name, output.Value }).ToListAsync(token).ConfigureAwait(false);
                var outputs = stored
                    .Select(o => (Key: (Node: run.Template.Plan[NodeRunId.Ordinal(o.Id)].Key, o.Name), o.Value))
                    .Where(o => wanted.Contains(o.Key))
                    .ToDictionary(o => o.Key, o => Value.ParseJson(o.Value));
                HashSet<string> known = [.. ended.Select(id => run.Template.Plan[NodeRunId.Ordinal(id)].Key)];
                return View(expressions, new NodeScope(run, outputs), known.Contains);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <param name="hasEnded">Whether the outputs of a node, by its key, are all that there will be.</param>
    private static List<ExpressionView> View(IEnumerable<Expression> expressions, NodeScope scope, Func<string, bool> hasEnded)
    {
        var views = new List<ExpressionView>();
        foreach (Expression expression in expressions)
        {
            if (expression.References.Any(r => r.Root == ReferenceRoot.Nodes && !hasEnded(r.Path[0])))
            {
                views.Add(new ExpressionView(expression.Source, null, 0, null));
                continue;
            }

            try
            {
                string json = expression.Evaluate(scope).ToJson();
                views.Add(new ExpressionView(expression.Source, json.Length <= RunOutputs.MaxShown ? json : json[..RunOutputs.MaxShown], json.Length, null));
            }
            catch (ExpressionException exception)
            {
                views.Add(new ExpressionView(expression.Source, null, 0, exception.Wording));
            }
        }

        return views;
    }
}
