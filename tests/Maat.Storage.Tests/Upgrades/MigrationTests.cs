using Maat.Storage.Sqlite;
using Maat.Storage.Tests.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Maat.Storage.Tests.Upgrades;

/// <summary>Migrations on SQLite: none is forgotten, and a database of the first day comes through all of them with its rows.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => _directory.File("maat.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Model_Migrations_NoneIsPending()
    {
        await using SqliteDatabase database = SqliteTestDatabase.Open(DatabasePath);
        await using MaatContext context = database.NewContext();

        Assert.False(
            context.Database.HasPendingModelChanges(),
            "The model has changed and no migration says so; src/tools/Maat.Migrations/README.md has the command.");
    }

    [Fact]
    public async Task Migrate_EmptyFile_TwiceAndEveryTableCanBeRead()
    {
        await using SqliteDatabase database = SqliteTestDatabase.Open(DatabasePath);
        await database.MigrateAsync(Cancellation);
        await database.MigrateAsync(Cancellation);

        await database.ReadAsync(
            async (context, token) =>
            {
                Assert.Empty(await context.Database.GetPendingMigrationsAsync(token));
                Assert.All(context.Model.GetEntityTypes(), entity => Assert.True(Read(context, entity).Count >= 0));
                return true;
            },
            Cancellation);
    }

    [Fact(Timeout = SqliteTestDatabase.HangMilliseconds)]
    public async Task Migrate_LockOfAProcessThatDied_IsSurvived()
    {
        await SqliteTestDatabase.WriteMigratedAsync(DatabasePath);
        Run("""
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00')
            """);
        await using SqliteDatabase database = SqliteTestDatabase.Open(DatabasePath);

        await database.MigrateAsync(Cancellation);
    }

    [Fact]
    public async Task Migrate_FirstDatabase_EveryRowComesThrough()
    {
        Run(FirstDatabase.Sql());
        Dictionary<string, List<Dictionary<string, string>>> before = Tables();
        await using (SqliteDatabase database = SqliteTestDatabase.Open(DatabasePath))
        {
            await database.MigrateAsync(Cancellation);
            await database.ReadAsync(
                (context, _) =>
                {
                    Dictionary<string, int> read = context.Model.GetEntityTypes().ToDictionary(e => e.GetTableName()!, e => Read(context, e).Count);
                    Assert.All(before, table => Assert.True(read[table.Key] >= table.Value.Count, table.Key));
                    return Task.FromResult(true);
                },
                Cancellation);
        }

        Dictionary<string, List<Dictionary<string, string>>> after = Tables();
        Assert.All(before, table =>
        {
            Assert.NotEmpty(table.Value);
            Assert.All(table.Value, row => Assert.Contains(after[table.Key], kept => row.All(column => kept[column.Key] == column.Value)));
        });
    }

    [Fact]
    public async Task FirstDatabase_Fixture_IsWhatTheFirstMigrationMakes()
    {
        await using (SqliteDatabase database = SqliteTestDatabase.Open(DatabasePath))
        {
            await using MaatContext context = database.NewContext();
            await context.GetService<IMigrator>().MigrateAsync(context.Database.GetMigrations().First(), Cancellation);
            if (FirstDatabase.IsBeingWritten)
            {
                FirstDatabase.AddRows(context);
                await context.SaveChangesAsync(Cancellation);
            }
        }

        if (FirstDatabase.IsBeingWritten)
        {
            FirstDatabase.Write(Schema(DatabasePath).Concat(Inserts()));
        }

        string fixture = _directory.File("fixture.db");
        Run(FirstDatabase.Sql(), fixture);
        Assert.Equal(Schema(DatabasePath), Schema(fixture));
    }

    private static List<object> Read(MaatContext context, IEntityType entity)
    {
        var set = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(entity.ClrType).Invoke(context, null)!;
        return [.. set];
    }

    private List<string> Schema(string path) => Rows(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%Lock' ORDER BY type DESC, name",
        r => r.GetString(0),
        path);

    private Dictionary<string, List<Dictionary<string, string>>> Tables() => Names().ToDictionary(
        name => name,
        name => Rows($"SELECT * FROM \"{name}\"", r => Enumerable.Range(0, r.FieldCount).ToDictionary(r.GetName, i => Literal(r, i))));

    private IEnumerable<string> Inserts() => Names().Concat(["__EFMigrationsHistory"]).SelectMany(name => Rows(
        $"SELECT * FROM \"{name}\"",
        r => $"INSERT INTO \"{name}\" ({string.Join(", ", Enumerable.Range(0, r.FieldCount).Select(i => $"\"{r.GetName(i)}\""))}) "
            + $"VALUES ({string.Join(", ", Enumerable.Range(0, r.FieldCount).Select(i => Literal(r, i)))})"));

    private List<string> Names() => Rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\' ORDER BY name",
        r => r.GetString(0));

    private static string Literal(SqliteDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => "NULL",
        long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        string text => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'",
        object other => throw new NotSupportedException($"A value of type {other.GetType()} in a table of texts and numbers."),
    };

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, string? path = null)
    {
        using SqliteConnection connection = Connect(path ?? DatabasePath);
        using SqliteCommand command = Command(connection, sql);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private void Run(string sql, string? path = null)
    {
        using SqliteConnection connection = Connect(path ?? DatabasePath);
        using SqliteCommand command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants, and names that come from the database under test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
