using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.MySql.Statements;
using Maat.Storage.Runs;
using MySqlConnector;

namespace Maat.Storage.MySql.Engine;

/// <summary>Runs, their locks, and the lines of applications that have as many active ones as they may.</summary>
internal sealed partial class MySqlEngineTransaction
{
    /// <summary>Applications that are looked at together for runs that may start.</summary>
    private const int LinesAtOnce = 200;

    private const string RunColumns = """
        SELECT id, project_id, application_id, template_id, version, kind, scheduled_at, zone, queue_id, triggered_by, created_at,
               state, open, bad_leaves, round, cancel_requested, fair_at, started_at, ended_at
        FROM run FORCE INDEX (PRIMARY) WHERE id IN ({0}) ORDER BY id FOR UPDATE
        """;

    // By primary key, ascending: everybody locks runs in this order.
    private const string LockRuns = RunColumns;

    private const string LockFreeRuns = RunColumns + " SKIP LOCKED";

    // By primary key of all three.
    private const string SelectStoredRuns = """
        SELECT r.id, r.project_id, r.application_id, r.template_id, r.version, r.kind, r.scheduled_at, r.zone, r.queue_id, r.triggered_by,
               r.created_at, r.`values`, COALESCE(a.name, ''), COALESCE(p.name, '')
        FROM run r FORCE INDEX (PRIMARY) LEFT JOIN application a ON a.id = r.application_id LEFT JOIN project p ON p.id = r.project_id
        WHERE r.id IN ({0})
        """;

    private const string InsertRun = """
        INSERT INTO run (project_id, application_id, template_id, version, kind, scheduled_at, zone, `values`, queue_id, triggered_by,
               created_at, state, open, bad_leaves, round, cancel_requested, fair_at, started_at, ended_at)
        VALUES {0}
        """;

    // By primary key.
    private const string UpdateRun = """
        UPDATE run FORCE INDEX (PRIMARY)
        SET state = {1}, open = {2}, bad_leaves = {3}, round = {4}, cancel_requested = {5}, fair_at = {6}, started_at = {7}, ended_at = {8}
        WHERE id = {0}
        """;

    // By primary key, ascending. Whoever looks at an application's line or counts its active runs is going to start one or to queue one, and
    // holds this until it has.
    private const string LockApplications = "SELECT id FROM application FORCE INDEX (PRIMARY) WHERE id IN ({0}) ORDER BY id FOR UPDATE";

    // Index (application_id, state, kind) alone: those that count are never more than the limit; backfills, which may be many, are passed over.
    private const string CountActive = """
        SELECT application_id, COUNT(*) FROM run FORCE INDEX (ix_run_application_id_state_kind)
        WHERE application_id IN ({0}) AND state IN (1, 2) AND kind IN (0, 1) GROUP BY application_id
        """;

    // The first row of each line, however long it is.
    private const string SelectWaiting = """
        SELECT a.id FROM application a FORCE INDEX (PRIMARY)
        WHERE a.id IN ({0}) AND EXISTS (SELECT 1 FROM run_wait w FORCE INDEX (PRIMARY) WHERE w.application_id = a.id)
        """;

    // A loose scan of the primary key: one step per application that has a line.
    private const string SelectLines = """
        SELECT line.application_id, application.max_active_runs
        FROM (SELECT application_id FROM run_wait FORCE INDEX (PRIMARY) GROUP BY application_id) line
        STRAIGHT_JOIN application FORCE INDEX (PRIMARY) ON application.id = line.application_id ORDER BY line.application_id
        """;

    private const string SelectFirstInLine =
        "SELECT run_id FROM run_wait FORCE INDEX (PRIMARY) WHERE application_id = {0} ORDER BY scheduled_at, run_id LIMIT {1}";

    // An INSERT that says how many rows it has gets ids that follow one another, whatever innodb_autoinc_lock_mode is; told is the first.
    private const string FirstId = "SELECT LAST_INSERT_ID(), @@auto_increment_increment";

    private const string InsertWait = "INSERT INTO run_wait (application_id, scheduled_at, run_id) VALUES {0}";

    private const string DeleteWait =
        "DELETE run_wait FROM run_wait FORCE INDEX (PRIMARY) WHERE application_id = {0} AND scheduled_at = {1} AND run_id = {2}";

    private const string SelectKey = "SELECT run_id FROM run_key WHERE application_id = {0} AND `key` = {1}";

    private const string InsertKey = "INSERT INTO run_key (application_id, `key`, run_id, at) VALUES {0}";

    /// <summary>Runs that this transaction has made and nobody else can see: locking them needs no question.</summary>
    private readonly Dictionary<long, LockedRun> _made = [];

