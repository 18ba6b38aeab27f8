using System.Diagnostics;
using System.Globalization;
using Maat.Benchmarks.Databases;
using Maat.Domain.Schedules;
using Maat.Storage;

namespace Maat.Benchmarks.MySql;

/// <summary>
/// Ten thousand applications whose crontabs are due in the same second: when their firings and runs are committed, that all are, and none
/// twice.
/// </summary>
internal sealed class FiringFigures(MySqlDatabases databases)
{
    private const int Schedules = 10_000;
    private const double MostLateSeconds = 2;

    /// <summary>Until they are due: the processes have started by then, and are idle.</summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromSeconds(4);

    /// <summary>The resolution of the figures.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public async Task PrintAsync(CancellationToken cancellation)
    {
        await FireAsync("one scheduler", [["Maat:Roles:0=scheduler"]], killed: null, cancellation);
        await FireAsync("one process with all roles", [[]], killed: null, cancellation);
        await FireAsync("two schedulers", [["Maat:Roles:0=scheduler"], ["Maat:Roles:0=scheduler"]], killed: null, cancellation);
        await FireAsync("two schedulers, one killed in the middle", [["Maat:Roles:0=scheduler"], ["Maat:Roles:0=scheduler"]], killed: 0, cancellation);
    }

    private async Task FireAsync(string title, string[][] settings, int? killed, CancellationToken cancellation)
    {
        await using MeasuredMySql database = await databases.NewMySqlAsync(cancellation);
        await using BenchEngine engine = await BenchEngine.PrepareAsync(database, slots: 1, cancellation);
        await MakeApplicationsAsync(database, await engine.ApplicationAsync(Graphs.NoOps("single", 1), cancellation), cancellation);
        await using Products products = await Products.StartAsync(database, settings, cancellation);
        DateTime due = await ScheduleAsync(database, cancellation);

        var fired = new List<(double Late, long Count)>();
        bool isKilled = false;
        string count = $"SELECT COUNT(*) FROM firing WHERE due_at = {Microseconds.From(due)}";
        long began = Stopwatch.GetTimestamp();
        while (fired is not [.., (_, Schedules)])
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(50))
            {
                throw new InvalidOperationException($"Only {fired[^1].Count} of {Schedules} fired.");
            }

            double late = (Now(database) - due).TotalSeconds;
            fired.Add((late, await database.NumberAsync(count, cancellation)));
            if (killed is { } victim && !isKilled && fired[^1].Count >= Schedules / 3)
            {
                products[victim].Kill();
                isKilled = true;
            }

            await Task.Delay(s_pause, cancellation);
        }

        long runs = await database.NumberAsync("SELECT COUNT(*) FROM run", cancellation);
        long once = await database.NumberAsync(
            $"SELECT COUNT(DISTINCT f.run_id) FROM firing f JOIN run r ON r.id = f.run_id WHERE f.fate IN ({(int)FiringFate.Started}, {(int)FiringFate.StartedLate})", cancellation);
        double p50 = LateAt(fired, 0.5), p99 = LateAt(fired, 0.99);
        Figures.Line($"{Schedules} firings due at once, {title}: committed within p50 {p50:0.00} s, p99 {p99:0.00} s {Figures.Goal(p99 <= MostLateSeconds, $"<= {MostLateSeconds} s")}, all {fired[^1].Late:0.00} s; {Schedules - once} missed, {runs - once} twice {Figures.Goal(once == Schedules && runs == Schedules, "none")}");
    }

    /// <summary>Copies of one application, each with a schedule that does not fire yet.</summary>
    private static async Task MakeApplicationsAsync(MeasuredMySql database, long application, CancellationToken cancellation)
    {
        await database.ExecuteAsync($"""
            INSERT INTO application (project_id, name, folded_name, description, template_id, version, follows, `values`, queue_id, max_active_runs, enabled, tags, created_at, revision)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Schedules})
            SELECT project_id, CONCAT('copy ', i), CONCAT('copy ', i), description, template_id, version, follows, `values`, queue_id, 5, enabled, tags, created_at, revision
            FROM application JOIN n WHERE id = {application}
            """, cancellation);
        await database.ExecuteAsync($"""
            INSERT INTO schedule (application_id, queue_id, crontab, zone, missed, overlap, next_fire_at, last_decided, enabled, revision)
            SELECT id, queue_id, '0 * * * * *', 'Asia/Shanghai', {(int)MissedFiringPolicy.RunAll}, {(int)OverlapPolicy.Wait}, NULL, 0, 1, 0
            FROM application WHERE id <> {application}
            """, cancellation);
    }

    /// <summary>Makes all of them due at the same second of each minute. Returns the first.</summary>
    private static async Task<DateTime> ScheduleAsync(MeasuredMySql database, CancellationToken cancellation)
    {
        DateTime soon = Now(database) + s_ahead;
        var due = new DateTime(soon.Year, soon.Month, soon.Day, soon.Hour, soon.Minute, soon.Second, DateTimeKind.Utc);
        string crontab = string.Create(CultureInfo.InvariantCulture, $"{due.Second} * * * * *");
        await database.ExecuteAsync(
            $"UPDATE schedule SET crontab = '{crontab}', next_fire_at = {Microseconds.From(due)}, last_decided = {Microseconds.From(due.AddSeconds(-1))}", cancellation);
        return due;
    }

    private static double LateAt(List<(double Late, long Count)> fired, double part) => fired.First(f => f.Count >= Schedules * part).Late;

    private static DateTime Now(MeasuredMySql database) => database.Time.GetUtcNow().UtcDateTime;
}
