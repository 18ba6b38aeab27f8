using Maat.Storage.MySql;
using Maat.Storage.MySql.Copying;
using Maat.Storage.Sqlite;
using Maat.Web.Composition;
using Maat.Web.Settings;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Maat.Web.Moving;

/// <summary>
/// <c>Maat.Web copy-to-mysql</c>: copies the embedded database of a data directory to the server of the settings, on which Maat then runs
/// with the same settings. It does nothing else, and ends.
/// </summary>
public static class CopyCommand
{
    public const string Name = "copy-to-mysql";

    /// <param name="arguments">Settings, as Maat itself takes them.</param>
    /// <exception cref="SettingsException">It cannot be done; nothing runs on a copy that is not complete.</exception>
    public static async Task RunAsync(string[] arguments, TextWriter console, CancellationToken cancellation)
    {
        MaatOptions settings = MaatOptionsReader.Read(WebApplication.CreateBuilder(arguments).Configuration);
        if (settings.Database.Provider != DatabaseProvider.MySql)
            throw new SettingsException([$"Maat:Database:Provider is Sqlite. To copy to a server set it to MySql, and Maat:Database:ConnectionString to where the data shall go; they are the settings with which Maat then runs there."]);

        DataDirectory directory = DataDirectory.Open(settings);
        if (!File.Exists(directory.Database))
            throw new SettingsException([$"Maat:DataDirectory: there is no {directory.Database} to copy."]);

        try
        {
            await using SqliteDatabase source = SqliteDatabase.Open(
                directory.Database, Enum.Parse<SqliteDurability>(settings.Database.Durability), Name, TimeProvider.System);
            await DatabaseSetup.DemandCurrentAsync(source, directory.Database, cancellation);
            string connectionString = settings.Database.ConnectionString!;
            await using MySqlDatabase target = MySqlDatabase.Open(connectionString, Name, new DatabaseClock(TimeProvider.System), new Random());
            await console.WriteLineAsync($"Copying {directory.Database} to {DatabaseWait.Place(settings)}");
            long rows = 0;
            await new DatabaseCopy(source, target, connectionString, TimeProvider.System).RunAsync(
                table =>
                {
                    rows += table.Rows;
                    console.WriteLine($"{table.Rows,12:N0}  {table.Name}");
                },
                cancellation);
            await console.WriteLineAsync($"{rows,12:N0}  rows in all; each table has on the server what it has here.");
            await console.WriteLineAsync($"The output of nodes is not in the database: it stays in {directory.NodeLogs}. Set Maat:NodeLogs to it, or copy it to the directory that all processes will share.");
            await console.WriteLineAsync($"{directory.Database} is as it was. Do not start Maat on it again: schedules would fire here and there.");
        }
        catch (IOException exception)
        {
            throw new SettingsException([$"Maat:DataDirectory: {exception.Message}"]);
        }
        catch (SqliteException exception)
        {
            throw new SettingsException([$"Maat:DataDirectory: {directory.Database} cannot be read ({exception.Message})."]);
        }
        catch (CopyRefusedException exception)
        {
            throw new SettingsException([$"Maat:Database:ConnectionString: {exception.Message}"]);
        }
        catch (MySqlException exception)
        {
            throw new SettingsException([$"Maat:Database:ConnectionString: copying to {DatabaseWait.Place(settings)} failed ({exception.Message}). If it had begun, Maat does not run on what is there; mend the cause and start the copy again."]);
        }
    }
}
