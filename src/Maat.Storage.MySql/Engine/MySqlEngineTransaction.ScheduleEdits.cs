using Maat.Storage.Engine;
using Maat.Storage.MySql.Statements;

namespace Maat.Storage.MySql.Engine;

/// <summary>What people change about schedules, under the same lock as their firings.</summary>
internal sealed partial class MySqlEngineTransaction
{
    // Index (application_id): an application has few. Firing never changes that column, so it does not take these locks the other way round.
    private const string LockSchedulesOf =
        ScheduleColumns + " FORCE INDEX (ix_schedule_application_id) WHERE application_id = {0} ORDER BY id FOR UPDATE";

    private const string InsertSchedule = """
        INSERT INTO schedule (application_id, queue_id, crontab, zone, starts_at, ends_at, missed, overlap, enabled, last_decided, next_fire_at, revision)
        VALUES {0}
        """;

    // By primary key.
    private const string UpdateSchedule = """
        UPDATE schedule FORCE INDEX (PRIMARY)
        SET crontab = {1}, zone = {2}, starts_at = {3}, ends_at = {4}, missed = {5}, overlap = {6}, enabled = {7},
            last_decided = GREATEST(last_decided, {8}), next_fire_at = {9}, revision = revision + 1
        WHERE id = {0}
        """;

    private const string DeleteSchedule = "DELETE schedule FROM schedule FORCE INDEX (PRIMARY) WHERE id = {0}";

    private const string SetEnabled = "UPDATE application FORCE INDEX (PRIMARY) SET enabled = {1}, revision = revision + 1 WHERE id = {0}";

    public async ValueTask<IReadOnlyList<LockedSchedule>> LockSchedulesOfAsync(long applicationId) =>
        await LockAsync(LockSchedulesOf, ReadSchedule, applicationId).ConfigureAwait(false);

    public ValueTask<long> InsertScheduleAsync(long applicationId, long queueId, ScheduleWrite schedule)
    {
        var values = new SqlRows();
        values.Add(
            applicationId, queueId, schedule.Crontab, schedule.Zone, Stored(schedule.StartsAt), Stored(schedule.EndsAt), (long)schedule.Missed,
            (long)schedule.Overlap, schedule.Enabled, Microseconds.From(schedule.LastDecided), Stored(schedule.NextFireAt), 0L);
        return ExecuteAsync(LastId, InsertSchedule, values);
    }

    public ValueTask UpdateScheduleAsync(long scheduleId, ScheduleWrite schedule) => WriteAsync(
        UpdateSchedule, scheduleId, schedule.Crontab, schedule.Zone, Stored(schedule.StartsAt), Stored(schedule.EndsAt), (long)schedule.Missed,
        (long)schedule.Overlap, schedule.Enabled, Microseconds.From(schedule.LastDecided), Stored(schedule.NextFireAt));

    public ValueTask DeleteScheduleAsync(long scheduleId) => WriteAsync(DeleteSchedule, scheduleId);

    public ValueTask SetApplicationEnabledAsync(long applicationId, bool enabled)
    {
        _launches.Remove(applicationId);
        return WriteAsync(SetEnabled, applicationId, enabled);
    }
}
