using System.Text.Json;
using Maat.Domain.Schedules;
using Maat.Storage.Engine;

namespace Maat.Storage.Sqlite.Engine;

/// <summary>Schedules, firings, and what runs are made from.</summary>
internal sealed partial class SqliteEngineTransaction
{
    // Index (queue_id, next_fire_at): the first of one range. An inactive schedule has no next time.
    private const string SelectDueSchedules = """
        SELECT id, application_id, crontab, zone, starts_at, ends_at, missed, overlap, next_fire_at, last_decided, revision, enabled
        FROM schedule INDEXED BY ix_schedule_queue_id_next_fire_at WHERE queue_id = ?1 AND next_fire_at <= ?2 ORDER BY next_fire_at, id LIMIT ?3
        """;

    // By primary key.
    private const string SelectSchedule = """
        SELECT id, application_id, crontab, zone, starts_at, ends_at, missed, overlap, next_fire_at, last_decided, revision, enabled
        FROM schedule WHERE id = ?1
        """;

    // The first of one range of the same index per queue.
    private const string SelectNextFiring = """
        SELECT min((SELECT min(next_fire_at) FROM schedule INDEXED BY ix_schedule_queue_id_next_fire_at WHERE queue_id = q.value))
        FROM json_each(?1) q
        """;

    // By primary key of both.
    private const string SelectLaunch = """
        SELECT a.id, a.name, a.project_id, p.name, p.zone, a.template_id, a.version, a."values", a.queue_id, a.max_active_runs, a.enabled
        FROM application a JOIN project p ON p.id = a.project_id WHERE a.id = ?1
        """;

    private const string InsertFiring =
        "INSERT INTO firing (schedule_id, due_at, until, count, fate, run_id, decided_at, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    // What is decided stays decided: a writer that knows less must not set the next time back either.
    private const string AdvanceSchedule =
        "UPDATE schedule SET last_decided = ?2, next_fire_at = ?3 WHERE id = ?1 AND last_decided <= ?2";

    // By primary key.
    private const string SelectDocument = "SELECT document FROM template_version WHERE template_id = ?1 AND number = ?2";

    private const string SelectQueues = "SELECT name, id FROM queue";

    private const string InsertAudit =
        "INSERT INTO audit (at, actor, action, project_id, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    public ValueTask<IReadOnlyList<LockedSchedule>> LockDueSchedulesAsync(IReadOnlyList<long> queues, DateTime now, int limit)
    {
        var due = new List<LockedSchedule>();
        foreach (long queue in queues.Distinct())
        {
            due.AddRange(statements.Query(SelectDueSchedules, ReadSchedule, queue, Microseconds.From(now), (long)limit));
        }

        return new([.. due.OrderBy(schedule => schedule.NextFireAt).ThenBy(schedule => schedule.Id).Take(limit)]);
    }

    public ValueTask<LockedSchedule?> LockScheduleAsync(long scheduleId) => new(statements.First(SelectSchedule, ReadSchedule, scheduleId));

    public ValueTask<DateTime?> ReadNextFiringAsync(IReadOnlyList<long> queues) =>
        new(statements.Number(SelectNextFiring, JsonSerializer.Serialize(queues)) is { } next ? Microseconds.ToUtc(next) : null);

    public ValueTask<Launch?> ReadLaunchAsync(long applicationId) => new(statements.First(
        SelectLaunch,
        r => new Launch(
            r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetInt32(6), r.GetString(7),
            r.GetInt64(8), r.GetInt32(9), r.GetBoolean(10)),
        applicationId));

    public ValueTask InsertFiringsAsync(long scheduleId, IReadOnlyList<DecidedFiring> firings, DateTime now)
    {
        foreach (DecidedFiring firing in firings)
        {
            statements.Execute(
                InsertFiring, scheduleId, Microseconds.From(firing.DueAt), Stored(firing.Until), firing.Count, (long)firing.Fate, firing.RunId,
                Microseconds.From(now), firing.Reason);
        }

        return default;
    }

    public ValueTask AdvanceScheduleAsync(long scheduleId, DateTime lastDecided, DateTime? nextFireAt)
    {
        statements.Execute(AdvanceSchedule, scheduleId, Microseconds.From(lastDecided), Stored(nextFireAt));
        return default;
    }

    public ValueTask<string?> ReadDocumentAsync(long templateId, int version) =>
        new(statements.First(SelectDocument, r => r.GetString(0), templateId, (long)version));

    public ValueTask<IReadOnlyDictionary<string, long>> ReadQueuesAsync() =>
        new(statements.Query(SelectQueues, r => KeyValuePair.Create(r.GetString(0), r.GetInt64(1))).ToDictionary(StringComparer.Ordinal));

    public ValueTask AuditAsync(DateTime at, string actor, string action, long? projectId, string subject, string detail)
    {
        statements.Execute(InsertAudit, Microseconds.From(at), actor, action, projectId, subject, detail);
        return default;
    }

    private static LockedSchedule ReadSchedule(SqliteRow r) => new(
        r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), MaybeTime(r, 4), MaybeTime(r, 5), (MissedFiringPolicy)r.GetByte(6),
        (OverlapPolicy)r.GetByte(7), MaybeTime(r, 8), Time(r, 9), r.GetInt32(10), r.GetBoolean(11));
}
