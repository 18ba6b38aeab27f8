using System.Reflection;
using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Maat.Storage.Tests.Sqlite;

/// <summary>
/// What an operation of the engine costs, in steps of SQLite's virtual machine (which are rows visited, times a constant), with a little
/// history and backlog and with a hundred times as much. Plans alone do not show it: a range read can be a long one.
/// </summary>
public sealed class SqliteFlatCostTests : IAsyncDisposable
{
    private const int Little = 300;
    private const int Much = 30_000;

    private const long Application = 1;
    private const long Queue = QueueRow.DefaultId;
    private const long LimitedQueue = 2;
    private const long Worker = 1;

    private static readonly DateTime s_now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly RunPlan s_plan = RunPlan.Create([new PlanNode("a"), new PlanNode("b")], [new PlanEdge(0, 1)]);
    private static readonly StepWrites s_writes = new(s_now, "ada", _ => Queue);

    /// <summary>Every operation, with the arguments that meet the backlog.</summary>
    private static readonly Dictionary<string, Func<IEngineTransaction, Probe, ValueTask>> s_operations = new()
    {
        [nameof(IEngineTransaction.LockRunsAsync)] = async (t, p) => Assert.Single(await t.LockRunsAsync([p.Run], true)),
        [nameof(IEngineTransaction.StepAsync)] = async (t, p) =>
            await t.StepAsync((await t.LockRunsAsync([p.Run], true))[0], s_plan, s_writes, [0, 1], (head, nodes) =>
            {
                var step = new RunStep(s_plan, head, nodes, new StepContext(s_now, 3, () => TimeSpan.Zero));
                step.Complete(0, new AttemptResult.Succeeded());
                return step.Change;
            }),
        [nameof(IEngineTransaction.InsertRunsAsync)] = async (t, _) => await t.InsertRunAsync(ARun),
        [nameof(IEngineTransaction.BeginRunAsync)] = async (t, _) => await BeginAsync(t),
        [nameof(IEngineTransaction.ReadRunsAsync)] = async (t, p) => Assert.Single(await t.ReadRunsAsync([p.Run])),
        [nameof(IEngineTransaction.CountActiveRunsAsync)] = async (t, _) => Assert.Equal(2, await t.CountActiveRunsAsync(Application)),
        [nameof(IEngineTransaction.HasWaitingRunsAsync)] = async (t, _) => Assert.True(await t.HasWaitingRunsAsync(Application)),
        [nameof(IEngineTransaction.EnqueueRunAsync)] = async (t, p) => await t.EnqueueRunAsync(Application, s_now, p.Run),
        [nameof(IEngineTransaction.DequeueRunAsync)] = async (t, _) =>
            Assert.True(await t.DequeueRunAsync(Application, Microseconds.ToUtc(1), 1)),
        [nameof(IEngineTransaction.ReadAdmissibleRunsAsync)] = async (t, _) => Assert.Equal(3, (await t.ReadAdmissibleRunsAsync(100)).Count),
        [nameof(IEngineTransaction.FindRunByKeyAsync)] = async (t, _) => Assert.NotNull(await t.FindRunByKeyAsync(Application, "k1")),
        [nameof(IEngineTransaction.InsertRunKeyAsync)] = async (t, p) => await t.InsertRunKeyAsync(Application, "new", p.Run, s_now),
        [nameof(IEngineTransaction.ClaimAsync)] = async (t, p) =>
            Assert.Equal(13, (await t.ClaimAsync(new ClaimRequest(p.Worker, [Queue, LimitedQueue], 10, 3, s_now))).Count),
        [nameof(IEngineTransaction.ReadLeasesAsync)] = async (t, p) => Assert.Single(await t.ReadLeasesAsync([NodeRunId.Of(p.Run, 0)])),
        [nameof(IEngineTransaction.InsertAttemptsAsync)] = async (t, p) => await t.InsertAttemptsAsync(
            [new EndedAttempt(NodeRunId.Of(p.Run, 0), 9, 9, AttemptOutcome.Succeeded, null, 0, p.Worker, s_now, s_now, 0, false)]),
        [nameof(IEngineTransaction.InsertOutputsAsync)] = async (t, p) => await t.InsertOutputsAsync(NodeRunId.Of(p.Run, 0), 9, [new("a", "1")]),
        [nameof(IEngineTransaction.ReadOutputsAsync)] = async (t, p) => await t.ReadOutputsAsync(p.Run, [0, 1]),
        [nameof(IEngineTransaction.ReadDueAsync)] = async (t, _) => Assert.Equal(50, (await t.ReadDueAsync(s_now, 50)).Count),
        [nameof(IEngineTransaction.ReadNextDueAsync)] = async (t, _) => Assert.NotNull(await t.ReadNextDueAsync()),
        [nameof(IEngineTransaction.InsertWorkerAsync)] = async (t, _) => await t.InsertWorkerAsync(new NewWorker("w", 1, 1, "[]", s_now)),
        [nameof(IEngineTransaction.BeatAsync)] = async (t, p) => Assert.True(await t.BeatAsync(p.Worker)),
        [nameof(IEngineTransaction.ReadLeasesOfWorkerAsync)] = async (t, p) => Assert.Single(await t.ReadLeasesOfWorkerAsync(p.Worker)),
        [nameof(IEngineTransaction.ReadWorkersAsync)] = async (t, _) => Assert.Equal(2, (await t.ReadWorkersAsync()).Count),
        [nameof(IEngineTransaction.MarkWorkerDeadAsync)] = async (t, p) => Assert.True(await t.MarkWorkerDeadAsync(p.Worker, 0, s_now)),
        [nameof(IEngineTransaction.SetWorkerStateAsync)] = async (t, p) => await t.SetWorkerStateAsync(p.Worker, WorkerState.Draining, null),
        [nameof(IEngineTransaction.ReadLeasesOfDeadWorkersAsync)] = async (t, _) => Assert.Equal(5, (await t.ReadLeasesOfDeadWorkersAsync(100)).Count),
        [nameof(IEngineTransaction.LockDueSchedulesAsync)] = async (t, _) =>
            Assert.Equal(50, (await t.LockDueSchedulesAsync([Queue, LimitedQueue], s_now, 50)).Count),
        [nameof(IEngineTransaction.LockScheduleAsync)] = async (t, _) => Assert.NotNull(await t.LockScheduleAsync(7)),
        [nameof(IEngineTransaction.ReadNextFiringAsync)] = async (t, _) => Assert.NotNull(await t.ReadNextFiringAsync([Queue, LimitedQueue])),
        [nameof(IEngineTransaction.ReadLaunchAsync)] = async (t, _) => Assert.NotNull(await t.ReadLaunchAsync(Application)),
        [nameof(IEngineTransaction.InsertFiringsAsync)] = async (t, _) =>
            await t.InsertFiringsAsync(1, [new DecidedFiring(s_now, null, 1, FiringFate.Started, 1)], s_now),
        [nameof(IEngineTransaction.AdvanceScheduleAsync)] = async (t, _) => await t.AdvanceScheduleAsync(7, s_now, s_now.AddDays(1)),
        [nameof(IEngineTransaction.LockSchedulesOfAsync)] = async (t, _) => Assert.Single(await t.LockSchedulesOfAsync(Application)),
        [nameof(IEngineTransaction.InsertScheduleAsync)] = async (t, _) => await t.InsertScheduleAsync(Application, Queue, ASchedule),
        [nameof(IEngineTransaction.UpdateScheduleAsync)] = async (t, _) => await t.UpdateScheduleAsync(7, ASchedule),
        [nameof(IEngineTransaction.DeleteScheduleAsync)] = async (t, _) => await t.DeleteScheduleAsync(7),
        [nameof(IEngineTransaction.SetApplicationEnabledAsync)] = async (t, _) => await t.SetApplicationEnabledAsync(Application, false),
        [nameof(IEngineTransaction.ReadDocumentAsync)] = async (t, _) => Assert.NotNull(await t.ReadDocumentAsync(1, 1)),
        [nameof(IEngineTransaction.ReadQueuesAsync)] = async (t, _) => Assert.Equal(2, (await t.ReadQueuesAsync()).Count),
        [nameof(IEngineTransaction.AuditAsync)] = async (t, _) => await t.AuditAsync(s_now, "ada", "a.b", 1, "c/1", ""),
    };

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteDatabase _database;

