using Maat.Domain.Documents;
using Maat.Engine;
using Maat.Engine.Hosting;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Logs;
using Maat.Engine.Processes;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Sqlite;
using Maat.Web.Examples;
using Maat.Web.Settings;
using Microsoft.Data.Sqlite;

namespace Maat.Web.Composition;

/// <summary>Which roles this process takes, on which database.</summary>
public static class EngineSetup
{
    /// <summary>SQLITE_NOTADB.</summary>
    private const int NotADatabase = 26;

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

        // Stopping drains the worker first; the host must wait that long.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace + options.KillAfter + TimeSpan.FromSeconds(15));
    }

    /// <summary>Brings the database up to date, takes over what a predecessor left, and fills an empty one with an example.</summary>
    /// <exception cref="SettingsException">The database is another process's, or is not up to date and must not be changed.</exception>
    public static async Task PrepareDatabaseAsync(this WebApplication app, MaatOptions settings)
    {
        SqliteDatabase database;
        try
        {
            database = app.Services.GetRequiredService<SqliteDatabase>();
        }
        catch (IOException exception)
        {
            throw new SettingsException([$"Maat:DataDirectory: {exception.Message}"]);
        }

        if (settings.Database.Migrate)
        {
            try
            {
                await database.MigrateAsync(app.Lifetime.ApplicationStopping);
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == NotADatabase)
            {
                throw new SettingsException([$"Maat:DataDirectory: {app.Services.GetRequiredService<DataDirectory>().Database} is there and is not a database ({exception.Message}). Move it away, or set another directory."]);
            }
        }
        else if (await database.PendingMigrationsAsync(app.Lifetime.ApplicationStopping) is { Count: > 0 } pending)
        {
            throw new SettingsException([$"Maat:Database:Migrate is false, and the database lacks the migrations {string.Join(", ", pending)}. Set it to true once, or apply them."]);
        }

        await database.TakeOverAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<ExampleProject>().LoadIfEmptyAsync(app.Lifetime.ApplicationStopping);
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
