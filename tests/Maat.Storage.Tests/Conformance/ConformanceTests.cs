using Maat.Domain.Runs;
using Maat.Storage.Applications;
using Maat.Storage.Engine;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Microsoft.EntityFrameworkCore;

namespace Maat.Storage.Tests.Conformance;

/// <summary>An empty, migrated database of one kind, for one test.</summary>
public interface ITestDatabase : IAsyncDisposable
{
    IMaatDatabase Database { get; }

    IEventReader Events { get; }

    /// <summary>From now on the commit of a transaction that binds this idempotency key is not answered with success.</summary>
    Task MakeCommitFailAsync(string idempotencyKey);
}

/// <summary>
/// What every database must do alike, said once: a class per theme derives from this, and a class per database and theme from that.
/// Nothing here, or in a theme, may know which database it runs on.
/// </summary>
public abstract class ConformanceTests(Func<Task<ITestDatabase>> create) : IAsyncLifetime
{
    protected static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private ITestDatabase? _test;

    protected ITestDatabase Test => _test!;

    protected IMaatDatabase Database => Test.Database;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _test = await create();

    public async ValueTask DisposeAsync()
    {
        await DisposeAsyncCore();
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>What goes before the database.</summary>
    protected virtual ValueTask DisposeAsyncCore() => ValueTask.CompletedTask;

    protected Task<T> Transact<T>(Func<IEngineTransaction, ValueTask<T>> work) => Database.TransactAsync(work, Cancellation);

    protected Task Transact(Func<IEngineTransaction, ValueTask> work) => Transact(async t =>
    {
        await work(t);
        return true;
    });

    protected Task<List<T>> Rows<T>()
        where T : class => Database.ReadAsync((context, token) => context.Set<T>().ToListAsync(token), Cancellation);

    protected Task Add(params object[] rows) => Database.EditAsync(
        (context, _) =>
        {
            context.AddRange(rows);
            return Task.FromResult(true);
        },
        Cancellation);

    protected async Task<long> AddQueue(string name, int? maxRunning = null, bool paused = false)
    {
        var queue = new QueueRow { Name = name, MaxRunning = maxRunning, Paused = paused };
        await Add(queue);
        return queue.Id;
    }

    protected async Task<long> AddApplication(string name, int maxActiveRuns = 1)
    {
        var application = new ApplicationRow
        {
            ProjectId = 1,
            Name = name,
            TemplateId = 1,
            Version = 1,
            QueueId = QueueRow.DefaultId,
            MaxActiveRuns = maxActiveRuns,
            CreatedAt = Now,
        };
        await Add(application);
        return application.Id;
    }

    protected Task<long> AddWorker(string name = "worker") =>
        Transact(t => t.InsertWorkerAsync(new NewWorker(name, 30_000, 16, "[]", Now)));

    protected static NewRun ARun(long application = 1, Maat.Storage.Runs.RunKind kind = Maat.Storage.Runs.RunKind.Manual, DateTime? scheduledAt = null) =>
        new(1, application, 1, 1, kind, scheduledAt ?? Now, "UTC", "{}", QueueRow.DefaultId, "ada", Now);

    /// <summary>Nodes without edges: all are ready once the run has begun.</summary>
    protected static RunPlan Flat(int count, Func<int, int>? priority = null) =>
        RunPlan.Create([.. Enumerable.Range(0, count).Select(i => new PlanNode($"n{i}", Priority: priority?.Invoke(i) ?? PlanNode.DefaultPriority))], []);

    protected static StepWrites Writes(long queue = QueueRow.DefaultId, string? actor = null) => new(Now, actor, _ => queue);

    protected static StepContext Context(DateTime? now = null) => new(now ?? Now, StepContext.DefaultLossLimit, () => TimeSpan.Zero);

    protected Task<long> BeginRun(RunPlan plan, long application = 1, Func<int, long>? queueOf = null) => Transact(async t =>
    {
        long id = await t.InsertRunAsync(ARun(application));
        LockedRun run = Assert.Single(await t.LockRunsAsync([id], wait: true));
        await t.BeginRunAsync(run, plan, new StepWrites(Now, null, queueOf ?? (_ => QueueRow.DefaultId)), (head, nodes) =>
        {
            var step = new RunStep(plan, head, nodes, Context());
            step.Begin();
            return step.Change;
        });
        return id;
    });

    protected Task<IReadOnlyList<Claim>> Claim(long worker, int slots = 100, int branches = 0, params long[] queues) =>
        Transact(t => t.ClaimAsync(new ClaimRequest(worker, queues.Length == 0 ? [QueueRow.DefaultId] : queues, slots, branches, Now)));

    protected Task Complete(long runId, RunPlan plan, int ordinal, AttemptResult result) =>
        Step(runId, plan, step => step.Complete(ordinal, result));

    protected Task Step(long runId, RunPlan plan, Action<RunStep> act) => Transact(async t =>
    {
        LockedRun run = Assert.Single(await t.LockRunsAsync([runId], wait: true));
        await t.StepAsync(run, plan, Writes(), [], (head, nodes) =>
        {
            var step = new RunStep(plan, head, nodes, Context());
            act(step);
            return step.Change;
        });
    });

    /// <summary>Writes a change that no state machine made, to look at one part of it.</summary>
    protected Task Write(long runId, RunPlan plan, RunChange change, StepWrites? writes = null) => Transact(async t =>
    {
        LockedRun run = Assert.Single(await t.LockRunsAsync([runId], wait: true));
        await t.StepAsync(run, plan, writes ?? Writes(), [], (_, _) => change);
    });

    protected async Task<List<StoredEvent>> EventsOf(long runId)
    {
        var events = new List<StoredEvent>();
        foreach (long writer in (await Test.Events.ReadHeadsAsync(Cancellation)).Keys.Order())
        {
            events.AddRange(await Test.Events.ReadEventsAsync(writer, 0, int.MaxValue, Cancellation));
        }

        return [.. events.Where(e => e.RunId == runId)];
    }

    protected static ProjectRow AProject(string name) => new() { Name = name, CreatedAt = Now };
}
