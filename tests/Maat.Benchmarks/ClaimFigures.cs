using System.Diagnostics;
using System.Globalization;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Maat.Benchmarks;

/// <summary>How long a claim takes, however much is ready and however much waits.</summary>
internal static class ClaimFigures
{
    private const int Batch = 16;
    private const int Warm = 10;

    /// <summary>All claims together must not empty the smallest table.</summary>
    private const int Claims = 50;
    private const int NodesPerRun = 1_000;

    public static async Task PrintAsync(CancellationToken cancellation)
    {
        double baseline = 0;
        foreach ((int ready, int blocked) in new[] { (1_000, 0), (100_000, 0), (1_000_000, 0), (10_000, 990_000) })
        {
            (double p50, double p99) = await MeasureAsync(ready, blocked, cancellation);
            baseline = baseline == 0 ? p50 : baseline;
            string waiting = blocked > 0 ? $" among {blocked} blocked" : "";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"claim of {Batch} with {ready} ready{waiting}: p50 {p50 * 1_000:0} us, p99 {p99 * 1_000:0} us, {p50 / baseline:0.00} x the first"));
        }
    }

    /// <summary>Whole transactions, commits included.</summary>
    private static async Task<(double P50, double P99)> MeasureAsync(int ready, int blocked, CancellationToken cancellation)
    {
        string directory = Directory.CreateTempSubdirectory("maat-claims-").FullName;
        try
        {
            string path = Path.Combine(directory, "maat.db");
            await using SqliteDatabase database = SqliteDatabase.Open(path, SqliteDurability.Normal, "benchmark", TimeProvider.System);
            await database.MigrateAsync(cancellation);
            Fill(path, ready, blocked);
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            long worker = await database.TransactAsync(t => t.InsertWorkerAsync(new NewWorker("benchmark", 30_000, Batch, "[]", now)), cancellation);
            var times = new List<double>();
            for (int i = 0; i < Warm + Claims; i++)
            {
                double took = await ClaimAsync(database, new ClaimRequest(worker, [QueueRow.DefaultId], Batch, Batch, now), cancellation);
                if (i >= Warm)
                {
                    times.Add(took);
                }
            }

            times.Sort();
            return (times[times.Count / 2], times[times.Count * 99 / 100]);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<double> ClaimAsync(SqliteDatabase database, ClaimRequest request, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        IReadOnlyList<Claim> claims = await database.TransactAsync(transaction => transaction.ClaimAsync(request), cancellation);
        double took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return claims.Count == Batch ? took : throw new InvalidOperationException($"{claims.Count} nodes were claimed instead of {Batch}.");
    }

    private static void Fill(string path, int ready, int blocked)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        int nodes = ready + blocked, every = nodes / ready;
        Execute(connection, $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {(nodes / NodesPerRun) - 1})
            INSERT INTO run (id, project_id, application_id, template_id, version, kind, scheduled_at, zone, "values", queue_id, triggered_by, created_at,
                   state, open, bad_leaves, round, cancel_requested, fair_at)
            SELECT i + 1, 1, 1, 1, 1, 1, 0, 'UTC', '{"{}"}', 1, 'benchmark', 0, 1, {NodesPerRun}, 0, 1, 0, 0 FROM n
            """);
        Execute(connection, $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {nodes - 1})
            INSERT INTO node_run (id, state, decision, attempt, attempt_base, losses, fence, succeeded, failed, upstream_failed, skipped, excluded, gates,
                   output_fence, changed_at)
            SELECT ((i / {NodesPerRun} + 1) << {RunPlan.OrdinalBits}) | (i % {NodesPerRun}), iif(i % {every} = 0, 1, 0), iif(i % {every} = 0, 1, 0), 1, 1, 0,
                   iif(i % {every} = 0, 1, 0), 0, 0, 0, 0, 0, 0, 0, 0 FROM n
            """);
        Execute(connection, """
            INSERT INTO ready (queue_id, position, node_run_id, fence, attempt)
            SELECT 1, (63 << 56) + row_number() OVER (ORDER BY id) * 5000, id, 1, 1 FROM node_run WHERE state = 1
            """);
        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // Made of this file's constants and numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
