using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Runs;

namespace Maat.Storage.Sqlite.Engine;

/// <summary>
/// The engine's statements on SQLite: runs and their steps. There is one writer, so locking a run is reading it. Every statement is a
/// constant beside the method that uses it, with the index that serves it.
/// </summary>
internal sealed partial class SqliteEngineTransaction(SqliteStatements statements, SqliteEvents events) : IEngineTransaction
{
    // By primary key.
    private const string SelectRun = """
        SELECT id, project_id, application_id, template_id, version, kind, scheduled_at, zone, queue_id, triggered_by, created_at,
               state, open, bad_leaves, round, cancel_requested, fair_at, started_at, ended_at
        FROM run WHERE id = ?1
        """;

    // By primary key of all three.
    private const string SelectStoredRun = """
        SELECT r.id, r.project_id, r.application_id, r.template_id, r.version, r.kind, r.scheduled_at, r.zone, r.queue_id, r.triggered_by,
               r.created_at, r."values", coalesce(a.name, ''), coalesce(p.name, '')
        FROM run r LEFT JOIN application a ON a.id = r.application_id LEFT JOIN project p ON p.id = r.project_id WHERE r.id = ?1
        """;

    private const string InsertRun = """
        INSERT INTO run (project_id, application_id, template_id, version, kind, scheduled_at, zone, "values", queue_id, triggered_by,
               created_at, state, open, bad_leaves, round, cancel_requested, fair_at, started_at, ended_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
        """;

    private const string UpdateRun = """
        UPDATE run SET state = ?2, open = ?3, bad_leaves = ?4, round = ?5, cancel_requested = ?6, fair_at = ?7, started_at = ?8, ended_at = ?9
        WHERE id = ?1
        """;

    // Index (application_id, state, kind) alone: those that count are never more than the limit; backfills, which may be many, are passed over.
    private const string CountActive = """
        SELECT count(*) FROM run INDEXED BY ix_run_application_id_state_kind WHERE application_id = ?1 AND state IN (1, 2) AND kind IN (0, 1)
        """;

    private const string InsertWait = "INSERT INTO run_wait (application_id, scheduled_at, run_id) VALUES (?1, ?2, ?3)";

    private const string DeleteWait = "DELETE FROM run_wait WHERE application_id = ?1 AND scheduled_at = ?2 AND run_id = ?3";

    // A loose scan of the primary key: one step per application that has a line, however long the line is.
    private const string SelectLines = """
        WITH RECURSIVE line(application_id) AS (
            SELECT min(application_id) FROM run_wait
            UNION ALL
            SELECT (SELECT min(application_id) FROM run_wait WHERE application_id > line.application_id) FROM line WHERE application_id IS NOT NULL)
        SELECT line.application_id, application.max_active_runs FROM line JOIN application ON application.id = line.application_id
        """;

    private const string SelectFirstInLine =
        "SELECT run_id FROM run_wait WHERE application_id = ?1 ORDER BY scheduled_at, run_id LIMIT ?2";

    private const string SelectKey = "SELECT run_id FROM run_key WHERE application_id = ?1 AND key = ?2";

    private const string InsertKey = "INSERT INTO run_key (application_id, key, run_id, at) VALUES (?1, ?2, ?3, ?4)";

    public SqliteEvents Events => events;

    public ValueTask<IReadOnlyList<LockedRun>> LockRunsAsync(IReadOnlyCollection<long> ids, bool wait, IReadOnlyCollection<long>? nodeRunIds = null)
    {
        var runs = new List<LockedRun>(ids.Count);
        foreach (long id in ids.Distinct().Order())
        {
            if (statements.First(SelectRun, ReadRun, id) is { } run)
            {
                runs.Add(run);
            }
        }

        return new(runs);
    }

    public ValueTask<RunChange> StepAsync(
        LockedRun run, RunPlan plan, StepWrites writes, IReadOnlyCollection<int> preload, Func<RunHead, INodeRuns, RunChange> step)
    {
        RunChange change = step(run.Head, new SqliteNodeRuns(statements, run.Facts.Id));
        foreach (NodeRun node in change.Nodes.Values)
        {
            SqliteNodeRuns.Update(statements, run.Facts.Id, node);
        }

        Write(run, change, writes);
        return new(change);
    }

    public ValueTask<RunChange> BeginRunAsync(LockedRun run, RunPlan plan, StepWrites writes, Func<RunHead, INodeRuns, RunChange> step)
    {
        RunChange change = step(run.Head, new FreshNodeRuns(plan.Count));
        InsertNodes(run.Facts.Id, plan, change);
        Write(run, change, writes);
        return new(change);
    }

    public ValueTask<IReadOnlyList<long>> InsertRunsAsync(IReadOnlyList<NewRun> runs) => new([.. runs.Select(Insert)]);

