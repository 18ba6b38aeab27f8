using Maat.Domain.Schedules;
using Maat.Storage.Engine;
using Maat.Storage.MySql.Statements;
using MySqlConnector;

namespace Maat.Storage.MySql.Engine;

/// <summary>Schedules, firings, and what runs are made from.</summary>
internal sealed partial class MySqlEngineTransaction
{
    private const string ScheduleColumns = """
        SELECT id, application_id, crontab, zone, starts_at, ends_at, missed, overlap, next_fire_at, last_decided, revision, enabled FROM schedule
        """;

    // Index (queue_id, next_fire_at): the first of one range. An inactive schedule has no next time. Not locking: several schedulers look at
    // the same queue.
    private const string FindDue = """
        SELECT id, application_id, next_fire_at FROM schedule FORCE INDEX (ix_schedule_queue_id_next_fire_at)
        WHERE queue_id = {0} AND next_fire_at <= {1} ORDER BY next_fire_at, id LIMIT {2}
        """;

    // By primary key, passing over what another scheduler fires; what it has fired is not due any more.
    private const string LockDue =
        ScheduleColumns + " FORCE INDEX (PRIMARY) WHERE id IN ({0}) AND next_fire_at <= {1} ORDER BY id FOR UPDATE SKIP LOCKED";

    private const string LockSchedule = ScheduleColumns + " FORCE INDEX (PRIMARY) WHERE id = {0} FOR UPDATE";

    // The first of one range of the same index.
    private const string SelectNextFiring =
        "SELECT MIN(next_fire_at) FROM schedule FORCE INDEX (ix_schedule_queue_id_next_fire_at) WHERE queue_id = {0}";

    // By primary key of both.
    private const string SelectLaunches = """
        SELECT a.id, a.name, a.project_id, p.name, p.zone, a.template_id, a.version, a.`values`, a.queue_id, a.max_active_runs, a.enabled
        FROM application a FORCE INDEX (PRIMARY) STRAIGHT_JOIN project p FORCE INDEX (PRIMARY) ON p.id = a.project_id WHERE a.id IN ({0})
        """;

    private const string InsertFirings =
        "INSERT INTO firing (schedule_id, due_at, until, `count`, fate, run_id, decided_at, reason) VALUES {0}";

    // What is decided stays decided: a writer that knows less must not set the next time back either.
    private const string AdvanceSchedule =
        "UPDATE schedule FORCE INDEX (PRIMARY) SET last_decided = {1}, next_fire_at = {2} WHERE id = {0} AND last_decided <= {1}";

    // By primary key.
    private const string SelectDocument = "SELECT document FROM template_version WHERE template_id = {0} AND number = {1}";

    private const string SelectQueues = "SELECT name, id FROM queue";

    private const string InsertAudit = "INSERT INTO audit (at, actor, action, project_id, subject, detail) VALUES {0}";

    /// <summary>What the locked schedules' applications launch; their rows are locked too.</summary>
    private readonly Dictionary<long, Launch> _launches = [];

    public async ValueTask<IReadOnlyList<LockedSchedule>> LockDueSchedulesAsync(IReadOnlyList<long> queues, DateTime now, int limit)
    {
        List<(long Id, long Application, long At)> left = await FindDueAsync(queues, now, limit * HeadsPerSlot).ConfigureAwait(false);
        var due = new List<LockedSchedule>();
        while (due.Count < limit && left.Count > 0)
        {
            List<(long Id, long Application, long At)> window = left.GetRange(0, Math.Min(Math.Min(limit - due.Count, MaxIds), left.Count));
            left.RemoveRange(0, window.Count);
            StatementBatch batch = await BatchAsync(locks: true).ConfigureAwait(false);
            batch.Add(LockDue, SqlArgument.List([.. window.Select(w => w.Id).Order()]), Microseconds.From(now));
            List<LockedSchedule> locked = [];
            await session.SendAsync(batch, row => locked.Add(ReadSchedule(row))).ConfigureAwait(false);
            due.AddRange(locked);
        }

        if (due.Count > 0)
        {
            await LockLaunchesAsync([.. due.Select(s => s.ApplicationId).Distinct().Order()]).ConfigureAwait(false);
        }

        return [.. due.OrderBy(schedule => schedule.NextFireAt).ThenBy(schedule => schedule.Id)];
    }

    public async ValueTask<LockedSchedule?> LockScheduleAsync(long scheduleId) =>
        (await LockAsync(LockSchedule, ReadSchedule, scheduleId).ConfigureAwait(false)).FirstOrDefault();

