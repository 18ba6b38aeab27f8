using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.MySql;
using Maat.Storage.Sqlite;
using Maat.Web.Examples;
using Maat.Web.Settings;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Maat.Web.Composition;

/// <summary>Which database this process works on: the embedded one, or a server that it shares with others.</summary>
public static class DatabaseSetup
{
    /// <summary>SQLITE_NOTADB.</summary>
    private const int NotADatabase = 26;

    /// <param name="process">Names this process in the event table.</param>
    public static void AddDatabase(this IServiceCollection services, MaatOptions settings, DataDirectory data, string process)
    {
        if (settings.Database.Provider == DatabaseProvider.MySql)
        {
            services.AddSingleton(new DatabaseClock(TimeProvider.System));
            // What is due is due by the database's clock, for every process alike.
            services.AddSingleton<TimeProvider>(p => p.GetRequiredService<DatabaseClock>());
            services.AddSingleton(p => MySqlDatabase.Open(
                settings.Database.ConnectionString!, process, p.GetRequiredService<DatabaseClock>(), new Random()));
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

    /// <summary>Brings the database up to date, takes over what a predecessor left on an embedded one, and fills an empty one with an example.</summary>
    /// <exception cref="SettingsException">It cannot be used, or is not up to date and must not be changed.</exception>
    public static async Task PrepareDatabaseAsync(this WebApplication app, MaatOptions settings)
    {
        CancellationToken stopping = app.Lifetime.ApplicationStopping;
        if (settings.Database.Provider == DatabaseProvider.MySql)
        {
            await PrepareAsync(app.Services.GetRequiredService<MySqlDatabase>(), settings, stopping);
        }
        else
        {
            await PrepareEmbeddedAsync(app.Services, settings, stopping);
        }

        await app.Services.GetRequiredService<ExampleProject>().LoadIfEmptyAsync(stopping);
    }

    private static async Task PrepareAsync(MySqlDatabase database, MaatOptions settings, CancellationToken cancellation)
    {
        try
        {
            if (await database.CheckServerAsync(cancellation) is { Count: > 0 } problems)
            {
                throw new SettingsException([.. problems.Select(problem => $"Maat:Database:ConnectionString: {problem}")]);
            }

            if (settings.Database.Migrate)
            {
                await database.MigrateAsync(cancellation);
            }
            else
            {
                Demand(await database.PendingMigrationsAsync(cancellation));
            }
        }
        catch (MySqlException exception)
        {
            // Never the string itself: it has a password.
            var connection = new MySqlConnectionStringBuilder(settings.Database.ConnectionString!);
            throw new SettingsException([
                $"Maat:Database:ConnectionString: the database {connection.Database} on {connection.Server}:{connection.Port} cannot be used as {connection.UserID} "
                + $"({exception.Message}). Check that the server runs there, that the database is made, and that the user may do everything in it."]);
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

        if (settings.Database.Migrate)
        {
            try
            {
                await database.MigrateAsync(cancellation);
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == NotADatabase)
            {
                throw new SettingsException([$"Maat:DataDirectory: {services.GetRequiredService<DataDirectory>().Database} is there and is not a database ({exception.Message}). Move it away, or set another directory."]);
            }
        }
        else
        {
            Demand(await database.PendingMigrationsAsync(cancellation));
        }

        await database.TakeOverAsync(cancellation);
    }

    private static void Demand(IReadOnlyList<string> pending)
    {
        if (pending.Count > 0)
        {
            throw new SettingsException([$"Maat:Database:Migrate is false, and the database lacks the migrations {string.Join(", ", pending)}. Set it to true once, or apply them."]);
        }
    }
}
