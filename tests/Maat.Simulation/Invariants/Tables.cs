using System.Globalization;
using Maat.Domain.Runs;
using Maat.Simulation.Documents;
using Maat.Storage.Engine;
using Maat.Storage.Runs;
using Microsoft.Data.Sqlite;

namespace Maat.Simulation.Invariants;

/// <summary>What the judge reads: rows that are new since it last looked, and all rows of one run.</summary>
internal sealed class Tables(MemoryDatabase database)
{
    // Rows of these tables are only added, so their row ids tell what is new, in the order of commits.
    private const string NewEvents = "SELECT rowid, writer_id, sequence, run_id, ordinal, round, fence, attempt, state FROM event WHERE rowid > $1 ORDER BY rowid";
    private const string NewAttempts = "SELECT rowid, node_run_id, attempt, fence, outcome, worker_id FROM attempt WHERE rowid > $1 ORDER BY rowid";
    private const string NewResets = "SELECT rowid, node_run_id, round, kind, previous_state, previous_attempt FROM reset WHERE rowid > $1 ORDER BY rowid";
    private const string NewActions = "SELECT id, subject, action, detail FROM audit WHERE id > $1 AND subject LIKE 'run/%' ORDER BY id";
    private const string NewFirings = "SELECT rowid, schedule_id, due_at, until, count, fate, run_id FROM firing WHERE rowid > $1 ORDER BY rowid";

    private const string Newest = """
        SELECT coalesce((SELECT max(rowid) FROM event), 0), coalesce((SELECT max(rowid) FROM attempt), 0), coalesce((SELECT max(rowid) FROM reset), 0),
               coalesce((SELECT max(id) FROM audit), 0), coalesce((SELECT max(rowid) FROM firing), 0)
        """;

    private const string Run = """
        SELECT id, state, open, bad_leaves, round, cancel_requested, application_id, template_id, version, "values", kind, scheduled_at, queue_id
        FROM run WHERE id = $1
        """;

    private const string Nodes = """
        SELECT id, state, attempt, fence, choice, output_fence, pending, losses, succeeded, failed, upstream_failed, skipped, excluded, gates, decision
        FROM node_run WHERE id BETWEEN $1 AND $2 ORDER BY id
        """;

    // One letter per table: ready, running (lease), retrying (delayed), held.
    private const string Places = """
        SELECT 1, node_run_id, fence, queue_id, attempt, 0 FROM ready WHERE node_run_id BETWEEN $1 AND $2
        UNION ALL SELECT 2, node_run_id, fence, queue_id, attempt, worker_id FROM lease WHERE node_run_id BETWEEN $1 AND $2
        UNION ALL SELECT 4, node_run_id, fence, queue_id, 0, 0 FROM delayed WHERE node_run_id BETWEEN $1 AND $2
        UNION ALL SELECT 5, node_run_id, fence, 0, attempt, 0 FROM held WHERE node_run_id BETWEEN $1 AND $2
        """;

    private long _event, _attempt, _reset, _action, _firing;

    /// <summary>Whether anything was told, ended, reset, done by people or fired since.</summary>
    public bool HasNews => Read(
        Newest,
        r => r.GetInt64(0) > _event || r.GetInt64(1) > _attempt || r.GetInt64(2) > _reset || r.GetInt64(3) > _action || r.GetInt64(4) > _firing)[0];

    /// <summary>How many rows the connection has changed so far: when that stood still there is nothing to judge.</summary>
    public int Changes => SQLitePCL.raw.sqlite3_total_changes(database.Connection.Handle);

    public List<EventSeen> ReadEvents() => New(NewEvents, ref _event, r => new EventSeen(
        r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.IsDBNull(4) ? null : r.GetInt32(4), r.GetInt32(5), r.GetInt64(6), r.GetInt32(7), r.GetByte(8)));

    public List<AttemptSeen> ReadAttempts() => New(NewAttempts, ref _attempt, r => new AttemptSeen(
        r.GetInt64(1), r.GetInt32(2), r.GetInt64(3), (AttemptOutcome)r.GetByte(4), r.GetInt64(5)));

    public List<ResetSeen> ReadResets() => New(NewResets, ref _reset, r => new ResetSeen(
        r.GetInt64(1), r.GetInt32(2), (ResetKind)r.GetByte(3), (NodeState)r.GetByte(4), r.GetInt32(5)));

    /// <summary>What people did to runs.</summary>
    public List<ActionSeen> ReadActions() => New(NewActions, ref _action, r => new ActionSeen(
        long.Parse(r.GetString(1).AsSpan("run/".Length), CultureInfo.InvariantCulture), r.GetString(2), r.GetString(3)));

    public List<FiringSeen> ReadFirings() => New(NewFirings, ref _firing, r => new FiringSeen(
        r.GetInt64(1), r.GetInt64(2), r.IsDBNull(3) ? null : r.GetInt64(3), r.GetInt64(4), r.GetByte(5), r.IsDBNull(6) ? null : r.GetInt64(6)));

    public RunSeen? ReadRun(long id) => Read(
        Run,
        r => new RunSeen(
            r.GetInt64(0), (RunState)r.GetByte(1), r.GetInt32(2), r.GetInt32(3), r.GetInt32(4), r.GetBoolean(5), r.GetInt64(6), r.GetInt64(7),
            r.GetInt32(8), r.GetString(9), (RunKind)r.GetByte(10), r.GetInt64(11), r.GetInt64(12)),
        id).SingleOrDefault();

    public List<NodeSeen> ReadNodes(long runId) => Read(
        Nodes,
        r => new NodeSeen(
            NodeRunId.Ordinal(r.GetInt64(0)), (NodeState)r.GetByte(1), r.GetInt32(2), r.GetInt64(3), r.IsDBNull(4) ? null : r.GetString(4),
            r.GetInt64(5), r.IsDBNull(6) ? null : r.GetString(6), r.GetInt32(7), r.GetInt32(8), r.GetInt32(9), r.GetInt32(10), r.GetInt32(11),
            r.GetInt32(12), r.GetInt32(13), (Decision)r.GetByte(14)),
        NodeRunId.Of(runId, 0),
        NodeRunId.Of(runId + 1, 0) - 1);

    public List<PlaceSeen> ReadPlaces(long runId) => Read(
        Places,
        r => new PlaceSeen(
            (NodeState)r.GetByte(0), NodeRunId.Ordinal(r.GetInt64(1)), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5)),
        NodeRunId.Of(runId, 0),
        NodeRunId.Of(runId + 1, 0) - 1);

    public long Number(string sql, params ReadOnlySpan<object?> values) => Convert.ToInt64(database.Value(sql, values), CultureInfo.InvariantCulture);

    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values) => database.Read(sql, read, values);

    private List<T> New<T>(string sql, ref long last, Func<SqliteDataReader, T> read)
    {
        long newest = last;
        List<T> rows = Read(
            sql,
            r =>
            {
                newest = r.GetInt64(0);
                return read(r);
            },
            last);
        last = newest;
        return rows;
    }
}
