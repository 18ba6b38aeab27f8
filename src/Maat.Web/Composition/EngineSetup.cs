using Maat.Domain.Documents;
using Maat.Engine;
using Maat.Engine.Hosting;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Logs;
using Maat.Engine.Processes;
using Maat.Web.Examples;
using Maat.Web.Settings;

namespace Maat.Web.Composition;

/// <summary>Which roles this process takes.</summary>
public static class EngineSetup
{
    /// <summary>For last commits, signing off, and requests that are being answered.</summary>
    private static readonly TimeSpan TheRest = TimeSpan.FromSeconds(15);

    public static void AddEngine(this WebApplicationBuilder builder, MaatOptions settings, DataDirectory data)
    {
        IServiceCollection services = builder.Services;
        EngineOptions options = Options(settings);
        services.AddDatabase(settings, data, options.Name);
        // The order of the kinds is the palette's: what is used most comes first.
        services.AddNodeKind<BashKind, BashExecutor>();
        services.AddMaatEngine(options);
        services.AddSingleton<ILogStore>(p => OpenLogs(settings.NodeLogs ?? data.NodeLogs, p.GetRequiredService<ILogger<DirectoryLogStore>>()));
        services.AddSingleton(p => TaskDirectories.Open(data.Work, p.GetRequiredService<ILogger<TaskDirectories>>()));
        services.AddSingleton(new TaskEnvironment(
            settings.Worker.Environment.Length > 0 ? settings.Worker.Environment : TaskEnvironment.DefaultNames, Environment.GetEnvironmentVariable));
        services.AddTaskSupervision(new SupervisorOptions());
        services.AddSingleton<ExampleProject>();
        if (settings.Takes(Role.Scheduler))
        {
            services.AddMaatScheduler();
        }

        if (settings.Takes(Role.Worker))
        {
            services.AddMaatWorker();
        }

        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout(settings));
    }

    /// <summary>
    /// How long an orderly end may take: a worker drains first, and everything else has to end, too. Whoever stops the process must not kill
    /// it before.
    /// </summary>
    public static TimeSpan ShutdownTimeout(MaatOptions settings)
    {
        EngineOptions options = Options(settings);
        return options.Grace + options.KillAfter + TheRest;
    }

    private static DirectoryLogStore OpenLogs(string directory, ILogger<DirectoryLogStore> logger)
    {
        try
        {
            return new DirectoryLogStore(directory, logger);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"Maat:NodeLogs: '{directory}' cannot be made or written to ({exception.Message})"]);
        }
    }

    private static EngineOptions Options(MaatOptions settings) => new()
    {
        Roles = [.. Enum.GetValues<Role>().Where(settings.Takes).Select(Names<Role>.Of)],
        Version = typeof(EngineSetup).Assembly.GetName().Version!.ToString(3),
        Slots = settings.Worker.Slots,
        Lease = TimeSpan.FromSeconds(settings.Worker.LeaseSeconds),
        Grace = TimeSpan.FromSeconds(settings.Worker.GraceSeconds),
        KillAfter = TimeSpan.FromSeconds(settings.Worker.KillAfterSeconds),
        LossLimit = settings.Worker.LossLimit,
        OutputLimit = (long)settings.Worker.LogMegabytes << 20,
        TaskLimits = new TaskLimits((long?)settings.Worker.MemoryMegabytes << 20, settings.Worker.CpuSeconds, settings.Worker.OpenFiles),
        Queues = settings.Queues,
    };
}
