using Maat.Storage.Engine;

namespace Maat.Storage.Sqlite.Engine;

/// <summary>What people change about schedules, under the same lock as their firings.</summary>
internal sealed partial class SqliteEngineTransaction
{
    // Index (application_id): an application has few.
    private const string SelectSchedulesOf = """
        SELECT id, application_id, crontab, zone, starts_at, ends_at, missed, overlap, next_fire_at, last_decided, revision, enabled
        FROM schedule WHERE application_id = ?1 ORDER BY id
        """;

    private const string InsertSchedule = """
        INSERT INTO schedule (application_id, queue_id, crontab, zone, starts_at, ends_at, missed, overlap, enabled, last_decided, next_fire_at, revision)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0)
        """;

    // By primary key.
    private const string UpdateSchedule = """
        UPDATE schedule SET crontab = ?2, zone = ?3, starts_at = ?4, ends_at = ?5, missed = ?6, overlap = ?7, enabled = ?8,
               last_decided = max(last_decided, ?9), next_fire_at = ?10, revision = revision + 1
        WHERE id = ?1
        """;

    private const string DeleteSchedule = "DELETE FROM schedule WHERE id = ?1";

    private const string SetEnabled = "UPDATE application SET enabled = ?2, revision = revision + 1 WHERE id = ?1";

    public ValueTask<IReadOnlyList<LockedSchedule>> LockSchedulesOfAsync(long applicationId) =>
        new(statements.Query(SelectSchedulesOf, ReadSchedule, applicationId));

    public ValueTask<long> InsertScheduleAsync(long applicationId, long queueId, ScheduleWrite schedule)
    {
        statements.Execute(
            InsertSchedule, applicationId, queueId, schedule.Crontab, schedule.Zone, Stored(schedule.StartsAt), Stored(schedule.EndsAt),
            (long)schedule.Missed, (long)schedule.Overlap, schedule.Enabled ? 1L : 0L, Microseconds.From(schedule.LastDecided),
            Stored(schedule.NextFireAt));
        return new(statements.Number("SELECT last_insert_rowid()")!.Value);
    }

    public ValueTask UpdateScheduleAsync(long scheduleId, ScheduleWrite schedule)
    {
        statements.Execute(
            UpdateSchedule, scheduleId, schedule.Crontab, schedule.Zone, Stored(schedule.StartsAt), Stored(schedule.EndsAt), (long)schedule.Missed,
            (long)schedule.Overlap, schedule.Enabled ? 1L : 0L, Microseconds.From(schedule.LastDecided), Stored(schedule.NextFireAt));
        return default;
    }

    public ValueTask DeleteScheduleAsync(long scheduleId)
    {
        statements.Execute(DeleteSchedule, scheduleId);
        return default;
    }

    public ValueTask SetApplicationEnabledAsync(long applicationId, bool enabled)
    {
        statements.Execute(SetEnabled, applicationId, enabled ? 1L : 0L);
        return default;
    }
}