    public SqliteFlatCostTests()
    {
        _connection.Open();
        _connection.Handle!.enable_sqlite3_next_stmt(true);
        _database = SqliteDatabase.OnConnection(_connection, "test", TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static NewRun ARun => new(1, Application, 1, 1, RunKind.Manual, s_now, "UTC", "{}", Queue, "ada", s_now);

    private static ScheduleWrite ASchedule =>
        new("* * * * *", "UTC", null, null, MissedFiringPolicy.Skip, OverlapPolicy.Skip, true, s_now, s_now.AddMinutes(1));

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _connection.DisposeAsync();
    }

    [Fact]
    public void Operations_OfTheInterface_AreAllMeasured() => Assert.Equal(
        typeof(IEngineTransaction).GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(m => m.Name).Order(), s_operations.Keys.Order());

    [Fact]
    public async Task Cost_OfEveryOperation_StaysFlatWithHistoryAndBacklog()
    {
        await _database.MigrateAsync(Cancellation);
        Probe probe = await PrepareAsync();
        Fill(1, Little);
        Dictionary<string, long> little = await MeasureAsync(probe);
        Fill(Little + 1, Much);
        Dictionary<string, long> much = await MeasureAsync(probe);

        Assert.All(little.Values, steps => Assert.True(steps > 0, "Nothing was measured."));
        string[] grown = [.. little.Where(o => much[o.Key] > o.Value * 1.1).Select(o => $"{o.Key}: {o.Value} -> {much[o.Key]}")];
        Assert.True(grown.Length == 0, "Cost more with more rows: " + string.Join("; ", grown));
    }

    [Fact]
    public async Task Statements_OfEveryOperation_AreConstantsWithAPlan()
    {
        await _database.MigrateAsync(Cancellation);
        Probe probe = await PrepareAsync();
        Fill(1, Little);
        await MeasureAsync(probe);

        string[] ran = [.. Prepared().Select(statement => raw.sqlite3_sql(statement).utf8_to_string())];

        Assert.True(ran.Length > 40, $"Only {ran.Length} statements ran.");
        SqliteQueryPlanTests.AssertKnown(ran);
    }

    private static async Task<long> BeginAsync(IEngineTransaction t)
    {
        long id = await t.InsertRunAsync(ARun);
        await t.BeginRunAsync((await t.LockRunsAsync([id], true))[0], s_plan, s_writes, (head, nodes) =>
        {
            var step = new RunStep(s_plan, head, nodes, new StepContext(s_now, 3, () => TimeSpan.Zero));
            step.Begin();
            return step.Change;
        });
        return id;
    }

    /// <summary>A run that a living worker has begun, and a dead worker's leases.</summary>
    private async Task<Probe> PrepareAsync()
    {
        Sql("""
            INSERT INTO queue (id, name, max_running, paused, revision) VALUES (2, 'limited', 5, 0, 0);
            INSERT INTO project (id, name, folded_name, description, zone, created_at, revision) VALUES (1, 'p', 'p', '', 'UTC', 0, 0);
            INSERT INTO application (id, project_id, name, folded_name, description, template_id, version, follows, "values", queue_id, max_active_runs, enabled, tags, created_at, revision)
            VALUES (1, 1, 'full', 'full', '', 1, 1, 1, '{}', 1, 2, 1, '[]', 0, 0), (2, 1, 'free', 'free', '', 1, 1, 1, '{}', 1, 3, 1, '[]', 0, 0);
            INSERT INTO template_version (template_id, number, document, comment, published_at, published_by) VALUES (1, 1, '{}', '', 0, 'ada');
            """);
        Probe probe = await _database.TransactAsync(
            async t =>
            {
                // The filled-in leases are this worker's, who is alive.
                Assert.Equal(Worker, await t.InsertWorkerAsync(new NewWorker("busy", 1, 1, "[]", s_now)));
                long worker = await t.InsertWorkerAsync(new NewWorker("worker", 1, 1, "[]", s_now));
                long run = await BeginAsync(t);
                Assert.Single(await t.ClaimAsync(new ClaimRequest(worker, [Queue], 10, 0, s_now)));
                long second = await BeginAsync(t);
                Assert.Single(await t.ClaimAsync(new ClaimRequest(Worker, [Queue], 10, 0, s_now)));
                long dead = await t.InsertWorkerAsync(new NewWorker("dead", 1, 1, "[]", s_now));
                await t.MarkWorkerDeadAsync(dead, 0, s_now);
                Assert.NotEqual(run, second);
                return new Probe(run, worker, dead);
            },
            Cancellation);
        Sql($"""
            WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5)
            INSERT INTO lease (node_run_id, fence, attempt, worker_id, queue_id, kind, started_at, stop_requested) SELECT -i, 1, 1, {probe.Dead}, 3, 0, 0, 0 FROM n
            """);
        return probe;
    }

    private void Fill(int from, int to) => Sql($$"""
        CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (VALUES ({{from}}) UNION ALL SELECT i + 1 FROM n WHERE i < {{to}}) SELECT i FROM n;
        INSERT INTO run (id, project_id, application_id, template_id, version, kind, scheduled_at, zone, "values", queue_id, triggered_by, created_at, state, open, bad_leaves, round, cancel_requested, fair_at)
        SELECT i + 1000, 1, 1, 1, 1, 0, i, 'UTC', '{}', 1, 'ada', i, 10, 0, 0, 1, 0, 0 FROM n
        UNION ALL SELECT i + 1000000, 1, 1, 1, 1, 2, i, 'UTC', '{}', 1, 'ada', i, 1, 0, 0, 1, 0, 0 FROM n;
        INSERT INTO run_wait SELECT 1, i, i FROM n UNION ALL SELECT 2, i, i FROM n;
        INSERT INTO run_key (application_id, key, run_id, at) SELECT 1, 'k' || i, i, i FROM n;
        INSERT INTO node_run (id, state, decision, attempt, attempt_base, losses, fence, succeeded, failed, upstream_failed, skipped, excluded, gates, output_fence, changed_at)
        SELECT (i + 1000) << 20, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 FROM n
        UNION ALL SELECT ((i + 1000) << 20) + 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM n
        UNION ALL SELECT ((i + 1000) << 20) + 2, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 FROM n;
        INSERT INTO ready (queue_id, position, node_run_id, fence, attempt)
        SELECT i % 2 + 1, i, (i + 1000) << 20, 1, 1 FROM n UNION ALL SELECT 0, i, ((i + 1000) << 20) + 2, 1, 1 FROM n;
        INSERT INTO held (kind, hold_id, position, node_run_id, fence, attempt) SELECT 0, i, i, i, 1, 1 FROM n;
        INSERT INTO delayed (queue_id, due_at, node_run_id, kind, fence)
        SELECT 1, i, i, 0, 1 FROM n UNION ALL SELECT 2, i, i, 2, 1 FROM n UNION ALL SELECT 2, 1 << 60, i, 1, 1 FROM n;
        INSERT INTO lease (node_run_id, fence, attempt, worker_id, queue_id, kind, started_at, stop_requested) SELECT i, 1, 1, {{Worker}}, 3, 0, 0, 0 FROM n;
        INSERT INTO worker (id, name, beat, lease_milliseconds, state, slots, queues, started_at) SELECT i + 1000, 'w', 0, 1, 2, 1, '[]', 0 FROM n;
        INSERT INTO attempt (node_run_id, attempt, fence, outcome, worker_id, started_at, ended_at, log_bytes, log_cut) SELECT i, 1, 1, 0, 1, 0, 0, 0, 0 FROM n;
        INSERT INTO output (node_run_id, fence, name, value) SELECT i, 1, 'a', '1' FROM n;
        INSERT INTO event_writer (id, process, started_at) SELECT 1000, 'p', 0 WHERE {{from}} = 1;
        INSERT INTO event (writer_id, sequence, run_id, round, fence, attempt, state, at) SELECT 1000, i, i, 1, 1, 1, 1, i FROM n;
        INSERT INTO schedule (id, application_id, queue_id, crontab, zone, missed, overlap, next_fire_at, last_decided, enabled, revision)
        SELECT i, CASE i WHEN 7 THEN 1 ELSE i + 1000 END, i % 2 + 1, '* * * * *', 'UTC', 0, 0, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN i ELSE 1 << 60 END, 0, 1, 0 FROM n;
        INSERT INTO firing (schedule_id, due_at, count, fate, decided_at) SELECT 1, i, 1, 0, 0 FROM n;
        INSERT INTO audit (at, actor, action, subject, detail) SELECT i, 'a', 'b', 'c', '' FROM n;
        DROP TABLE n;
        """);

    /// <summary>Each operation in a transaction that is rolled back, so that all meet the same rows.</summary>
    private async Task<Dictionary<string, long>> MeasureAsync(Probe probe)
    {
        var measured = new Dictionary<string, long>();
        foreach ((string name, Func<IEngineTransaction, Probe, ValueTask> operation) in s_operations)
        {
            await Assert.ThrowsAsync<RolledBackException>(() => _database.TransactAsync<bool>(
                async t =>
                {
                    Steps();
                    await operation(t, probe);
                    measured[name] = Steps();
                    throw new RolledBackException();
                },
                Cancellation));
        }

        return measured;
    }

    /// <summary>The steps of all statements since the last call.</summary>
    private long Steps() => Prepared().Sum(statement => (long)raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_VM_STEP, 1));

    private IEnumerable<sqlite3_stmt> Prepared()
    {
        for (sqlite3_stmt? s = raw.sqlite3_next_stmt(_connection.Handle, null!); s is not null; s = raw.sqlite3_next_stmt(_connection.Handle, s))
        {
            yield return s;
        }
    }

    private void Sql(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed record Probe(long Run, long Worker, long Dead);

    private sealed class RolledBackException : Exception;
}
