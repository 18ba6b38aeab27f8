using System.Globalization;
using Maat.Storage.MySql;
using Maat.Storage.MySql.Copying;
using Maat.Storage.Processes;
using Maat.Storage.Queues;
using Maat.Storage.Sqlite;
using Maat.Storage.Tests.MySql;
using Maat.Storage.Tests.Sqlite;
using Maat.Storage.Tests.Upgrades;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MySqlConnector;

namespace Maat.Storage.Tests.Copying;

/// <summary>An embedded database with rows in each of its tables, copied to a server.</summary>
public sealed class DatabaseCopyTests : IAsyncLifetime
{
    /// <summary>What a copy says anew: nobody of the source lives any more.</summary>
    private static readonly string[] Buried = ["state", "ended_at"];

    private static int s_made;

    private readonly TestDirectory _directory = new();
    private string _connectionString = "";
    private MySqlDatabase _target = null!;
    private SqliteDatabase _source = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string path = _directory.File("maat.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await using SqliteCommand command = connection.CreateCommand();
            // As after a kill: everybody still counts as alive.
            command.CommandText = $"{FirstDatabase.Sql()}; UPDATE worker SET state = {(int)WorkerState.Alive}, ended_at = NULL; UPDATE process SET state = {(int)ProcessState.Alive}, ended_at = NULL;";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        _source = SqliteTestDatabase.Open(path);
        await _source.MigrateAsync(Cancellation);
        string name = $"copy_{Interlocked.Increment(ref s_made)}";
        int port = await MySqlServer.PortAsync();
        await MySqlServer.RunAsync(MySqlServer.ConnectionString("", port), $"CREATE DATABASE {name}");
        _connectionString = MySqlServer.ConnectionString(name, port);
        _target = MySqlServer.Open(name, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Copy_EveryTableOfTheModel_HasTheSameRows()
    {
        var told = new List<CopiedTable>();
        await CopyAsync(told.Add);

        await using MaatContext context = _target.NewContext();
        List<IEntityType> entities = [.. context.Model.GetEntityTypes()];
        Assert.Equal(entities.Select(e => e.GetTableName()!).Order(StringComparer.Ordinal), told.Select(t => t.Name).Order(StringComparer.Ordinal));
        foreach (IEntityType entity in entities)
        {
            string table = entity.GetTableName()!;
            string[] columns = [.. entity.GetProperties().Select(p => p.GetColumnName()).Except(table is "worker" or "process" ? Buried : [])];
            List<string> rows = await _source.ReadAsync((source, _) => RowsAsync(source, table, columns, '"'), Cancellation);
            Assert.True(rows.Count > 0, $"Table {table} of the source has no rows, so nothing is shown by this test. Has it been added without being put into first.sql?");
            Assert.Equal(rows, await RowsAsync(context, table, columns, '`'));
        }

        Assert.Equal(0, await context.Workers.CountAsync(w => w.State != WorkerState.Dead, Cancellation));
        Assert.Equal(0, await context.Processes.CountAsync(p => p.State == ProcessState.Alive || p.State == ProcessState.Draining, Cancellation));
        Assert.False(await UnfinishedCopy.IsInAsync(_connectionString, Cancellation));
    }

    [Fact]
    public async Task Copy_NewRowsAfterIt_GetNumbersThatWereNeverGiven()
    {
        long given = await _source.EditAsync(
            async (context, token) =>
            {
                var gone = new QueueRow { Name = "gone" };
                context.Queues.Add(gone);
                await context.SaveChangesAsync(token);
                context.Queues.Remove(gone);
                return gone.Id;
            },
            Cancellation);
        await CopyAsync();
        long next = await _target.EditAsync(
            async (context, token) =>
            {
                var row = new QueueRow { Name = "new" };
                context.Queues.Add(row);
                await context.SaveChangesAsync(token);
                return row.Id;
            },
            Cancellation);
        Assert.Equal(given + 1, next);
    }

    [Fact]
    public async Task Copy_OntoADatabaseThatIsNotEmpty_IsRefusedAndLeavesItAlone()
    {
        await MySqlServer.RunAsync(_connectionString, "CREATE TABLE somebodys (id int); INSERT INTO somebodys VALUES (7)");
        var refused = await Assert.ThrowsAsync<CopyRefusedException>(() => CopyAsync());
        Assert.Contains("is not empty: it has the table somebodys", refused.Message, StringComparison.Ordinal);
        await using var connection = new MySqlConnection(_connectionString);
        await connection.OpenAsync(Cancellation);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "SELECT SUM(id) FROM somebodys";
        Assert.Equal(7, Convert.ToInt64(await command.ExecuteScalarAsync(Cancellation), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Copy_TwiceOntoTheSame_IsRefused()
    {
        await CopyAsync();
        await Assert.ThrowsAsync<CopyRefusedException>(() => CopyAsync());
    }

    [Fact]
    public async Task Copy_ThatFailsInItsMidst_IsMarkedAndCanBeBegunAnew()
    {
        await Assert.ThrowsAsync<IOException>(() => CopyAsync(table =>
        {
            if (table.Name == "queue")
                throw new IOException("the network is gone");
        }));
        Assert.True(await UnfinishedCopy.IsInAsync(_connectionString, Cancellation));
        await CopyAsync();
        Assert.False(await UnfinishedCopy.IsInAsync(_connectionString, Cancellation));
    }

    private Task CopyAsync(Action<CopiedTable>? copied = null) =>
        new DatabaseCopy(_source, _target, _connectionString, TimeProvider.System).RunAsync(copied ?? (_ => { }), Cancellation);

    /// <summary>As they are stored, in any order that is the same on both.</summary>
    private static async Task<List<string>> RowsAsync(MaatContext context, string table, string[] columns, char quote)
    {
        await context.Database.OpenConnectionAsync(Cancellation);
        await using System.Data.Common.DbCommand command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Names of the model.
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(c => $"{quote}{c}{quote}"))} FROM {quote}{table}{quote}";
#pragma warning restore CA2100
        await using System.Data.Common.DbDataReader reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancellation))
            rows.Add(string.Join('|', Enumerable.Range(0, columns.Length).Select(i => Plain(reader.GetValue(i)))));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static string Plain(object value) => value switch
    {
        DBNull => "NULL",
        bool flag => flag ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