    public async ValueTask<DateTime?> ReadNextFiringAsync(IReadOnlyList<long> queues)
    {
        long? next = null;
        StatementBatch batch = await BatchAsync(locks: false).ConfigureAwait(false);
        long[] asked = [.. queues.Distinct()];
        if (asked.Length == 0)
        {
            return null;
        }

        foreach (long queue in asked)
        {
            batch.Add(SelectNextFiring, queue);
        }

        void Read(MySqlDataReader row) => next = row.IsDBNull(0) || next < row.GetInt64(0) ? next : row.GetInt64(0);
        await session.SendAsync(batch, [.. Enumerable.Repeat((Action<MySqlDataReader>)Read, asked.Length)]).ConfigureAwait(false);
        return next is { } time ? Microseconds.ToUtc(time) : null;
    }

    public async ValueTask<Launch?> ReadLaunchAsync(long applicationId) => _launches.TryGetValue(applicationId, out Launch? locked)
        ? locked
        : (await QueryAsync(SelectLaunches, ReadLaunch, SqlArgument.List([applicationId])).ConfigureAwait(false)).FirstOrDefault();

    public async ValueTask InsertFiringsAsync(long scheduleId, IReadOnlyList<DecidedFiring> firings, DateTime now)
    {
        if (firings.Count == 0)
        {
            return;
        }

        var values = new SqlRows();
        foreach (DecidedFiring firing in firings)
        {
            values.Add(
                scheduleId, Microseconds.From(firing.DueAt), Stored(firing.Until), firing.Count, (long)firing.Fate, firing.RunId,
                Microseconds.From(now), firing.Reason);
        }

        await WriteAsync(InsertFirings, values).ConfigureAwait(false);
    }

    public ValueTask AdvanceScheduleAsync(long scheduleId, DateTime lastDecided, DateTime? nextFireAt) =>
        WriteAsync(AdvanceSchedule, scheduleId, Microseconds.From(lastDecided), Stored(nextFireAt));

    public async ValueTask<string?> ReadDocumentAsync(long templateId, int version) =>
        (await QueryAsync(SelectDocument, row => row.GetString(0), templateId, version).ConfigureAwait(false)).FirstOrDefault();

    public async ValueTask<IReadOnlyDictionary<string, long>> ReadQueuesAsync() => _queues ??=
        (await QueryAsync(SelectQueues, row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1))).ConfigureAwait(false))
            .ToDictionary(StringComparer.Ordinal);

    public ValueTask AuditAsync(DateTime at, string actor, string action, long? projectId, string subject, string detail)
    {
        var values = new SqlRows();
        values.Add(Microseconds.From(at), actor, action, projectId, subject, detail);
        return WriteAsync(InsertAudit, values);
    }

    private async ValueTask<List<(long Id, long Application, long At)>> FindDueAsync(IReadOnlyList<long> queues, DateTime now, int limit)
    {
        var found = new List<(long Id, long Application, long At)>();
        StatementBatch batch = await BatchAsync(locks: false).ConfigureAwait(false);
        var rows = new List<Action<MySqlDataReader>>();
        foreach (long queue in queues.Distinct())
        {
            batch.Add(FindDue, queue, Microseconds.From(now), limit);
            rows.Add(row => found.Add((row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))));
        }

        if (rows.Count > 0)
        {
            await session.SendAsync(batch, [.. rows]).ConfigureAwait(false);
        }

        return [.. found.OrderBy(f => f.At).ThenBy(f => f.Id).Take(limit)];
    }

    /// <summary>
    /// Locks the applications of locked schedules, ascending, and reads all that firing asks of them: afterwards each firing costs one round
    /// trip, for its run's id.
    /// </summary>
    private async ValueTask LockLaunchesAsync(long[] applications)
    {
        StatementBatch batch = await BatchAsync(locks: true).ConfigureAwait(false);
        await AskForLinesAsync(batch, applications).ConfigureAwait(false);
        foreach (Launch launch in await QueryAsync(SelectLaunches, ReadLaunch, SqlArgument.List(applications)).ConfigureAwait(false))
        {
            _launches[launch.ApplicationId] = launch;
        }
    }

    private static Launch ReadLaunch(MySqlDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetInt64(5), Int(r, 6), r.GetString(7), r.GetInt64(8),
        Int(r, 9), Bool(r, 10));

    private static LockedSchedule ReadSchedule(MySqlDataReader r) => new(
        r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), MaybeTime(r, 4), MaybeTime(r, 5), (MissedFiringPolicy)r.GetInt64(6),
        (OverlapPolicy)r.GetInt64(7), MaybeTime(r, 8), Time(r, 9), Int(r, 10), Bool(r, 11));
}
