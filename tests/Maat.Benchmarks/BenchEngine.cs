using System.Diagnostics;
using Maat.Benchmarks.Databases;
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
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maat.Benchmarks;

/// <summary>The whole engine in this process, on a database of its own that goes with it.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("maat-benchmark-").FullName;
    private readonly MeasuredDatabase _measured;
    private readonly IHost _host;

    private BenchEngine(MeasuredDatabase measured, int slots)
    {
        _measured = measured;
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        Register(builder.Services, measured, _directory, slots);
        _host = builder.Build();
    }

    /// <summary>The engine with all its roles.</summary>
    /// <param name="directory">For logs and what runs.</param>
    public static void Register(IServiceCollection services, MeasuredDatabase database, string directory, int slots)
    {
        database.Register(services);
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

    public IMaatDatabase Database => _measured.Database;

    public long Project { get; private set; }

    public Task<WorkDone> CountAsync(CancellationToken cancellation) => _measured.CountAsync(cancellation);

    /// <summary>Everything but its loops, so that applications can be made before anything runs.</summary>
    public static async Task<BenchEngine> PrepareAsync(MeasuredDatabase measured, int slots, CancellationToken cancellation)
    {
        var engine = new BenchEngine(measured, slots);
        engine.Project = await ProjectAsync(engine.Database, cancellation);
        return engine;
    }

    public Task StartAsync(CancellationToken cancellation) => _host.StartAsync(cancellation);

    public static async Task<BenchEngine> StartAsync(IDatabases databases, int slots, CancellationToken cancellation)
    {
        BenchEngine engine = await PrepareAsync(await databases.NewAsync(cancellation), slots, cancellation);
        await engine.StartAsync(cancellation);
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

        await _measured.DisposeAsync();
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
