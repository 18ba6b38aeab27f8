using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Maat.Benchmarks.Databases;

/// <summary>Embedded databases, each in a directory of its own.</summary>
internal sealed class SqliteDatabases : IDatabases
{
    public string Title => "SQLite in WAL mode, synchronous = NORMAL";

    public async Task<MeasuredDatabase> NewAsync(CancellationToken cancellation)
    {
        var made = new Measured();
        await made.Sqlite.MigrateAsync(cancellation);
        return made;
    }

    private sealed class Measured : MeasuredDatabase
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("maat-benchmark-").FullName;

        public Measured() => Sqlite = SqliteDatabase.Open(PathOf, SqliteDurability.Normal, "benchmark", TimeProvider.System);

        public SqliteDatabase Sqlite { get; }

        public override IMaatDatabase Database => Sqlite;

        public override IEventReader Events => Sqlite;

        public override TimeProvider Time => TimeProvider.System;

        private string PathOf => Path.Combine(_directory, "maat.db");

        public override async Task ExecuteAsync(string sql, CancellationToken cancellation)
        {
            await using var connection = new SqliteConnection($"Data Source={PathOf}");
            await connection.OpenAsync(cancellation);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandTimeout = 0;
#pragma warning disable CA2100 // Made of the benchmarks' constants and numbers.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellation);
        }

        public override Task<WorkDone> CountAsync(CancellationToken cancellation) =>
            Task.FromResult(new WorkDone(Sqlite.Statistics.Statements, Sqlite.Statistics.Commits));

        public override async ValueTask DisposeAsync()
        {
            await Sqlite.DisposeAsync();
            Directory.Delete(_directory, recursive: true);
        }
    }
}
