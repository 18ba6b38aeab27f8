using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Runs;
using Maat.Engine.Schedulers;
using Maat.Engine.Templates;
using Maat.Storage.Engine;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Engine.Tests.Schedulers;

public sealed class MendLoopTests : IDisposable
{
    private static readonly NodeKindCatalog Kinds = new([new BashKind()]);
    private static readonly StepSettings Settings = new(3, new Random(1));

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly EngineSignals _signals = new();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task Step_OneVersionCannotBeRead_TakesTheOthersBack()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        _connection.Open();
        SqliteDatabase database = SqliteDatabase.OnConnection(_connection, "test", TimeProvider.System);
        await database.MigrateAsync(cancellation);
        long broken = await RunAsync(database, "broken", cancellation);
        long whole = await RunAsync(database, "whole", cancellation);
        await ClaimAllByADeadWorkerAsync(database, cancellation);
        await database.EditAsync(
            (context, token) => context.TemplateVersions
                .Where(v => context.Runs.Any(r => r.Id == broken && r.TemplateId == v.TemplateId))
                .ExecuteUpdateAsync(set => set.SetProperty(v => v.Document, "not a document"), token),
            cancellation);

        using var templates = new TemplateCache(database, Kinds);
        using var runs = new RunContextCache(database, templates);
        var mending = new MendLoop(
            database, runs, new OutcomeCommitter(database, _signals, TimeProvider.System, Settings), new EngineOptions(), TimeProvider.System,
            NullLogger<MendLoop>.Instance);
        await mending.StepAsync(cancellation);

        List<long> leased = await database.ReadAsync((context, token) => context.Leases.Select(l => l.NodeRunId).ToListAsync(token), cancellation);
        Assert.Equal([broken], leased.Select(NodeRunId.Run));
        Assert.Equal([whole], await database.ReadAsync(
            async (context, token) => (await context.Attempts.Select(a => a.NodeRunId).ToListAsync(token)).Select(NodeRunId.Run), cancellation));
    }

    private async Task<long> RunAsync(SqliteDatabase database, string name, CancellationToken cancellation)
    {
        var editing = new TemplateEditing(database, Kinds, TimeProvider.System);
        using var templates = new TemplateCache(database, Kinds);
        long project = await database.EditAsync(
            async (context, token) =>
            {
                var row = new ProjectRow { Name = name, CreatedAt = DateTime.UnixEpoch };
                context.Add(row);
                await context.SaveChangesAsync(token);
                return row.Id;
            },
            cancellation);
        var document = new TemplateDocument(name)
        {
            Nodes = [new NodeDefinition("say", BashKind.KindName) { With = (ObjectValue)Value.ParseJson("""{"script":"true"}""") }],
        };
        TemplateDraft draft = await editing.ImportAsync(Actor.System, project, document, null, cancellation);
        await editing.PublishAsync(Actor.System, draft.Id, draft.Revision, "", cancellation);
        var application = await new ApplicationEditing(database, templates, TimeProvider.System).CreateAsync(
            Actor.System, project, new ApplicationDefinition(name, draft.Id, new Dictionary<string, Value>()), cancellation);
        TriggerResult run = await new Triggering(database, templates, new RunLauncher(_signals, Settings), TimeProvider.System).TriggerAsync(
            Actor.System, application.Id, new TriggerRequest(new Dictionary<string, Value>()), cancellation);
        return run.RunId;
    }

    private static Task<bool> ClaimAllByADeadWorkerAsync(SqliteDatabase database, CancellationToken cancellation) => database.TransactAsync(
        async transaction =>
        {
            DateTime now = DateTime.UnixEpoch.AddYears(100);
            long worker = await transaction.InsertWorkerAsync(new NewWorker("w", 1_000, 9, "[]", now));
            Assert.Equal(2, (await transaction.ClaimAsync(new ClaimRequest(worker, [QueueRow.DefaultId], 9, 9, now))).Count);
            await transaction.SetWorkerStateAsync(worker, WorkerState.Dead, now);
            return true;
        },
        cancellation);
}