    private long Insert(NewRun run)
    {
        RunHead head = run.Begun?.Head ?? new RunHead(0) { State = RunState.Queued };
        statements.Execute(
            InsertRun, run.ProjectId, run.ApplicationId, run.TemplateId, (long)run.Version, (long)run.Kind, Microseconds.From(run.ScheduledAt),
            run.Zone, run.Values, run.QueueId, run.TriggeredBy, Microseconds.From(run.CreatedAt), (long)head.State, (long)head.Open,
            (long)head.BadLeaves, (long)head.Round, head.CancelRequested ? 1L : 0L, head.FairAt, Stored(head.StartedAt), Stored(head.EndedAt));
        long id = statements.Number("SELECT last_insert_rowid()")!.Value;
        events.Run(id, 1, RunState.Queued, run.CreatedAt);
        if (run.Begun is { } begun)
        {
            InsertNodes(id, begun.Plan, begun.Change);
            Write(id, begun.Change, begun.Writes);
            TellState(id, head, begun.Change, begun.Writes);
        }

        return id;
    }

    private void InsertNodes(long runId, RunPlan plan, RunChange change)
    {
        for (int ordinal = 0; ordinal < plan.Count; ordinal++)
        {
            SqliteNodeRuns.Insert(statements, runId, change.Nodes[ordinal]);
        }
    }

    public ValueTask<IReadOnlyList<StoredRun>> ReadRunsAsync(IReadOnlyCollection<long> ids)
    {
        var runs = new List<StoredRun>(ids.Count);
        foreach (long id in ids.Distinct())
        {
            if (statements.First(SelectStoredRun, r => new StoredRun(ReadFacts(r), r.GetString(11), r.GetString(12), r.GetString(13)), id) is { } run)
            {
                runs.Add(run);
            }
        }

        return new(runs);
    }

    public ValueTask<int> CountActiveRunsAsync(long applicationId) => new((int)statements.Number(CountActive, applicationId)!.Value);

    public ValueTask<bool> HasWaitingRunsAsync(long applicationId) =>
        new(statements.Query(SelectFirstInLine, r => r.GetInt64(0), applicationId, 1L).Count > 0);

    public ValueTask EnqueueRunAsync(long applicationId, DateTime scheduledAt, long runId)
    {
        statements.Execute(InsertWait, applicationId, Microseconds.From(scheduledAt), runId);
        return default;
    }

    public ValueTask<bool> DequeueRunAsync(long applicationId, DateTime scheduledAt, long runId) =>
        new(statements.Execute(DeleteWait, applicationId, Microseconds.From(scheduledAt), runId) > 0);

    public ValueTask<IReadOnlyList<long>> ReadAdmissibleRunsAsync(int limit)
    {
        var admissible = new List<long>();
        foreach ((long application, long most) in statements.Query(SelectLines, r => (r.GetInt64(0), r.GetInt64(1))))
        {
            if (admissible.Count == limit)
            {
                break;
            }

            long free = Math.Min(most - statements.Number(CountActive, application)!.Value, limit - admissible.Count);
            if (free > 0)
            {
                admissible.AddRange(statements.Query(SelectFirstInLine, r => r.GetInt64(0), application, free));
            }
        }

        return new(admissible);
    }

    public ValueTask<long?> FindRunByKeyAsync(long applicationId, string key) => new(statements.Number(SelectKey, applicationId, key));

    public ValueTask InsertRunKeyAsync(long applicationId, string key, long runId, DateTime at)
    {
        statements.Execute(InsertKey, applicationId, key, runId, Microseconds.From(at));
        return default;
    }

    private static LockedRun ReadRun(SqliteRow r)
    {
        RunFacts facts = ReadFacts(r);
        var head = new RunHead(facts.Id)
        {
            State = (RunState)r.GetByte(11),
            Open = r.GetInt32(12),
            BadLeaves = r.GetInt32(13),
            Round = r.GetInt32(14),
            CancelRequested = r.GetBoolean(15),
            FairAt = r.GetInt64(16),
            StartedAt = MaybeTime(r, 17),
            EndedAt = MaybeTime(r, 18),
        };
        return new LockedRun(facts, head);
    }

    private static RunFacts ReadFacts(SqliteRow r) => new(
        r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt32(4), (RunKind)r.GetByte(5), Time(r, 6), r.GetString(7),
        r.GetInt64(8), r.GetString(9), Time(r, 10));

    private static DateTime Time(SqliteRow reader, int column) => Microseconds.ToUtc(reader.GetInt64(column));

    private static DateTime? MaybeTime(SqliteRow reader, int column) => reader.IsDBNull(column) ? null : Time(reader, column);

    private static long? Stored(DateTime? time) => time is { } value ? Microseconds.From(value) : null;
}
