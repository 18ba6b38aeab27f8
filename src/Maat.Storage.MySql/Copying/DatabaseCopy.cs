using System.Data.Common;
using System.Globalization;
using Maat.Storage.Processes;
using Maat.Storage.Queues;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MySqlConnector;

namespace Maat.Storage.MySql.Copying;

/// <summary>The copy was not begun, or did not come out right; the message says why and what to do.</summary>
public sealed class CopyRefusedException(string message) : Exception(message);

/// <summary>A table that was copied.</summary>
public sealed record CopiedTable(string Name, long Rows);

/// <summary>
/// Copies an embedded database, of which nobody else has hold, into an empty one on a server: every table of the model, row by row as it is
/// stored, ids included.
/// <para>
/// It takes effect as a whole: first of all the target gets a table that says that it is not finished (<see cref="UnfinishedCopy"/>), which
/// goes last. If anything fails in between, Maat does not run on the target, and the copy begins anew when it is started again. The source
/// is only read.
/// </para>
/// <para>
/// Workers and processes of the source are copied as dead: nobody else had hold of it, so none of them lives. What they ran is taken back by
/// the first scheduler on the target, as after a kill.
/// </para>
/// </summary>
public sealed class DatabaseCopy(IMaatDatabase source, MySqlDatabase target, string connectionString, TimeProvider time)
{
    /// <summary>Migrations are told by each database in its own words; both end at the same model.</summary>
    private const string History = "__EFMigrationsHistory";

    /// <param name="copied">Told of each table.</param>
    /// <exception cref="CopyRefusedException">The target is not empty, Maat cannot run on it, or it has not got what was sent.</exception>
    /// <exception cref="MySqlException">The server cannot be reached, or refuses.</exception>
    public async Task RunAsync(Action<CopiedTable> copied, CancellationToken cancellation)
    {
        if (await target.CheckServerAsync(cancellation).ConfigureAwait(false) is { Count: > 0 } problems)
        {
            throw new CopyRefusedException(string.Join('\n', problems));
        }

        var connection = new MySqlConnection(connectionString);
        await using (connection.ConfigureAwait(false))
        {
            var writer = new CopyTarget(connection);
            await writer.OpenAsync(cancellation).ConfigureAwait(false);
            await EmptyAsync(connection, writer, cancellation).ConfigureAwait(false);
            await target.MigrateAsync(cancellation).ConfigureAwait(false);
            IReadOnlyList<CopiedTable> tables = await source.ReadAsync(
                async (context, token) =>
                {
                    await context.Database.OpenConnectionAsync(token).ConfigureAwait(false);
                    return await CopyAsync(context, writer, copied, token).ConfigureAwait(false);
                },
                cancellation).ConfigureAwait(false);
            await BuryAsync(cancellation).ConfigureAwait(false);
            foreach (CopiedTable table in tables)
            {
                long there = await writer.CountAsync(table.Name, cancellation).ConfigureAwait(false);
                if (there != table.Rows)
                {
                    throw new CopyRefusedException($"Table {table.Name} has {there} rows on the server and {table.Rows} in the embedded database. Somebody else writes there; start the copy again.");
                }
            }

            await writer.RunAsync($"DROP TABLE {UnfinishedCopy.Table}", cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Throws away what a copy left that did not come to its end, and nothing else.</summary>
    private static async Task EmptyAsync(MySqlConnection connection, CopyTarget writer, CancellationToken cancellation)
    {
        IReadOnlyList<string> there = await UnfinishedCopy.TablesAsync(connection, cancellation).ConfigureAwait(false);
        if (there.Count > 0 && !there.Contains(UnfinishedCopy.Table))
        {
            throw new CopyRefusedException(
                $"The database {connection.Database} is not empty: it has the table {there[0]}. A copy goes into an empty one only. If Maat was started on it by mistake, "
                + "stop it, drop the database and make it again.");
        }

        foreach (string table in there.Where(name => name != UnfinishedCopy.Table))
        {
            await writer.RunAsync($"DROP TABLE {CopyTarget.Quoted(table)}", cancellation).ConfigureAwait(false);
        }

        await writer.RunAsync($"CREATE TABLE IF NOT EXISTS {UnfinishedCopy.Table} (note varchar(200) NOT NULL)", cancellation).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<CopiedTable>> CopyAsync(MaatContext context, CopyTarget writer, Action<CopiedTable> copied, CancellationToken cancellation)
    {
        DbConnection connection = context.Database.GetDbConnection();
        Dictionary<string, long> counters = await CountersAsync(connection, cancellation).ConfigureAwait(false);
        var tables = new List<CopiedTable>();
        foreach (ITable table in context.Model.GetRelationalModel().Tables.Where(t => t.Name != History).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            // A migration may have put rows there, which the source has as well.
            await writer.RunAsync($"DELETE FROM {CopyTarget.Quoted(table.Name)}", cancellation).ConfigureAwait(false);
            CopiedTable done = await CopyAsync(connection, table, writer, cancellation).ConfigureAwait(false);
            if (counters.TryGetValue(table.Name, out long last))
            {
                // Also above rows that are gone: a number that was given is not given again.
                await writer.RunAsync(string.Create(CultureInfo.InvariantCulture, $"ALTER TABLE {CopyTarget.Quoted(table.Name)} AUTO_INCREMENT = {last + 1}"), cancellation).ConfigureAwait(false);
            }

            tables.Add(done);
            copied(done);
        }

        return tables;
    }

    private static async Task<CopiedTable> CopyAsync(DbConnection connection, ITable table, CopyTarget writer, CancellationToken cancellation)
    {
        List<string> columns = [.. table.Columns.Select(column => column.Name)];
        long rows = 0;
        DbCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
#pragma warning disable CA2100 // Names of the model.
            command.CommandText = $"SELECT {string.Join(", ", columns.Select(InSource))} FROM {InSource(table.Name)}";
#pragma warning restore CA2100
            DbDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    var row = new object?[columns.Count];
                    reader.GetValues(row!);
                    await writer.AddAsync(table.Name, columns, row, cancellation).ConfigureAwait(false);
                    rows++;
                }

                await writer.FlushAsync(table.Name, columns, cancellation).ConfigureAwait(false);
            }
        }

        return new CopiedTable(table.Name, rows);
    }

    /// <summary>The last number that SQLite has given in each table (sqlite.org/autoinc.html).</summary>
    private static async Task<Dictionary<string, long>> CountersAsync(DbConnection connection, CancellationToken cancellation)
    {
        var counters = new Dictionary<string, long>(StringComparer.Ordinal);
        DbCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = "SELECT name, seq FROM sqlite_sequence";
            DbDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    counters[reader.GetString(0)] = reader.GetInt64(1);
                }
            }
        }

        return counters;
    }

    private Task<bool> BuryAsync(CancellationToken cancellation)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return target.EditAsync(
            async (context, token) =>
            {
                await context.Workers.Where(w => w.State != WorkerState.Dead)
                    .ExecuteUpdateAsync(set => set.SetProperty(w => w.State, WorkerState.Dead).SetProperty(w => w.EndedAt, now), token).ConfigureAwait(false);
                await context.Processes.Where(p => p.State == ProcessState.Alive || p.State == ProcessState.Draining)
                    .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, ProcessState.Lost).SetProperty(p => p.EndedAt, now), token).ConfigureAwait(false);
                return true;
            },
            cancellation);
    }

    private static string InSource(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
