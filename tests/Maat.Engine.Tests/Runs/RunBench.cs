using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Kinds.Branch;
using Maat.Engine.Runs;
using Maat.Engine.Templates;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Projects;
using Maat.Storage.Runs;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Tests.Runs;

/// <summary>
/// A database in memory with one application, whose runs nobody executes: a test moves their nodes by itself. Nodes are written as
/// <c>key: parents</c>.
/// </summary>
internal sealed class RunBench : IDisposable
{
    public static readonly Actor Nobody = new("nobody", false, new Dictionary<long, Role>());

    private static readonly NodeKindCatalog Kinds = new([new BashKind(), new BranchKind()]);
    private static readonly DateTime LongAgo = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly TemplateCache _templates;
    private readonly RunContextCache _contexts;
    private long _application;

    private RunBench()
    {
        _connection.Open();
        Database = SqliteDatabase.OnConnection(_connection, "test", TimeProvider.System);
        _templates = new TemplateCache(Database, Kinds);
        _contexts = new RunContextCache(Database, _templates);
        Live = new LiveRuns(Database, _contexts);
        Actions = new RunActions(Database, _contexts, new EngineSignals(), Settings, TimeProvider.System);
    }

    public static StepSettings Settings { get; } = new(3, new Random(1));

    public SqliteDatabase Database { get; }

    public LiveRuns Live { get; }

    public RunActions Actions { get; }

    public long Project { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<RunBench> OpenAsync(params string[] nodes)
    {
        string[][] parts = [.. nodes.Select(node => node.Split(':', ' ').Where(part => part.Length > 0).ToArray())];
        return OpenAsync(new TemplateDocument("t")
        {
            Nodes = [.. parts.Select(part => new NodeDefinition(part[0], BashKind.KindName) { With = (ObjectValue)Value.ParseJson("""{"script":"true"}""") })],
            Edges = [.. parts.SelectMany(part => part.Skip(1).Select(parent => new EdgeDefinition(parent, part[0])))],
        });
    }

    public static async Task<RunBench> OpenAsync(TemplateDocument document)
    {
        var bench = new RunBench();
        await bench.Database.MigrateAsync(Cancellation);
        bench.Project = await bench.Database.EditAsync(
            async (context, token) =>
            {
                var row = new ProjectRow { Name = "p", CreatedAt = LongAgo };
                context.Add(row);
                await context.SaveChangesAsync(token);
                return row.Id;
            },
            Cancellation);
        TemplateEditing editing = new(bench.Database, Kinds, TimeProvider.System);
        TemplateDraft draft = await editing.ImportAsync(Actor.System, bench.Project, document, null, Cancellation);
        await editing.PublishAsync(Actor.System, draft.Id, draft.Revision, "", Cancellation);
        bench._application = (await new ApplicationEditing(bench.Database, bench._templates, TimeProvider.System).CreateAsync(
            Actor.System, bench.Project, new ApplicationDefinition("a", draft.Id, new Dictionary<string, Value>()) { MaxActiveRuns = 1 }, Cancellation)).Id;
        return bench;
    }

    /// <summary>A run with its roots ready; a second one is queued.</summary>
    public async Task<long> StartAsync() =>
        (await new Triggering(Database, _templates, new RunLauncher(new EngineSignals(), Settings), TimeProvider.System).TriggerAsync(
            Actor.System, _application, new TriggerRequest(new Dictionary<string, Value>()), Cancellation)).RunId;

    /// <summary>Changes a node's row alone, whatever the state machine would say.</summary>
    public Task<bool> SetAsync(long run, int ordinal, Action<NodeRunRow> set) => EditAsync(async context =>
        set(await context.NodeRuns.SingleAsync(n => n.Id == NodeRunId.Of(run, ordinal))));

    public Task<bool> EditAsync(Func<MaatContext, Task> edit) => Database.EditAsync(
        async (context, _) =>
        {
            await edit(context);
            return true;
        },
        Cancellation);

    public Task<bool> AddAsync(params object[] rows) => EditAsync(context =>
    {
        context.AddRange(rows);
        return Task.CompletedTask;
    });

    public Task<bool> SucceedAsync(long run, int ordinal) => SetAsync(run, ordinal, n => n.State = NodeState.Succeeded);

    public void Dispose()
    {
        _contexts.Dispose();
        _templates.Dispose();
        _connection.Dispose();
    }
}
