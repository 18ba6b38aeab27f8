using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>A named output that later nodes of its run read.</summary>
/// <param name="Node">The key of the node that wrote it.</param>
/// <param name="Value">JSON; its beginning only when <paramref name="Length"/> is above <see cref="RunOutputs.MaxShown"/>.</param>
/// <param name="Length">Characters of the whole value.</param>
public sealed record OutputView(string Node, string Name, string Value, int Length);

/// <summary>What the nodes of a run have handed on so far: the run's context, its variables apart.</summary>
public sealed class RunOutputs(IMaatDatabase database, LiveRuns runs)
{
    /// <summary>A value may have a megabyte, and a list a thousand of them; a beginning tells what it is.</summary>
    public const int MaxShown = 2_000;

    /// <summary>By node in the order of the template, then by name.</summary>
    /// <exception cref="RefusedException">The run does not exist for this actor, or the limit or the cursor is wrong.</exception>
    public async Task<Page<OutputView>> ListAsync(Actor actor, long runId, PageRequest page, CancellationToken cancellation)
    {
        RunContext run = await runs.FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        (long first, long end) = RunViews.NodeRuns(runId);
        long skipped = 0;
        if (page.Numbers(2) is [long ordinal, long passed])
        {
            first += Math.Clamp(ordinal, 0, run.Template.Nodes.Count);
            skipped = Math.Clamp(passed, 0, int.MaxValue);
        }

        var read = await database.ReadAsync(
            (context, token) => (
                from node in context.NodeRuns.Where(n => n.Id >= first && n.Id < end && n.State == NodeState.Succeeded && n.OutputFence > 0)
                join output in context.Outputs on new { node.Id, Fence = node.OutputFence } equals new { Id = output.NodeRunId, output.Fence }
                orderby node.Id, output.Name
                select new { node.Id, output.Name, Value = output.Value.Substring(0, MaxShown), output.Value.Length })
                .Skip((int)skipped).Take(page.Read).ToListAsync(token),
            cancellation).ConfigureAwait(false);
        var shown = Page.Of(read, page, last => PageRequest.CursorOf(
            last.Id - RunViews.NodeRuns(runId).First,
            read.Count(o => o.Id == last.Id) + (read.All(o => o.Id == last.Id) ? skipped : 0)));
        return shown.Select(o => new OutputView(run.Template.Plan[NodeRunId.Ordinal(o.Id)].Key, o.Name, o.Value, o.Length));
    }
}
