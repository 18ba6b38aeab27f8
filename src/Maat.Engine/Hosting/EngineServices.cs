using System.Diagnostics.Metrics;
using Maat.Domain.Kinds;
using Maat.Engine.Applications;
using Maat.Engine.Audit;
using Maat.Engine.Events;
using Maat.Engine.Home;
using Maat.Engine.Kinds;
using Maat.Engine.Kinds.Branch;
using Maat.Engine.Loops;
using Maat.Engine.Logs;
using Maat.Engine.Metrics;
using Maat.Engine.Processes;
using Maat.Engine.People;
using Maat.Engine.Projects;
using Maat.Engine.Queues;
using Maat.Engine.Registry;
using Maat.Engine.Runs;
using Maat.Engine.Schedulers;
using Maat.Engine.Templates;
using Maat.Engine.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Hosting;

/// <summary>Composition of the engine. The caller has registered an <c>IMaatDatabase</c>, an <c>IEventReader</c>, an <see cref="ILogStore"/> and a <see cref="TimeProvider"/>.</summary>
public static class EngineServices
{
    /// <summary>What every process needs: kinds, caches, and the use cases of people.</summary>
    public static IServiceCollection AddMaatEngine(this IServiceCollection services, EngineOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<EngineSignals>();
        services.AddSingleton(new StepSettings(options.LossLimit, new Random()));
        services.AddSingleton(p => new NodeKindCatalog(p.GetServices<NodeKindRegistration>().Select(r => r.Kind)));
        services.AddSingleton<IReadOnlyDictionary<string, INodeExecutor>>(
            p => p.GetServices<NodeKindRegistration>().ToDictionary(r => r.Kind.Name, r => r.Executor, StringComparer.Ordinal));
        services.AddSingleton<TemplateCache>();
        services.AddSingleton<RunContextCache>();
        services.AddSingleton<RunLauncher>();
        services.AddSingleton<OutcomeCommitter>();
        services.AddSingleton<QueueScope>();
        services.AddSingleton<RunActions>();
        services.AddSingleton<RunViews>();
        services.AddSingleton<NodeRunViews>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<LogReading>();
        services.AddSingleton<LiveRuns>();
        services.AddSingleton<AttentionFinder>();
        services.AddSingleton<ActiveRunReading>();
        services.AddSingleton<HomeViews>();
        services.AddSingleton<WaitReasons>();
        services.AddSingleton<RunOutputs>();
        services.AddSingleton<NodeExpressions>();
        services.AddSingleton<RetryPreview>();
        services.AddSingleton<Triggering>();
        services.AddSingleton<RunRepeating>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<Identities>();
        services.AddSingleton<SigningIn>();
        services.AddSingleton<SignInCodes>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<PeopleEditing>();
        services.AddSingleton<TokenEditing>();
        services.AddSingleton<InstallationToken>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<ProjectEditing>();
        services.AddSingleton<MemberEditing>();
        services.AddSingleton<TemplateEditing>();
        services.AddSingleton<TemplateViews>();
        services.AddSingleton<DraftPresence>();
        services.AddSingleton<TemplateOverviews>();
        services.AddSingleton<TemplateCreation>();
        services.AddSingleton<ApplicationEditing>();
        services.AddSingleton<ApplicationViews>();
        services.AddSingleton<ApplicationOverviews>();
        services.AddSingleton<ApplicationReading>();
        services.AddSingleton<VersionTaking>();
        services.AddSingleton<ScheduleFiring>();
        services.AddSingleton<Scheduling>();
        services.AddSingleton<ScheduleViews>();
        services.AddSingleton<QueueEditing>();
        services.AddSingleton<WorkerViews>();
        services.AddSingleton<EventFeed>();
        services.AddSingleton(p => new EngineGauges(p.GetRequiredService<IMeterFactory>(), options, p.GetService<Worker>(), p.GetService<QueueLoads>()));
        AddLoops(services, p => [p.GetRequiredService<EventFeed>()]);
        services.AddNodeKind<BranchKind, BranchExecutor>();
        return services;
    }

    /// <summary>A kind of nodes: what it is, and what runs it.</summary>
    public static IServiceCollection AddNodeKind<TKind, TExecutor>(this IServiceCollection services)
        where TKind : NodeKind, new()
        where TExecutor : class, INodeExecutor
    {
        services.AddSingleton<TExecutor>();
        services.AddSingleton(p => new NodeKindRegistration(new TKind(), p.GetRequiredService<TExecutor>()));
        return services;
    }

    /// <summary>What runs processes for nodes, and ends them when the worker's lease is over.</summary>
    public static IServiceCollection AddTaskSupervision(this IServiceCollection services, SupervisorOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<TaskRunner>();
        services.AddSingleton<ILeaseDeadline>(p => p.GetRequiredService<TaskRunner>());
        return services;
    }

    /// <summary>Makes this process known to people and to its peers. The caller has registered an <see cref="IPeerLink"/>.</summary>
    public static IServiceCollection AddProcessRegistry(this IServiceCollection services)
    {
        services.AddSingleton<ProcessRegistry>();
        services.AddSingleton<PeerWaking>();
        services.AddSingleton<ProcessViews>();
        return services.AddHostedService<RegistryHost>();
    }

    /// <summary>The scheduler's duties, each a loop of its own.</summary>
    public static IServiceCollection AddMaatScheduler(this IServiceCollection services)
    {
        services.AddSingleton<FiringLoop>();
        services.AddSingleton<DueLoop>();
        services.AddSingleton<AdmissionLoop>();
        services.AddSingleton<MendLoop>();
        services.AddSingleton<QueueLoads>();
        AddLoops(services, p =>
        [
            p.GetRequiredService<FiringLoop>(),
            p.GetRequiredService<DueLoop>(),
            p.GetRequiredService<AdmissionLoop>(),
            p.GetRequiredService<MendLoop>(),
        ]);
        return services;
    }

    /// <summary>The worker's duties. It is stopped before the rest, so that what it ends is still committed.</summary>
    public static IServiceCollection AddMaatWorker(this IServiceCollection services)
    {
        services.AddSingleton<Worker>();
        services.AddSingleton<NodeInputs>();
        services.AddSingleton<ClaimLoop>();
        services.AddSingleton<CommitLoop>();
        services.AddSingleton<HeartbeatLoop>();
        services.AddSingleton<FenceLoop>();
        return services.AddHostedService<WorkerHost>();
    }

    /// <summary>Not AddHostedService: it takes two hosts of one type for the same, and drops the second.</summary>
    private static void AddLoops(IServiceCollection services, Func<IServiceProvider, IReadOnlyList<IEngineLoop>> loops) =>
        services.AddSingleton<IHostedService>(
            p => new LoopHost(loops(p), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<LoopHost>>()));
}
