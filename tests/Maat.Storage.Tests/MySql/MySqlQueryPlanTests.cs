using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Maat.Storage.MySql;
using Maat.Storage.MySql.Statements;
using MySqlConnector;

namespace Maat.Storage.Tests.MySql;

/// <summary>
/// Every statement of the assembly, found by reflection and explained on tables with many rows: each is a short range of its index, but
/// where a table is said to be small.
/// </summary>
public sealed partial class MySqlQueryPlanTests(FilledDatabase database) : IClassFixture<FilledDatabase>
{
    private const string Engine = "Maat.Storage.MySql.Engine.MySqlEngineTransaction.";

    /// <summary>
    /// Rows that a statement may expect to read of one table: the statements ask for three keys or for one range, of tables with thousands.
    /// The server's guesses are rough.
    /// </summary>
    private const long MostRows = 600;

    /// <summary>Statements that may read a whole table, or a whole index range that grows, with the reason why it stays small.</summary>
    private static readonly Dictionary<string, string> s_small = new()
    {
        [Engine + "SelectQueues"] = "Queues are made by hand: tens.",
    };

    /// <summary>Ranges of which only the first rows are read: the server guesses the whole range and stops at the limit.</summary>
    private static readonly HashSet<string> s_limited =
    [
        Engine + "SelectHead", Engine + "SelectFirstInLine", Engine + "SelectDue", Engine + "SelectNextDue", Engine + "FindDue",
        "Maat.Storage.MySql.Engine.MySqlEventReader.SelectEvents",
    ];

    /// <summary>What has no plan, or is no statement by itself.</summary>
    private static readonly HashSet<string> s_withoutPlan =
    [
        Engine + "Written", Engine + "LastId", Engine + "FirstId", Engine + "RowCount", Engine + "NodeColumns", Engine + "RunColumns", Engine + "ScheduleColumns",
        Engine + "LeaseColumns", "Maat.Storage.MySql.Sessions.EngineSession.ReadClock", "Maat.Storage.MySql.Sessions.EngineSession.LastId",
    ];

