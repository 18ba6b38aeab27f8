using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Events;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>A change of state of a run, or of one of its nodes.</summary>
/// <param name="Node">The node's key; null for a change of the run itself.</param>
/// <param name="State">The name of a <see cref="NodeState"/>, or of a <see cref="RunState"/> without a node.</param>
public sealed record EventView(DateTime At, int Round, string? Node, int Attempt, long Fence, string State, string? Reason);

/// <summary>A person's retry or mark of a node, with what it was before.</summary>
public sealed record ResetView(DateTime At, int Round, string Node, ResetKind Kind, string Actor, NodeState PreviousState, int PreviousAttempt);

/// <summary>What happened to a run.</summary>
public sealed class RunHistory(IMaatDatabase database, NodeRunViews nodes)
{
    /// <summary>
    /// In the order of time, or the newest first. This is history: where several processes write, one of them may still commit something that happened a moment
    /// before what is shown already.
    /// </summary>
    /// <exception cref="RefusedException">The run does not exist for this actor, or the limit or the cursor is wrong.</exception>
    public Task<Page<EventView>> EventsAsync(Actor actor, long runId, PageRequest page, CancellationToken cancellation) =>
        EventsAsync(actor, runId, newestFirst: false, page, cancellation);

    /// <inheritdoc cref="EventsAsync(Actor, long, PageRequest, CancellationToken)"/>
    public async Task<Page<EventView>> EventsAsync(Actor actor, long runId, bool newestFirst, PageRequest page, CancellationToken cancellation)
    {
        (_, CompiledTemplate template) = await nodes.FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        Page<EventRow> events = await database.ReadAsync(
            async (context, token) =>
            {
                IQueryable<EventRow> rows = context.Events.Where(e => e.RunId == runId);
                if (page.Numbers(3) is [long microseconds, long writer, long sequence])
                {
                    DateTime at = PageRequest.TimeOf(microseconds);
                    rows = newestFirst
                        ? rows.Where(e => e.At < at || (e.At == at && (e.WriterId < writer || (e.WriterId == writer && e.Sequence < sequence))))
                        : rows.Where(e => e.At > at || (e.At == at && (e.WriterId > writer || (e.WriterId == writer && e.Sequence > sequence))));
                }

                IQueryable<EventRow> ordered = newestFirst
                    ? rows.OrderByDescending(e => e.At).ThenByDescending(e => e.WriterId).ThenByDescending(e => e.Sequence)
                    : rows.OrderBy(e => e.At).ThenBy(e => e.WriterId).ThenBy(e => e.Sequence);
                List<EventRow> read = await ordered.Take(page.Read).ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, e => PageRequest.CursorOf(Microseconds.From(e.At), e.WriterId, e.Sequence));
            },
            cancellation).ConfigureAwait(false);
        return events.Select(e => new EventView(e.At, e.Round, KeyOf(template, e.Ordinal), e.Attempt, e.Fence, StateOf(e), e.Reason));
    }

    /// <summary>By node in the order of the template, then by round.</summary>
    /// <exception cref="RefusedException">The run does not exist for this actor, or the limit or the cursor is wrong.</exception>
    public async Task<Page<ResetView>> ResetsAsync(Actor actor, long runId, PageRequest page, CancellationToken cancellation)
    {
        (_, CompiledTemplate template) = await nodes.FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        Page<ResetRow> resets = await database.ReadAsync(
            async (context, token) =>
            {
                (long first, long end) = RunViews.NodeRuns(runId);
                IQueryable<ResetRow> rows = context.Resets.Where(r => r.NodeRunId >= first && r.NodeRunId < end);
                if (page.Numbers(2) is [long node, long round])
                {
                    rows = rows.Where(r => r.NodeRunId > node || (r.NodeRunId == node && r.Round > round));
                }

                List<ResetRow> read = await rows.OrderBy(r => r.NodeRunId).ThenBy(r => r.Round).Take(page.Read).ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, r => PageRequest.CursorOf(r.NodeRunId, r.Round));
            },
            cancellation).ConfigureAwait(false);
        return resets.Select(r => new ResetView(
            r.At, r.Round, KeyOf(template, NodeRunId.Ordinal(r.NodeRunId))!, r.Kind, r.Actor, r.PreviousState, r.PreviousAttempt));
    }

    private static string? KeyOf(CompiledTemplate template, int? ordinal) => ordinal is { } index ? template.Plan[index].Key : null;

    private static string StateOf(EventRow e) => e.Ordinal is null ? Names<RunState>.Of((RunState)e.State) : Names<NodeState>.Of((NodeState)e.State);
}
