using System.Diagnostics;
using Maat.Benchmarks.Databases;
using Maat.Domain.Documents;
using Maat.Domain.Schedules;
using Maat.Storage;

namespace Maat.Benchmarks.MySql;

/// <summary>
/// A day of 38,016 runs and 42,048 nodes, as fast as it goes: applications that run every ten minutes, whose schedules have a day to catch
/// up with. Everything in it is what the product does: firing, claiming, running, committing.
/// </summary>
internal sealed class DayFigures(MySqlDatabases databases)
{
    private const int Slots = 64;
    private const int SpawnSlots = 8;
    private const int RunsPerApplication = 144;
    private const int OfOneNode = 236;
    private const int OfTwoNodes = 28;
    private const int Runs = (OfOneNode + OfTwoNodes) * RunsPerApplication;
    private const int Nodes = (OfOneNode + (2 * OfTwoNodes)) * RunsPerApplication;
    private const int RawSpawns = 3_000;
    private const double MostTimesTheFloor = 1.5;

    public async Task PrintAsync(CancellationToken cancellation)
    {
        double noOps = await ReplayAsync(Slots, Graphs.NoOps, cancellation);
        Figures.Line($"a day of {Runs} runs and {Nodes} no-op nodes: {noOps:0.0} s, {Runs / noOps:0} runs and {Nodes / noOps:0} nodes per second");

        double before = await RawRates.SpawnsAsync(SpawnSlots, RawSpawns);
        double bash = await ReplayAsync(SpawnSlots, (name, width) => Graphs.Scripts(name, width, ":"), cancellation);
        double after = await RawRates.SpawnsAsync(SpawnSlots, RawSpawns);
        double floor = Nodes / ((before + after) / 2), times = bash / floor;
        Figures.Line($"the same with Bash: {bash:0.0} s; {Nodes} times 'bash -c :' at {before:0} per second before and {after:0} after: {floor:0.0} s; {times:0.00} x the floor {Figures.Goal(times <= MostTimesTheFloor, $"<= {MostTimesTheFloor}")}");
    }

    private async Task<double> ReplayAsync(int slots, Func<string, int, TemplateDocument> graph, CancellationToken cancellation)
    {
        MeasuredMySql database = await databases.NewMySqlAsync(cancellation);
        await using BenchEngine engine = await BenchEngine.PrepareAsync(database, slots, cancellation);
        await MakeAsync(OfOneNode, await engine.ApplicationAsync(graph("one", 1), cancellation));
        await MakeAsync(OfTwoNodes, await engine.ApplicationAsync(graph("two", 2), cancellation));
        await engine.StartAsync(cancellation);
        long began = Stopwatch.GetTimestamp();
        DateTime midnight = database.Time.GetUtcNow().UtcDateTime.Date;

        // The last of yesterday's firings is decided long ago for nobody: the day before yesterday ended, and yesterday is to be caught up with.
        await database.ExecuteAsync(
            $"UPDATE schedule SET ends_at = {Microseconds.From(midnight.AddSeconds(-1))}, last_decided = {Microseconds.From(midnight.AddDays(-1).AddSeconds(-1))}, next_fire_at = {Microseconds.From(midnight.AddDays(-1))}",
            cancellation);
        await database.WaitUntilNothingRunsAsync(cancellation, Runs);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;

        async Task MakeAsync(int count, long application)
        {
            await database.ExecuteAsync($"""
                INSERT INTO application (project_id, name, folded_name, description, template_id, version, follows, `values`, queue_id, max_active_runs, enabled, tags, created_at, revision)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
                SELECT project_id, CONCAT(name, ' ', i), CONCAT(folded_name, ' ', i), description, template_id, version, follows, `values`, queue_id, max_active_runs, enabled, tags, created_at, revision
                FROM application JOIN n WHERE id = {application}
                """, cancellation);
            await database.ExecuteAsync($"""
                INSERT INTO schedule (application_id, queue_id, crontab, zone, missed, overlap, next_fire_at, last_decided, enabled, revision)
                SELECT id, queue_id, '*/10 * * * *', 'Asia/Shanghai', {(int)MissedFiringPolicy.RunAll}, {(int)OverlapPolicy.Wait}, NULL, 0, 1, 0
                FROM application WHERE name LIKE CONCAT((SELECT name FROM application WHERE id = {application}), ' %')
                """, cancellation);
        }
    }
}
