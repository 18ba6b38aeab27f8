using Maat.Engine.Metrics;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.MySql;
using Maat.Storage.MySql.Copying;
using Maat.Storage.Sqlite;
using Maat.Web.Examples;
using Maat.Web.Moving;
using Maat.Web.Settings;
using Maat.Web.SignIn;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace Maat.Web.Composition;

/// <summary>Which database this process works on: the embedded one, or a server that it shares with others.</summary>
public static class DatabaseSetup
{
    /// <summary>SQLITE_NOTADB.</summary>
    private const int NotADatabase = 26;

    /// <summary>SQLITE_ERROR: what a statement names is not there, or is there already.</summary>
    private const int WrongTables = 1;

    private const string KeepOrLeave = "Start the Maat that made it, or move it away to begin with an empty one.";

    /// <param name="process">Names this process in the event table.</param>
    public static void AddDatabase(this IServiceCollection services, MaatOptions settings, DataDirectory data, string process)
    {
        if (settings.Database.Provider == DatabaseProvider.MySql)
        {
            services.AddSingleton(new DatabaseClock(TimeProvider.System));
            // What is due is due by the database's clock, for every process alike.
            services.AddSingleton<TimeProvider>(p => p.GetRequiredService<DatabaseClock>());
            services.AddSingleton(p =>
            {
                MySqlDatabase database = MySqlDatabase.Open(settings.Database.ConnectionString!, process, p.GetRequiredService<DatabaseClock>(), new Random());
                database.Retried += EngineCounters.RetriedDatabase;
                return database;
            });
            services.AddSingleton<IMaatDatabase>(p => p.GetRequiredService<MySqlDatabase>());
            services.AddSingleton<IEventReader>(p => p.GetRequiredService<MySqlDatabase>());
        }
        else
        {
            services.AddSingleton(p => SqliteDatabase.Open(
                data.Database, Enum.Parse<SqliteDurability>(settings.Database.Durability), process, p.GetRequiredService<TimeProvider>()));
            services.AddSingleton<IMaatDatabase>(p => p.GetRequiredService<SqliteDatabase>());
            services.AddSingleton<IEventReader>(p => p.GetRequiredService<SqliteDatabase>());
        }
    }

    /// <summary>
    /// Brings the database up to date, takes over what a predecessor left on an embedded one, and gives an empty one what a first start finds.
    /// A server that is away is waited for.
    /// </summary>
    /// <returns>False when the process was asked to end before the database came.</returns>
    /// <exception cref="SettingsException">It cannot be used, or is not up to date and must not be changed.</exception>
    public static async Task<bool> PrepareDatabaseAsync(this WebApplication app, MaatOptions settings)
    {
        if (settings.Database.Provider != DatabaseProvider.MySql)
        {
            await PrepareEmbeddedAsync(app.Services, settings, CancellationToken.None);
            await BeginAsync(app.Services, settings, CancellationToken.None);
            return true;
        }

        var wait = new DatabaseWait(settings, app.Configuration, TimeProvider.System, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<DatabaseWait>());
        try
        {
            return await wait.UntilPreparedAsync(async cancellation =>
            {
                await PrepareServerAsync(app.Services.GetRequiredService<MySqlDatabase>(), settings, cancellation);
                await BeginAsync(app.Services, settings, cancellation);
            });
        }
        catch (MySqlException exception)
        {
            throw new SettingsException([
                $"Maat:Database:ConnectionString: the database {DatabaseWait.Place(settings)} cannot be used "
                + $"({exception.Message}). Check that the server runs there, that the database is made, and that the user may do everything in it."]);
        }
    }

    /// <summary>What an installation finds at its first start.</summary>
    private static async Task BeginAsync(IServiceProvider services, MaatOptions settings, CancellationToken cancellation)
    {
        await services.GetRequiredService<ExampleProject>().LoadIfEmptyAsync(cancellation);
        // Only who serves programs lets them in, and its directory is where the token is looked for.
        if (settings.Takes(Role.Web))
        {
            await services.GetRequiredService<FirstToken>().MakeIfMissingAsync(cancellation);
        }
    }

