using System.Diagnostics;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Engine.Events;
using Maat.Engine.Hosting;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Logs;
using Maat.Engine.Processes;
using Maat.Engine.Templates;
using Maat.Engine.Workers;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Projects;
using Maat.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maat.Benchmarks;

/// <summary>The whole engine in this process, on an embedded database in a directory of its own that goes with it.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("maat-benchmark-").FullName;
    private readonly IHost _host;

    private BenchEngine(int slots)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        Register(builder.Services, _directory, slots);
        _host = builder.Build();
    }

    /// <summary>The engine with all its roles, on a database in a directory.</summary>
    public static void Register(IServiceCollection services, string directory, int slots)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(p => SqliteDatabase.Open(Path.Combine(directory, "maat.db"), SqliteDurability.Normal, "benchmark", TimeProvider.System));
        services.AddSingleton<IMaatDatabase>(p => p.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IEventReader>(p => p.GetRequiredService<SqliteDatabase>());
        services.AddMaatEngine(new EngineOptions { Slots = slots });
        services.AddSingleton<ILogStore>(p => new DirectoryLogStore(Path.Combine(directory, "logs"), p.GetRequiredService<ILogger<DirectoryLogStore>>()));
        services.AddSingleton(p => TaskDirectories.Open(Path.Combine(directory, "work"), p.GetRequiredService<ILogger<TaskDirectories>>()));
        services.AddSingleton(new TaskEnvironment(TaskEnvironment.DefaultNames, Environment.GetEnvironmentVariable));
        services.AddTaskSupervision(new SupervisorOptions());
        services.AddNodeKind<BashKind, BashExecutor>();
        services.AddNodeKind<NoOpKind, NoOpExecutor>();
        services.AddMaatScheduler();
        services.AddMaatWorker();
    }

    public NoOpExecutor NoOps => _host.Services.GetRequiredService<NoOpExecutor>();

    public SqliteDatabase Database => _host.Services.GetRequiredService<SqliteDatabase>();

    public long Project { get; private set; }

    public static async Task<BenchEngine> StartAsync(int slots, CancellationToken cancellation)
    {
        var engine = new BenchEngine(slots);
        await engine.Database.MigrateAsync(cancellation);
        engine.Project = await ProjectAsync(engine.Database, cancellation);
        await engine._host.StartAsync(cancellation);
        return engine;
    }

    public static Task<long> ProjectAsync(IMaatDatabase database, CancellationToken cancellation) => database.EditAsync(
        async (context, token) =>
        {
            var project = new ProjectRow { Name = "benchmark", CreatedAt = TimeProvider.System.GetUtcNow().UtcDateTime };
            context.Projects.Add(project);
            await context.SaveChangesAsync(token);
            return project.Id;
        },
        cancellation);

    /// <summary>Publishes a template and makes an application of it.</summary>
    public Task<long> ApplicationAsync(TemplateDocument document, CancellationToken cancellation) =>
        ApplicationAsync(_host.Services, Project, document, cancellation);

    /// <inheritdoc cref="ApplicationAsync(TemplateDocument, CancellationToken)"/>
    public static async Task<long> ApplicationAsync(IServiceProvider services, long project, TemplateDocument document, CancellationToken cancellation)
    {
        var templates = services.GetRequiredService<TemplateEditing>();
        TemplateDraft draft = await templates.ImportAsync(Actor.System, project, document, null, cancellation);
        await templates.PublishAsync(Actor.System, draft.Id, draft.Revision, "", cancellation);
        var application = await services.GetRequiredService<ApplicationEditing>().CreateAsync(
            Actor.System,
            project,
            new ApplicationDefinition(document.Name, draft.Id, new Dictionary<string, Value>(), MaxActiveRuns: ApplicationDefinition.MostActiveRuns),
            cancellation);
        return application.Id;
    }

    /// <summary>Triggers so many runs at once and waits until all have ended. Returns their ids and the time from the first trigger on.</summary>
    public async Task<(IReadOnlyList<long> Runs, TimeSpan Took, RunState Worst)> RunAsync(long application, int runs, CancellationToken cancellation)
    {
        var triggering = _host.Services.GetRequiredService<Triggering>();
        var feed = _host.Services.GetRequiredService<EventFeed>();
        long began = Stopwatch.GetTimestamp();
        var ended = new List<Task<RunState>>();
        var ids = new List<long>();
        for (int i = 0; i < runs; i++)
        {
            TriggerResult run = await triggering.TriggerAsync(
                Actor.System, application, new TriggerRequest(new Dictionary<string, Value>()), cancellation);
            ids.Add(run.RunId);
            ended.Add(EndedAsync(feed, run.RunId, cancellation));
        }

        RunState[] states = await Task.WhenAll(ended);
        return (ids, Stopwatch.GetElapsedTime(began), states.Max());
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        switch (_host)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            default:
                _host.Dispose();
                break;
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task<RunState> EndedAsync(EventFeed feed, long runId, CancellationToken cancellation)
    {
        while (true)
        {
            using EventFeed.Watch watch = feed.Subscribe(runId);
            RunState state = await Database.ReadAsync(
                async (context, token) => (await context.Runs.FindAsync([runId], token))!.State, cancellation);
            if (state.IsTerminal())
            {
                return state;
            }

            await foreach (StoredEvent told in watch.Events.ReadAllAsync(cancellation))
            {
                if (told.Ordinal is null && ((RunState)told.State).IsTerminal())
                {
                    return (RunState)told.State;
                }
            }
        }
    }
}