    /// <summary>How applications stand whose row is locked.</summary>
    private readonly Dictionary<long, Line> _lines = [];

    private IReadOnlyDictionary<string, long>? _queues;

    public async ValueTask<IReadOnlyList<LockedRun>> LockRunsAsync(
        IReadOnlyCollection<long> ids, bool wait, IReadOnlyCollection<long>? nodeRunIds = null)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        if (ids.Count == 1 && _made.Remove(ids.First(), out LockedRun? made))
        {
            return [made];
        }

        var runs = new List<LockedRun>(ids.Count);
        var queues = new Dictionary<string, long>(StringComparer.Ordinal);
        StatementBatch batch = await BatchAsync(locks: true).ConfigureAwait(false);

        // Who locks a run is about to write where its nodes wait, and then asks for the queues.
        batch.Add(wait ? LockRuns : LockFreeRuns, SqlArgument.List([.. ids.Distinct().Order()])).Add(SelectQueues);
        var reads = new List<Action<MySqlDataReader>> { row => runs.Add(ReadRun(row)), row => queues.Add(row.GetString(0), row.GetInt64(1)) };
        AddNodes(batch, reads, nodeRunIds ?? []);
        await session.SendAsync(batch, [.. reads]).ConfigureAwait(false);
        _queues = queues;
        return runs;
    }

    public async ValueTask<IReadOnlyList<long>> InsertRunsAsync(IReadOnlyList<NewRun> runs)
    {
        var ids = new List<long>(runs.Count);
        foreach (NewRun[] some in runs.Chunk(MaxIds))
        {
            var values = new SqlRows();
            foreach (NewRun run in some)
            {
                RunHead head = run.Begun?.Head ?? new RunHead(0) { State = RunState.Queued };
                values.Add(
                    run.ProjectId, run.ApplicationId, run.TemplateId, run.Version, (long)run.Kind, Microseconds.From(run.ScheduledAt), run.Zone, run.Values,
                    run.QueueId, run.TriggeredBy, Microseconds.From(run.CreatedAt), (long)head.State, head.Open, head.BadLeaves, head.Round,
                    head.CancelRequested, head.FairAt, Stored(head.StartedAt), Stored(head.EndedAt));
            }

            StatementBatch batch = await BatchAsync(locks: true, flush: false).ConfigureAwait(false);
            _hasWritten = true;
            (long first, long step) = (0, 1);
            await session.SendAsync(batch.Add(InsertRun, values).Add(FirstId), row => (first, step) = (row.GetInt64(0), row.GetInt64(1))).ConfigureAwait(false);
            foreach (NewRun run in some)
            {
                await MadeAsync(run, first + (step * (ids.Count % MaxIds))).ConfigureAwait(false);
                ids.Add(first + (step * (ids.Count % MaxIds)));
            }
        }

        return ids;
    }

    private async ValueTask MadeAsync(NewRun run, long id)
    {
        TellRun(id, 1, RunState.Queued, run.CreatedAt);
        if (run.Begun is { } begun)
        {
            InsertNodes(id, begun.Plan, begun.Change);
            Write(id, begun.Change, begun.Writes);
            TellState(id, begun.Head, begun.Change, begun.Writes);
            _lines.Remove(run.ApplicationId);
            await WrittenAsync().ConfigureAwait(false);
            return;
        }

        _made[id] = new LockedRun(
            new RunFacts(
                id, run.ProjectId, run.ApplicationId, run.TemplateId, run.Version, run.Kind, Stored(run.ScheduledAt), run.Zone, run.QueueId,
                run.TriggeredBy, Stored(run.CreatedAt)),
            new RunHead(id) { State = RunState.Queued });

        static DateTime Stored(DateTime time) => Microseconds.ToUtc(Microseconds.From(time));
    }

    public async ValueTask<IReadOnlyList<StoredRun>> ReadRunsAsync(IReadOnlyCollection<long> ids)
    {
        var runs = new List<StoredRun>(ids.Count);
        foreach (long[] some in ids.Distinct().Chunk(MaxIds))
        {
            runs.AddRange(await QueryAsync(
                SelectStoredRuns, row => new StoredRun(ReadFacts(row), row.GetString(11), row.GetString(12), row.GetString(13)),
                SqlArgument.List(some)).ConfigureAwait(false));
        }

        return runs;
    }

    public async ValueTask<int> CountActiveRunsAsync(long applicationId) => (await LineAsync(applicationId).ConfigureAwait(false)).Active;

    public async ValueTask<bool> HasWaitingRunsAsync(long applicationId) => (await LineAsync(applicationId).ConfigureAwait(false)).IsWaiting;

    public async ValueTask EnqueueRunAsync(long applicationId, DateTime scheduledAt, long runId)
    {
        _lines.Remove(applicationId);
        var values = new SqlRows();
        values.Add(applicationId, Microseconds.From(scheduledAt), runId);
        await WriteAsync(InsertWait, values).ConfigureAwait(false);
    }

    public async ValueTask<bool> DequeueRunAsync(long applicationId, DateTime scheduledAt, long runId)
    {
        _lines.Remove(applicationId);
        return await ExecuteAsync(RowCount, DeleteWait, applicationId, Microseconds.From(scheduledAt), runId).ConfigureAwait(false) > 0;
    }

    public async ValueTask<IReadOnlyList<long>> ReadAdmissibleRunsAsync(int limit)
    {
        List<(long Application, long Most)> lines = await QueryAsync(SelectLines, row => (row.GetInt64(0), row.GetInt64(1))).ConfigureAwait(false);
        var admissible = new List<long>();
        foreach ((long Application, long Most)[] some in lines.Chunk(LinesAtOnce))
        {
            Dictionary<long, long> active = (await QueryAsync(
                CountActive, row => (Application: row.GetInt64(0), Count: row.GetInt64(1)), SqlArgument.List([.. some.Select(l => l.Application)]))
                .ConfigureAwait(false)).ToDictionary(a => a.Application, a => a.Count);
            StatementBatch batch = await BatchAsync(locks: false).ConfigureAwait(false);
            var rows = new List<Action<MySqlDataReader>>();
            foreach ((long application, long most) in some)
            {
                if (Math.Min(most - active.GetValueOrDefault(application), limit) is > 0 and var free)
                {
                    batch.Add(SelectFirstInLine, application, free);
                    rows.Add(row => admissible.Add(row.GetInt64(0)));
                }
            }

            if (rows.Count > 0)
            {
                await session.SendAsync(batch, [.. rows]).ConfigureAwait(false);
            }

            if (admissible.Count >= limit)
            {
                break;
            }
        }

        return [.. admissible.Take(limit)];
    }

    public async ValueTask<long?> FindRunByKeyAsync(long applicationId, string key) =>
        await QueryAsync(SelectKey, row => row.GetInt64(0), applicationId, key).ConfigureAwait(false) is [var run, ..] ? run : null;

    // The primary key is the guard: who comes second waits for the first one's fate, and then runs again and finds the run.
    public async ValueTask InsertRunKeyAsync(long applicationId, string key, long runId, DateTime at)
    {
        var values = new SqlRows();
        values.Add(applicationId, key, runId, Microseconds.From(at));
        await WriteAsync(InsertKey, values).ConfigureAwait(false);
    }

    private async ValueTask<Line> LineAsync(long applicationId)
    {
        if (!_lines.TryGetValue(applicationId, out Line line))
        {
            StatementBatch batch = await BatchAsync(locks: true).ConfigureAwait(false);
            await AskForLinesAsync(batch, [applicationId]).ConfigureAwait(false);
            line = _lines[applicationId];
        }

        return line;
    }

    /// <summary>Locks applications and counts, in this order within one packet: what is counted is what was committed before the lock.</summary>
    /// <param name="more">What else to ask in the same packet.</param>
    private async ValueTask AskForLinesAsync(StatementBatch batch, IReadOnlyCollection<long> applications, params Action<MySqlDataReader>[] more)
    {
        var active = new Dictionary<long, int>();
        var waiting = new HashSet<long>();
        SqlArgument ids = SqlArgument.List(applications);
        await session.SendAsync(
            batch.Add(LockApplications, ids).Add(CountActive, ids).Add(SelectWaiting, ids),
            [.. more, _ => { }, row => active.Add(row.GetInt64(0), Int(row, 1)), row => waiting.Add(row.GetInt64(0))]).ConfigureAwait(false);
        foreach (long application in applications)
        {
            _lines[application] = new Line(waiting.Contains(application), active.GetValueOrDefault(application));
        }
    }

    private static LockedRun ReadRun(MySqlDataReader r)
    {
        RunFacts facts = ReadFacts(r);
        var head = new RunHead(facts.Id)
        {
            State = (RunState)r.GetInt64(11),
            Open = Int(r, 12),
            BadLeaves = Int(r, 13),
            Round = Int(r, 14),
            CancelRequested = Bool(r, 15),
            FairAt = r.GetInt64(16),
            StartedAt = MaybeTime(r, 17),
            EndedAt = MaybeTime(r, 18),
        };
        return new LockedRun(facts, head);
    }

    private static RunFacts ReadFacts(MySqlDataReader r) => new(
        r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), Int(r, 4), (RunKind)r.GetInt64(5), Time(r, 6), r.GetString(7),
        r.GetInt64(8), r.GetString(9), Time(r, 10));

    private readonly record struct Line(bool IsWaiting, int Active);
}
