using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Maat.Simulation.Documents;

/// <summary>
/// A thread's database in memory, with the product's tables. It is emptied for each schedule rather than made anew: preparing the
/// statements costs more than a schedule.
/// </summary>
internal sealed class MemoryDatabase
{
    [ThreadStatic]
    private static MemoryDatabase? s_own;

    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly List<SqliteDatabase> _opened = [];
    private readonly string _empty;
    private int _used;

    static MemoryDatabase()
    {
        // Each connection has one thread, and nobody asks how much memory there is: SQLite need not lock for either.
        const int MultiThread = 2, MemoryStatus = 9;
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_shutdown();
        SQLitePCL.raw.sqlite3_config(MultiThread);
        SQLitePCL.raw.sqlite3_config(MemoryStatus, 0);
        SQLitePCL.raw.sqlite3_initialize();
    }

    private MemoryDatabase()
    {
        Connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        Connection.Open();
        // A plan depends on no bound value, so that another number of free slots does not prepare a claim again.
        const int StablePlans = 1007;
        SQLitePCL.raw.sqlite3_db_config(Connection.Handle, StablePlans, 1, out _);
        // On a connection of the caller everything is done when the call returns.
        SqliteDatabase.OnConnection(Connection, "setting", TimeProvider.System).MigrateAsync(CancellationToken.None).GetAwaiter().GetResult();
        // Event writers stay: the databases that are used again go on numbering.
        List<string> tables = Read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%event_writer' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'", r => r.GetString(0));
        _empty = string.Join("; ", tables.Where(name => name != "sqlite_sequence").Select(name => $"DELETE FROM {name}"))
            + "; DELETE FROM sqlite_sequence WHERE name <> 'event_writer'";
    }

    public SqliteConnection Connection { get; }

    /// <summary>This thread's, empty.</summary>
    public static MemoryDatabase Rent()
    {
        MemoryDatabase own = s_own ??= new MemoryDatabase();
        own._used = 0;
        own.Execute(own._empty);
        return own;
    }

    /// <summary>After something went wrong that left a transaction open.</summary>
    public static void Discard() => s_own = null;

    /// <summary>The product's database on the connection, as one more process has it.</summary>
    public SqliteDatabase Open()
    {
        if (_used == _opened.Count)
        {
            _opened.Add(SqliteDatabase.OnConnection(Connection, $"process {_used}", TimeProvider.System));
        }

        return _opened[_used++];
    }

    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using SqliteDataReader reader = Bind(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row.</summary>
    public object? Value(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar();

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the simulation.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (int i = 1; i <= values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter($"${i}", null));
            }

            _commands.Add(sql, command);
        }

        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
