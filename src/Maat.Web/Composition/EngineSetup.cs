using Maat.Engine;
using Maat.Engine.Hosting;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Logs;
using Maat.Engine.Processes;
using Maat.Engine.Workers;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Sqlite;
using Maat.Web.Examples;
using Maat.Web.Settings;

namespace Maat.Web.Composition;

/// <summary>Which roles this process takes, on which database.</summary>
public static class EngineSetup
{
    public static void AddEngine(this WebApplicationBuilder builder, MaatOptions settings, DataDirectory data)
    {
        IServiceCollection services = builder.Services;
        EngineOptions options = Options(settings);
        services.AddSingleton(p => SqliteDatabase.Open(
            data.Database, Enum.Parse<SqliteDurability>(settings.Database.Durability), options.Name, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMaatDatabase>(p => p.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IEventReader>(p => p.GetRequiredService<SqliteDatabase>());
        // The order of the kinds is the palette's: what is used most comes first.
        services.AddNodeKind<BashKind, BashExecutor>();
        services.AddMaatEngine(options);
        services.AddSingleton<ILogStore>(p => new DirectoryLogStore(data.NodeLogs, p.GetRequiredService<ILogger<DirectoryLogStore>>()));
        services.AddSingleton(p => TaskDirectories.Open(data.Work, p.GetRequiredService<ILogger<TaskDirectories>>()));
        services.AddSingleton(new TaskEnvironment(
            settings.Worker.Environment.Length > 0 ? settings.Worker.Environment : TaskEnvironment.DefaultNames, Environment.GetEnvironmentVariable));
        services.AddSingleton(new SupervisorOptions());
        services.AddSingleton<TaskRunner>();
        services.AddSingleton<ExampleProject>();
        if (Takes(settings, Role.Scheduler))
        {
            services.AddMaatScheduler();
        }

        if (Takes(settings, Role.Worker))
        {
            services.AddMaatWorker();
        }

        // Stopping drains the worker first; the host must wait that long.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace + options.KillAfter + TimeSpan.FromSeconds(15));
    }

    /// <summary>Brings the database up to date, takes over what a predecessor left, and fills an empty one with an example.</summary>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        SqliteDatabase database = app.Services.GetRequiredService<SqliteDatabase>();
        await database.MigrateAsync(app.Lifetime.ApplicationStopping);
        await database.TakeOverAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<ExampleProject>().LoadIfEmptyAsync(app.Lifetime.ApplicationStopping);
        if (app.Services.GetService<Worker>() is { } worker)
        {
            TaskRunner tasks = app.Services.GetRequiredService<TaskRunner>();
            worker.LeaseRenewed += tasks.RenewDeadline;
        }
    }

    private static bool Takes(MaatOptions settings, Role role) => settings.Roles.Length == 0 || settings.Roles.Contains(role);

    private static EngineOptions Options(MaatOptions settings) => new()
    {
        Slots = settings.Worker.Slots,
        Lease = TimeSpan.FromSeconds(settings.Worker.LeaseSeconds),
        Grace = TimeSpan.FromSeconds(settings.Worker.GraceSeconds),
        KillAfter = TimeSpan.FromSeconds(settings.Worker.KillAfterSeconds),
        LossLimit = settings.Worker.LossLimit,
        Queues = settings.Queues,
    };
}
