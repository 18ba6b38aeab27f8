using Maat.Domain.Runs;
using Maat.Storage.Engine;

namespace Maat.Storage.Sqlite.Engine;

/// <summary>Writing what a step changes: first what goes, then what comes.</summary>
internal sealed partial class SqliteEngineTransaction
{
    // By primary key.
    private const string DeleteLease = "DELETE FROM lease WHERE node_run_id = ?1";

    private const string RequestStop = "UPDATE lease SET stop_requested = 1 WHERE node_run_id = ?1";

    // Index (node_run_id) of each.
    private const string DeleteReady = "DELETE FROM ready WHERE node_run_id = ?1";

    private const string DeleteHeld = "DELETE FROM held WHERE node_run_id = ?1";

    private const string DeleteDelayed = "DELETE FROM delayed WHERE node_run_id = ?1";

    private const string InsertReady = "INSERT INTO ready (queue_id, position, node_run_id, fence, attempt) VALUES (?1, ?2, ?3, ?4, ?5)";

    private const string InsertHeld =
        "INSERT INTO held (kind, hold_id, position, node_run_id, fence, attempt) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private const string InsertDelayed = "INSERT INTO delayed (queue_id, due_at, node_run_id, kind, fence) VALUES (?1, ?2, ?3, ?4, ?5)";

    private const string InsertReset = """
        INSERT INTO reset (node_run_id, round, kind, actor, previous_state, previous_attempt, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """;

    private void Write(LockedRun run, RunChange change, StepWrites writes)
    {
        Write(run.Facts.Id, change, writes);
        if (change.HeadChanged)
        {
            RunHead head = run.Head;
            statements.Execute(
                UpdateRun, run.Facts.Id, (long)head.State, (long)head.Open, (long)head.BadLeaves, (long)head.Round, head.CancelRequested ? 1L : 0L,
                head.FairAt, Stored(head.StartedAt), Stored(head.EndedAt));
        }

        TellState(run.Facts.Id, run.Head, change, writes);
    }

    /// <summary>All but the run's own row.</summary>
    private void Write(long runId, RunChange change, StepWrites writes)
    {
        foreach (int ordinal in change.Released)
        {
            statements.Execute(DeleteLease, NodeRunId.Of(runId, ordinal));
        }

        foreach ((int ordinal, NodeState was) in change.Unqueued)
        {
            statements.Execute(TableOf(was), NodeRunId.Of(runId, ordinal));
        }

        foreach (int ordinal in change.StopRequests)
        {
            statements.Execute(RequestStop, NodeRunId.Of(runId, ordinal));
        }

        foreach (ReadyEntry entry in change.Ready)
        {
            statements.Execute(
                InsertReady, writes.QueueOf(entry.Ordinal), entry.Position, NodeRunId.Of(runId, entry.Ordinal), entry.Fence, (long)entry.Attempt);
        }

        foreach (HeldEntry entry in change.Held)
        {
            statements.Execute(
                InsertHeld, (long)entry.Kind, runId, entry.Position, NodeRunId.Of(runId, entry.Ordinal), entry.Fence, (long)entry.Attempt);
        }

        foreach (DelayedEntry entry in change.Delayed)
        {
            statements.Execute(
                InsertDelayed, writes.QueueOf(entry.Ordinal), Microseconds.From(entry.Due), NodeRunId.Of(runId, entry.Ordinal),
                (long)entry.Kind, entry.Fence);
        }

        foreach (ResetEntry reset in change.Resets)
        {
            statements.Execute(
                InsertReset, NodeRunId.Of(runId, reset.Ordinal), (long)reset.Round, (long)reset.Kind, writes.Actor ?? "",
                (long)reset.Previous, (long)reset.PreviousAttempt, Microseconds.From(writes.Now));
        }

        foreach (NodeEvent told in change.Events)
        {
            events.Node(runId, told, writes.Now);
        }
    }

    private void TellState(long runId, RunHead head, RunChange change, StepWrites writes)
    {
        if (change.RunState is { } state)
        {
            events.Run(runId, head.Round, state, writes.Now);
        }
    }

    private static string TableOf(NodeState was) => was switch
    {
        NodeState.Ready => DeleteReady,
        NodeState.Held => DeleteHeld,
        NodeState.Retrying or NodeState.Deferred => DeleteDelayed,
        _ => throw new ArgumentOutOfRangeException(nameof(was), was, "Such a node is in no table of waiting nodes."),
    };
}
