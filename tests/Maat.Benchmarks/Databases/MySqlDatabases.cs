using System.Globalization;
using Maat.MariaDb;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.MySql;
using MySqlConnector;

namespace Maat.Benchmarks.Databases;

/// <summary>Databases of one private MariaDB, where a commit is on the disk before it is answered.</summary>
internal sealed class MySqlDatabases : IDatabases, IAsyncDisposable
{
    /// <summary>
    /// Durable commits, and memory and logs as large as a server has that is meant for it: with the 128 MB of the default a table of a million
    /// rows would be measured from the disk.
    /// </summary>
    private static readonly string[] s_options =
        ["--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=1G", "--innodb-log-file-size=1G", "--max-connections=500"];

    private readonly MariaDbServer _server;
    private int _made;

    private MySqlDatabases(MariaDbServer server) => _server = server;

    public string Title => "MariaDB, innodb_flush_log_at_trx_commit = 1";

    public static async Task<MySqlDatabases> StartAsync(CancellationToken cancellation) =>
        new(await MariaDbServer.StartAsync(s_options, cancellation));

    public async Task<MeasuredDatabase> NewAsync(CancellationToken cancellation) => await NewMySqlAsync(cancellation);

    public async Task<MeasuredMySql> NewMySqlAsync(CancellationToken cancellation)
    {
        string name = $"maat_{Interlocked.Increment(ref _made)}";
        await using (MySqlConnection connection = await ConnectAsync("", cancellation))
        {
            await MeasuredMySql.RunAsync(connection, $"CREATE DATABASE {name}", cancellation);
        }

        var made = new MeasuredMySql(ConnectionString(name));
        await made.PrepareAsync(cancellation);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        MySqlConnection.ClearAllPools();
        await _server.DisposeAsync();
    }

    private async Task<MySqlConnection> ConnectAsync(string database, CancellationToken cancellation)
    {
        var connection = new MySqlConnection(ConnectionString(database));
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private string ConnectionString(string database) => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)_server.Port,
        UserID = MariaDbServer.User,
        Password = MariaDbServer.Password,
        Database = database,
        SslMode = MySqlSslMode.None,
        MaximumPoolSize = 40,
    }.ConnectionString;
}

/// <summary>A database on a server, which other processes may use too.</summary>
internal sealed class MeasuredMySql : MeasuredDatabase
{
    private readonly DatabaseClock _clock = new(TimeProvider.System);
    private readonly MySqlDatabase _database;

    public MeasuredMySql(string connectionString)
    {
        ConnectionString = connectionString;
        _database = MySqlDatabase.Open(connectionString, "benchmark", _clock, new Random(1));
    }

    public string ConnectionString { get; }

    public override IMaatDatabase Database => _database;

    public override IEventReader Events => _database;

    public override TimeProvider Time => _clock;

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        IReadOnlyList<string> problems = await _database.CheckServerAsync(cancellation);
        if (problems.Count > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        }

        await _database.MigrateAsync(cancellation);
    }

    public async Task<MySqlConnection> ConnectAsync(CancellationToken cancellation)
    {
        var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    public override async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await ConnectAsync(cancellation);
        // A thousand is the default, after which recursion ends in silence.
        await RunAsync(connection, "SET SESSION max_recursive_iterations = 10000000", cancellation);
        await RunAsync(connection, sql, cancellation);
    }

    public async Task<long> NumberAsync(string sql, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await ConnectAsync(cancellation);
        await using MySqlCommand command = Command(connection, sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    public override async Task<WorkDone> CountAsync(CancellationToken cancellation) => new(
        await StatusAsync("QUESTIONS", cancellation), await StatusAsync("COM_COMMIT", cancellation));

    public override ValueTask DisposeAsync() => _database.DisposeAsync();

    public static async Task RunAsync(MySqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using MySqlCommand command = Command(connection, sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private Task<long> StatusAsync(string name, CancellationToken cancellation) => NumberAsync(
        $"SELECT variable_value FROM information_schema.global_status WHERE variable_name = '{name}'", cancellation);

    private static MySqlCommand Command(MySqlConnection connection, string sql)
    {
        MySqlCommand command = connection.CreateCommand();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // Made of the benchmarks' constants and numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
