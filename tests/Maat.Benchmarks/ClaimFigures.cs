using System.Diagnostics;
using Maat.Benchmarks.Databases;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Queues;

namespace Maat.Benchmarks;

/// <summary>How long a claim takes, however much is ready and however much waits.</summary>
internal static class ClaimFigures
{
    private const int Batch = 16;
    private const int Warm = 10;

    /// <summary>All claims together must not empty the smallest table.</summary>
    private const int Claims = 50;
    private const int NodesPerRun = 1_000;
    private const double Goal = 1.2;

    private static readonly Backlog[] s_backlogs =
    [
        new("1,000 ready", 1_000, 0, Queues: 1),
        new("100,000 ready", 100_000, 0, Queues: 1),
        new("1,000,000 ready", 1_000_000, 0, Queues: 1),
        new("1,000,000 ready, scattered over 10 priorities and 4 queues", 1_000_000, 0, Queues: 4),
        new("10,000 ready among 990,000 blocked", 10_000, 990_000, Queues: 1),
    ];

    /// <summary>
    /// Each backlog in a database of its own, and one claim of each by turns: what else the machine does then lies in all of them alike.
    /// </summary>
    public static async Task PrintAsync(IDatabases databases, CancellationToken cancellation)
    {
        var measured = new List<Measured>();
        try
        {
            foreach (Backlog backlog in s_backlogs)
            {
                measured.Add(await Measured.FillAsync(databases, backlog, cancellation));
            }

            for (int i = 0; i < Warm + Claims; i++)
            {
                foreach (Measured one in measured)
                {
                    double took = await one.ClaimAsync(cancellation);
                    if (i >= Warm)
                    {
                        one.Times.Add(took);
                    }
                }
            }

            double baseline = Figures.Percentile(measured[0].Times, 50);
            foreach (Measured one in measured)
            {
                double p50 = Figures.Percentile(one.Times, 50), p99 = Figures.Percentile(one.Times, 99), ratio = p50 / baseline;
                Figures.Line($"claim of {Batch} with {one.Backlog.Title}: p50 {p50 * 1_000:0} us, p99 {p99 * 1_000:0} us, {ratio:0.00} x the first {Figures.Goal(ratio <= Goal, $"<= {Goal}")}");
            }
        }
        finally
        {
            foreach (Measured one in measured)
            {
                await one.DisposeAsync();
            }
        }
    }

    /// <param name="Queues">Over how many queues, and with more than one also over ten priorities, what is ready is spread.</param>
    private sealed record Backlog(string Title, int Ready, int Blocked, int Queues);

    private sealed class Measured : IAsyncDisposable
    {
        private readonly MeasuredDatabase _database;
        private readonly long _worker;

        private Measured(MeasuredDatabase database, Backlog backlog, long worker) => (_database, Backlog, _worker) = (database, backlog, worker);

        public Backlog Backlog { get; }

        /// <summary>Milliseconds of whole transactions, commits included.</summary>
        public List<double> Times { get; } = [];

        public static async Task<Measured> FillAsync(IDatabases databases, Backlog backlog, CancellationToken cancellation)
        {
            MeasuredDatabase database = await databases.NewAsync(cancellation);
            await PutAsync(database, backlog, cancellation);
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            long worker = await database.Database.TransactAsync(t => t.InsertWorkerAsync(new NewWorker("benchmark", 30_000, Batch, "[]", now)), cancellation);
            return new Measured(database, backlog, worker);
        }

        public async Task<double> ClaimAsync(CancellationToken cancellation)
        {
            long[] queues = [.. Enumerable.Range(0, Backlog.Queues).Select(i => QueueRow.DefaultId + i)];
            var request = new ClaimRequest(_worker, queues, Batch, Batch, TimeProvider.System.GetUtcNow().UtcDateTime);
            long began = Stopwatch.GetTimestamp();
            IReadOnlyList<Claim> claims = await _database.Database.TransactAsync(transaction => transaction.ClaimAsync(request), cancellation);
            double took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            return claims.Count == Batch ? took : throw new InvalidOperationException($"{claims.Count} nodes were claimed instead of {Batch}.");
        }

        public ValueTask DisposeAsync() => _database.DisposeAsync();
    }

    /// <summary>By statements of many rows: what is measured is the backlog, not how it came about.</summary>
    private static async Task PutAsync(MeasuredDatabase database, Backlog backlog, CancellationToken cancellation)
    {
        int nodes = backlog.Ready + backlog.Blocked, every = nodes / backlog.Ready;
        for (int i = 1; i < backlog.Queues; i++)
        {
            await database.ExecuteAsync($"INSERT INTO queue (id, name, paused, revision) VALUES ({QueueRow.DefaultId + i}, 'queue {i}', 0, 0)", cancellation);
        }

        await database.ExecuteAsync($$"""
            INSERT INTO run (id, project_id, application_id, template_id, version, kind, scheduled_at, zone, `values`, queue_id, triggered_by, created_at,
                   state, open, bad_leaves, round, cancel_requested, fair_at)
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {{(nodes / NodesPerRun) - 1}})
            SELECT i + 1, 1, 1, 1, 1, 1, 0, 'UTC', '{}', 1, 'benchmark', 0, 1, {{NodesPerRun}}, 0, 1, 0, 0 FROM n
            """, cancellation);
        string isReady = $"CASE WHEN i % {every} = 0 THEN 1 ELSE 0 END";
        await database.ExecuteAsync($"""
            INSERT INTO node_run (id, state, decision, attempt, attempt_base, losses, fence, succeeded, failed, upstream_failed, skipped, excluded, gates,
                   output_fence, changed_at)
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {nodes - 1})
            SELECT (((i - i % {NodesPerRun}) / {NodesPerRun} + 1) << {RunPlan.OrdinalBits}) + (i % {NodesPerRun}), {isReady}, {isReady}, 1, 1, 0, {isReady}, 0, 0, 0, 0, 0, 0, 0, 0 FROM n
            """, cancellation);

        // Ten priorities and the queues by turns, so that each claim finds rows of several queues at the same height.
        string priority = backlog.Queues == 1 ? "63" : "(58 + id % 10)";
        await database.ExecuteAsync($"""
            INSERT INTO ready (queue_id, position, node_run_id, fence, attempt)
            SELECT {QueueRow.DefaultId} + id % {backlog.Queues}, ({priority} << 56) + row_number() OVER (ORDER BY id) * 5000, id, 1, 1 FROM node_run WHERE state = 1
            """, cancellation);
    }
}
