using System.Diagnostics;
using System.Globalization;
using Maat.Benchmarks.Databases;
using MySqlConnector;

namespace Maat.Benchmarks.MySql;

/// <summary>What the server does without any engine.</summary>
/// <param name="CommitMilliseconds">A single durable commit on one connection, half of them within.</param>
internal sealed record ServerRates(double CommitMilliseconds)
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2);

    private const int ClaimedAtOnce = 50;
    private const int Claimable = 200_000;
    private const int SpawnsAtOnce = 8;
    private const int Spawns = 2_000;

    /// <summary>Measures and prints them.</summary>
    public static async Task<ServerRates> MeasureAsync(MySqlDatabases databases, CancellationToken cancellation)
    {
        await using MeasuredMySql database = await databases.NewMySqlAsync(cancellation);
        await database.ExecuteAsync("CREATE TABLE raw_row (id INT PRIMARY KEY, n INT NOT NULL)", cancellation);
        await database.ExecuteAsync("INSERT INTO raw_row WITH RECURSIVE i (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM i WHERE i < 99) SELECT i, 0 FROM i", cancellation);
        double single = 0;
        foreach (int connections in (int[])[1, 4, 16])
        {
            (double rate, double p50, double p99) = await CommitsAsync(database, connections, cancellation);
            single = single == 0 ? p50 : single;
            Figures.Line($"commits of one update: {rate:0} per second on {connections} connections, p50 {p50:0.00} ms, p99 {p99:0.00} ms");
        }

        foreach (int connections in (int[])[1, 4])
        {
            Figures.Line($"claims of {ClaimedAtOnce} with plain statements: {await ClaimsAsync(database, connections, cancellation):0} rows per second on {connections} connections");
        }

        Figures.Line($"'bash -c :' from .NET, {SpawnsAtOnce} at a time: {await RawRates.SpawnsAsync(SpawnsAtOnce, Spawns):0} per second");
        return new ServerRates(single);
    }

    private static async Task<(double Rate, double P50, double P99)> CommitsAsync(MeasuredMySql database, int connections, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        List<double>[] took = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            var times = new List<double>();
            await using MySqlConnection connection = await database.ConnectAsync(cancellation);
            while (Stopwatch.GetElapsedTime(began) < s_window)
            {
                long sent = Stopwatch.GetTimestamp();
                await MeasuredMySql.RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"UPDATE raw_row SET n = n + 1 WHERE id = {i}"), cancellation);
                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return times;
        })));
        List<double> all = [.. took.SelectMany(times => times)];
        return (all.Count / Stopwatch.GetElapsedTime(began).TotalSeconds, Figures.Percentile(all, 50), Figures.Percentile(all, 99));
    }

    /// <summary>As the engine claims, but nothing else: the head without locks, its rows by key, moved to another table in one transaction.</summary>
    private static async Task<double> ClaimsAsync(MeasuredMySql database, int connections, CancellationToken cancellation)
    {
        await database.ExecuteAsync("DROP TABLE IF EXISTS raw_ready, raw_lease", cancellation);
        await database.ExecuteAsync("CREATE TABLE raw_ready (queue INT, pos BIGINT, node BIGINT, PRIMARY KEY (queue, pos, node))", cancellation);
        await database.ExecuteAsync("CREATE TABLE raw_lease (node BIGINT PRIMARY KEY, worker INT)", cancellation);
        await database.ExecuteAsync(
            $"INSERT INTO raw_ready WITH RECURSIVE i (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM i WHERE i < {Claimable - 1}) SELECT 1, i, i FROM i", cancellation);
        long began = Stopwatch.GetTimestamp();
        int[] claimed = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            await using MySqlConnection connection = await database.ConnectAsync(cancellation);
            var random = new Random(i);
            int rows = 0;
            while (Stopwatch.GetElapsedTime(began) < s_window)
            {
                List<long> heads = await ReadAsync(connection, $"SELECT node FROM raw_ready WHERE queue = 1 ORDER BY pos LIMIT {ClaimedAtOnce * 4}", cancellation);
                int from = connections == 1 || heads.Count <= ClaimedAtOnce ? 0 : random.Next(heads.Count - ClaimedAtOnce);
                string keys = string.Join(',', heads.Skip(from).Take(ClaimedAtOnce).Select(node => $"(1,{node},{node})"));
                List<long> locked = await ReadAsync(
                    connection, $"BEGIN; SELECT node FROM raw_ready FORCE INDEX (PRIMARY) WHERE (queue, pos, node) IN ({keys}) FOR UPDATE SKIP LOCKED", cancellation);
                string move = locked.Count == 0 ? "" : $"""
                    DELETE r FROM (SELECT 1 AS a, 0 AS b UNION ALL SELECT 1, {string.Join(" UNION ALL SELECT 1, ", locked)}) k STRAIGHT_JOIN raw_ready r FORCE INDEX (PRIMARY)
                    ON r.queue = k.a AND r.pos = k.b AND r.node = k.b;
                    INSERT INTO raw_lease VALUES {string.Join(',', locked.Select(node => $"({node},{i})"))};
                    """;
                await MeasuredMySql.RunAsync(connection, move + "COMMIT", cancellation);
                rows += locked.Count;
            }

            return rows;
        })));
        return claimed.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<List<long>> ReadAsync(MySqlConnection connection, string sql, CancellationToken cancellation)
    {
        var numbers = new List<long>();
        await using MySqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of this file's constants and numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        do
        {
            while (reader.FieldCount > 0 && await reader.ReadAsync(cancellation))
            {
                numbers.Add(reader.GetInt64(0));
            }
        }
        while (await reader.NextResultAsync(cancellation));
        return numbers;
    }
}