    private static async Task PrepareServerAsync(MySqlDatabase database, MaatOptions settings, CancellationToken cancellation)
    {
        if (await database.CheckServerAsync(cancellation) is { Count: > 0 } problems)
        {
            throw new SettingsException([.. problems.Select(problem => $"Maat:Database:ConnectionString: {problem}")]);
        }

        if (await UnfinishedCopy.IsInAsync(settings.Database.ConnectionString!, cancellation))
        {
            throw new SettingsException([
                $"Maat:Database:ConnectionString: a copy into the database {DatabaseWait.Place(settings)} was begun and has not come to its end. "
                + $"Let it end, or start it again: Maat.Web {CopyCommand.Name}."]);
        }

        await DemandKnownAsync(database, $"Maat:Database:ConnectionString: the database {DatabaseWait.Place(settings)}", cancellation);
        if (settings.Database.Migrate)
        {
            await database.MigrateAsync(cancellation);
        }
        else
        {
            Demand(await database.PendingMigrationsAsync(cancellation));
        }
    }

    /// <summary>Holds an embedded database against this version's migrations, and changes nothing.</summary>
    /// <exception cref="SettingsException">It is another version's.</exception>
    internal static async Task DemandCurrentAsync(SqliteDatabase database, string file, CancellationToken cancellation)
    {
        await DemandKnownAsync(database, $"Maat:DataDirectory: {file}", cancellation);
        if (await database.PendingMigrationsAsync(cancellation) is { Count: > 0 } pending)
        {
            throw new SettingsException([$"Maat:DataDirectory: {file} lacks the migrations {string.Join(", ", pending)}. Start this version of Maat on it once, stop it, and copy then."]);
        }
    }

    private static async Task PrepareEmbeddedAsync(IServiceProvider services, MaatOptions settings, CancellationToken cancellation)
    {
        SqliteDatabase database;
        try
        {
            database = services.GetRequiredService<SqliteDatabase>();
        }
        catch (IOException exception)
        {
            throw new SettingsException([$"Maat:DataDirectory: {exception.Message}"]);
        }

        string file = services.GetRequiredService<DataDirectory>().Database;
        try
        {
            await DemandKnownAsync(database, $"Maat:DataDirectory: {file}", cancellation);
            if (settings.Database.Migrate)
            {
                await database.MigrateAsync(cancellation);
            }
            else
            {
                Demand(await database.PendingMigrationsAsync(cancellation));
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == NotADatabase)
        {
            throw new SettingsException([$"Maat:DataDirectory: {file} is there and is not a database ({exception.Message}). Move it away, or set another directory."]);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == WrongTables)
        {
            throw new SettingsException([$"Maat:DataDirectory: {file} has tables that are not this Maat's, and cannot be brought up to date ({exception.Message}). {KeepOrLeave}"]);
        }

        await database.TakeOverAsync(cancellation);
    }

    /// <summary>A migration that is not known here is another version's, newer or from before the first release: what it made cannot be told.</summary>
    private static async Task DemandKnownAsync(IMaatDatabase database, string what, CancellationToken cancellation)
    {
        List<string> unknown = await database.ReadAsync(
            async (context, token) => (await context.Database.GetAppliedMigrationsAsync(token)).Except(context.Database.GetMigrations()).ToList(), cancellation);
        if (unknown.Count > 0)
        {
            throw new SettingsException([$"{what} was made by another version of Maat: it has the migrations {string.Join(", ", unknown)}, which this one does not know. {KeepOrLeave}"]);
        }
    }

    private static void Demand(IReadOnlyList<string> pending)
    {
        if (pending.Count > 0)
        {
            throw new SettingsException([$"Maat:Database:Migrate is false, and the database lacks the migrations {string.Join(", ", pending)}. Set it to true once, or apply them."]);
        }
    }
}