    public static TheoryData<string> Statements
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (FieldInfo constant in typeof(MySqlDatabase).Assembly.GetTypes()
                .Where(type => type.Namespace?.StartsWith("Maat.Storage.MySql", StringComparison.Ordinal) == true)
                .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                .Where(f => f.IsLiteral && f.FieldType == typeof(string) && Statement().IsMatch((string)f.GetRawConstantValue()!)))
            {
                string name = $"{constant.DeclaringType!.FullName}.{constant.Name}";
                if (!s_withoutPlan.Contains(name))
                {
                    data.Add(name);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> LockingStatements => [.. Statements.Select(row => row.Data).Where(name => Locking().IsMatch(TextOf(name)))];

    [Fact]
    public void Statements_OfTheAssembly_AreFound() => Assert.True(Statements.Count > 40, $"Only {Statements.Count} were found.");

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Plan_OfAStatement_IsShortRangeReads(string name)
    {
        string[] slow = [.. (await database.ExplainAsync(Filled(TextOf(name)))).Where(step => !s_small.ContainsKey(name) && step.IsSlow(s_limited.Contains(name)))
            .Select(step => step.ToString())];

        Assert.True(slow.Length == 0, $"{name} does more than short range reads: {string.Join("; ", slow)}");
    }

    /// <summary>Where a whole table looks cheap to read, a statement that locks would lock what it has nothing to do with.</summary>
    [Theory]
    [MemberData(nameof(LockingStatements))]
    public async Task Plan_OfALockingStatementOnASmallTable_IsByItsKey(string name)
    {
        string[] whole = [.. (await database.ExplainSmallAsync(Filled(TextOf(name)))).Where(step => step.IsWhole).Select(step => step.ToString())];

        Assert.True(whole.Length == 0, $"{name} locks more than its rows: {string.Join("; ", whole)}");
    }

    [Theory]
    [InlineData("DELETE lease FROM lease FORCE INDEX (PRIMARY) WHERE node_run_id IN (1, 2)")]
    [InlineData("SELECT * FROM node_run WHERE id IN (1, 2, 3, 4) FOR UPDATE")]
    public async Task Plan_OfAStatementThatLocksASmallTable_IsSeen(string sql) => Assert.Contains(await database.ExplainSmallAsync(sql), step => step.IsWhole);

    [Theory]
    [InlineData("SELECT * FROM node_run WHERE state = 1")]
    [InlineData("SELECT * FROM ready ORDER BY fence LIMIT 1")]
    [InlineData("SELECT * FROM run WHERE project_id > 0 AND state < 9")]
    [InlineData("UPDATE node_run SET state = 2 WHERE fence = 7")]
    [InlineData("DELETE FROM `delayed` WHERE due_at < 7")]
    public async Task Plan_OfASlowStatement_IsSeenAsSlow(string sql) => Assert.Contains(await database.ExplainAsync(sql), step => step.IsSlow(isLimited: false));

    /// <summary>Ids and keys that are there, in place of arguments.</summary>
    private static string Filled(string sql)
    {
        sql = sql.Replace("({0}) k", "(SELECT 3 AS a, 1024 AS b, 1048577 AS c UNION ALL SELECT 4, 4096, 3145729) k", StringComparison.Ordinal);
        sql = Keys().Replace(sql, "IN ((3, 1024, 1048577), (3, 2048, 2097153), (4, 4096, 3145729))");
        sql = Values().Replace(sql, match => "VALUES (" + string.Join(", ", Enumerable.Range(0, Columns(sql)).Select(i => i < 3 ? "7" : "1")) + ")");
        sql = Ids().Replace(sql, "IN (3145728, 4194305, 5)");
        sql = sql.Replace("BETWEEN {0} AND {1}", "BETWEEN 3145728 AND 3145737", StringComparison.Ordinal);
        return Argument().Replace(sql, "3");
    }

    private static int Columns(string insert) => insert[(insert.IndexOf('(', StringComparison.Ordinal) + 1)..insert.IndexOf(')', StringComparison.Ordinal)].Split(',').Length;

    private static string TextOf(string name)
    {
        int dot = name.LastIndexOf('.');
        return (string)typeof(MySqlDatabase).Assembly.GetType(name[..dot])!
            .GetField(name[(dot + 1)..], BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!.GetRawConstantValue()!;
    }

    [GeneratedRegex(@"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")]
    private static partial Regex Statement();

    [GeneratedRegex(@"^\s*(UPDATE|DELETE)\b|FOR UPDATE|LOCK IN SHARE MODE")]
    private static partial Regex Locking();

    [GeneratedRegex(@"(?<=position, node_run_id\) )IN \(\{0\}\)")]
    private static partial Regex Keys();

    [GeneratedRegex(@"VALUES \{0\}|VALUES \(\{0\}, \{1\}\)")]
    private static partial Regex Values();

    [GeneratedRegex(@"IN \(\{0\}\)")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Argument();

    /// <summary>One line of a plan.</summary>
    public sealed record Step(string Kind, string Table, string Type, string Key, long Rows, string Extra)
    {
        /// <summary>All rows of a table of Maat's.</summary>
        public bool IsWhole => !Table.StartsWith('<') && Table.Length > 0 && Type is "ALL" or "index";

        public bool IsSlow(bool isLimited) =>
            // An INSERT of values reads nothing; what a statement made itself (a derived table of groups or of heads) is read in whole.
            Kind != "INSERT" && !Table.StartsWith('<') && Table.Length > 0 && !Extra.Contains("Using index for group-by", StringComparison.Ordinal)
            && (Type is "ALL" or "index" || (Rows > MostRows && !isLimited) || Extra.Contains("filesort", StringComparison.Ordinal)
                || Extra.Contains("temporary", StringComparison.Ordinal));

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Table} {Type} {Key} {Rows} {Extra}");
    }
}

/// <summary>One database with many rows in the tables of the hot statements, for plans alone: nothing in it makes sense.</summary>
public sealed class FilledDatabase : IAsyncLifetime
{
    /// <summary>In one packet, by the server itself: its tables of numbers make a hundred thousand rows in a moment.</summary>
    private const string Fill = """
        INSERT INTO queue (id, max_running, name, paused, revision) SELECT seq, IF(seq % 2, NULL, 10), CONCAT('q', seq), 0, 0 FROM seq_2_to_20;
        INSERT INTO application (id, project_id, name, folded_name, description, template_id, version, follows, `values`, queue_id, max_active_runs, enabled, tags, created_at, revision)
            SELECT seq, 1 + seq % 50, CONCAT('a', seq), CONCAT('a', seq), '', 1, 1, 1, '{}', 1 + seq % 20, 1, 1, '[]', 0, 0 FROM seq_1_to_2000;
        INSERT INTO project (id, name, folded_name, description, zone, created_at, revision) SELECT seq, CONCAT('p', seq), CONCAT('p', seq), '', 'UTC', 0, 0 FROM seq_1_to_50;
        INSERT INTO run (id, project_id, application_id, template_id, version, kind, scheduled_at, zone, `values`, queue_id, triggered_by, state, open, bad_leaves,
            fair_at, round, cancel_requested, created_at)
            SELECT seq, 1 + seq % 50, 1 + seq % 2000, 1, 1, seq % 3, seq, 'UTC', '{}', 1, 'ada', IF(seq % 50 = 0, 1, 3), 0, 0, 0, 1, 0, seq FROM seq_1_to_20000;
        INSERT INTO node_run (id, state, decision, attempt, attempt_base, losses, fence, succeeded, failed, upstream_failed, skipped, excluded, gates, output_fence, changed_at)
            SELECT (r.seq << 20) | n.seq, 1 + n.seq % 10, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0 FROM seq_1_to_10000 r, seq_0_to_9 n;
        INSERT INTO ready (queue_id, position, node_run_id, fence, attempt)
            SELECT 1 + r.seq % 20, (r.seq * 7919 % 100000) << 10, (r.seq << 20) | n.seq, 1, 1 FROM seq_1_to_10000 r, seq_0_to_3 n;
        INSERT INTO held (kind, hold_id, position, node_run_id, fence, attempt) SELECT 0, seq, seq, (seq << 20) | 6, 1, 1 FROM seq_1_to_10000;
        INSERT INTO `delayed` (queue_id, due_at, node_run_id, kind, fence) SELECT 1 + seq % 20, seq * 1000, (seq << 20) | 7, seq % 3, 1 FROM seq_1_to_20000;
        INSERT INTO lease (node_run_id, fence, attempt, worker_id, queue_id, kind, started_at, stop_requested)
            SELECT (seq << 20) | 5, 1, 1, 1 + seq % 100, 1 + seq % 20, seq % 2, 0, 0 FROM seq_1_to_5000;
        INSERT INTO worker (id, name, beat, lease_milliseconds, state, slots, queues, started_at) SELECT seq, 'w', 0, 30000, IF(seq % 100 < 90, 2, 0), 8, '[]', 0 FROM seq_1_to_2000;
        INSERT INTO run_wait (application_id, scheduled_at, run_id) SELECT 1 + seq % 200, seq, seq FROM seq_1_to_20000;
        INSERT INTO run_key (application_id, `key`, run_id, at) SELECT 1 + seq % 200, CONCAT('k', seq), seq, 0 FROM seq_1_to_20000;
        INSERT INTO event (writer_id, sequence, run_id, ordinal, round, fence, attempt, state, at) SELECT w.seq, s.seq, s.seq, 0, 1, 1, 1, 1, 0 FROM seq_1_to_20 w, seq_1_to_5000 s;
        INSERT INTO schedule (id, application_id, queue_id, crontab, zone, missed, overlap, next_fire_at, last_decided, enabled, revision)
            SELECT seq, 1 + seq % 2000, 1 + seq % 20, '* * * * *', 'UTC', 0, 0, IF(seq % 10 = 0, NULL, seq * 1000), 0, 1, 0 FROM seq_1_to_20000;
        INSERT INTO output (node_run_id, fence, name, value) SELECT (r.seq << 20) | n.seq, 1, CONCAT('o', n.seq), '1' FROM seq_1_to_5000 r, seq_0_to_3 n;
        INSERT INTO template_version (template_id, number, document, comment, published_at, published_by) SELECT 1 + seq % 100, seq, '{}', '', 0, 'a' FROM seq_1_to_2000;
        ANALYZE TABLE queue, application, project, run, node_run, ready, held, `delayed`, lease, worker, run_wait, run_key, event, schedule, output, template_version
        """;

    /// <summary>Four rows each.</summary>
    private const string FillSmall = """
        INSERT INTO queue (id, max_running, name, paused, revision) SELECT seq, 10, CONCAT('q', seq), 0, 0 FROM seq_2_to_4;
        INSERT INTO application (id, project_id, name, folded_name, description, template_id, version, follows, `values`, queue_id, max_active_runs, enabled, tags, created_at, revision)
            SELECT seq, 1, CONCAT('a', seq), CONCAT('a', seq), '', 1, 1, 1, '{}', 1, 1, 1, '[]', 0, 0 FROM seq_1_to_4;
        INSERT INTO run (id, project_id, application_id, template_id, version, kind, scheduled_at, zone, `values`, queue_id, triggered_by, state, open, bad_leaves,
            fair_at, round, cancel_requested, created_at)
            SELECT seq, 1, seq, 1, 1, 0, seq, 'UTC', '{}', 1, 'ada', 1, 0, 0, 0, 1, 0, seq FROM seq_1_to_4;
        INSERT INTO node_run (id, state, decision, attempt, attempt_base, losses, fence, succeeded, failed, upstream_failed, skipped, excluded, gates, output_fence, changed_at)
            SELECT seq, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0 FROM seq_1_to_4;
        INSERT INTO ready (queue_id, position, node_run_id, fence, attempt) SELECT 3, seq << 10, (seq << 20) | 1, 1, 1 FROM seq_1_to_4;
        INSERT INTO held (kind, hold_id, position, node_run_id, fence, attempt) SELECT 0, 3, seq, seq, 1, 1 FROM seq_1_to_4;
        INSERT INTO `delayed` (queue_id, due_at, node_run_id, kind, fence) SELECT 3, seq, seq, 1, 1 FROM seq_1_to_4;
        INSERT INTO lease (node_run_id, fence, attempt, worker_id, queue_id, kind, started_at, stop_requested) SELECT seq, 1, 1, 3, 3, 0, 0, 0 FROM seq_1_to_4;
        INSERT INTO worker (id, name, beat, lease_milliseconds, state, slots, queues, started_at) SELECT seq, 'w', 0, 30000, 0, 8, '[]', 0 FROM seq_1_to_4;
        INSERT INTO run_wait (application_id, scheduled_at, run_id) SELECT 3, 3, seq FROM seq_1_to_4;
        INSERT INTO schedule (id, application_id, queue_id, crontab, zone, missed, overlap, next_fire_at, last_decided, enabled, revision)
            SELECT seq, 3, 3, '* * * * *', 'UTC', 0, 0, seq, 0, 1, 0 FROM seq_1_to_4;
        ANALYZE TABLE queue, application, run, node_run, ready, held, `delayed`, lease, worker, run_wait, schedule
        """;

    private string? _name;
    private string? _small;
    private string _connectionString = "", _smallConnectionString = "";

    public async ValueTask InitializeAsync()
    {
        _name = await MySqlServer.RentAsync();
        _connectionString = MySqlServer.ConnectionString(_name, await MySqlServer.PortAsync());
        await MySqlServer.RunAsync(_connectionString, Fill);
        _small = await MySqlServer.RentAsync();
        _smallConnectionString = MySqlServer.ConnectionString(_small, await MySqlServer.PortAsync());
        await MySqlServer.RunAsync(_smallConnectionString, FillSmall);
    }

    public Task<IReadOnlyList<MySqlQueryPlanTests.Step>> ExplainAsync(string sql) => ExplainAsync(_connectionString, sql);

    public Task<IReadOnlyList<MySqlQueryPlanTests.Step>> ExplainSmallAsync(string sql) => ExplainAsync(_smallConnectionString, sql);

    private static async Task<IReadOnlyList<MySqlQueryPlanTests.Step>> ExplainAsync(string connectionString, string sql)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using MySqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the assembly under test.
        command.CommandText = "EXPLAIN " + sql;
#pragma warning restore CA2100
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var steps = new List<MySqlQueryPlanTests.Step>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            string Text(string column) => reader.IsDBNull(reader.GetOrdinal(column)) ? "" : Convert.ToString(reader.GetValue(reader.GetOrdinal(column)), CultureInfo.InvariantCulture)!;
            steps.Add(new MySqlQueryPlanTests.Step(
                Text("select_type"), Text("table"), Text("type"), Text("key"), long.TryParse(Text("rows"), CultureInfo.InvariantCulture, out long rows) ? rows : 0, Text("Extra")));
        }

        return steps;
    }

    public async ValueTask DisposeAsync()
    {
        if (_name is not null)
        {
            await MySqlServer.RunAsync(_connectionString, $"DROP DATABASE {_name}");
        }

        if (_small is not null)
        {
            await MySqlServer.ReturnAsync(_small);
        }
    }
}
