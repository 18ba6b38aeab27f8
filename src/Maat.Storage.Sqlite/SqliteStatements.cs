using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Maat.Storage.Sqlite;

/// <summary>
/// Prepared statements of one connection, by their text. Parameters are written <c>?1, ?2, …</c>: with <c>$1</c> SQLite would number them by where they first stand. They are bound by
/// position. For one thread at a time.
/// <para>
/// SQLite's own interface and not ADO.NET's: a hot statement takes a few microseconds, and looking up each parameter's name at each
/// execution was half of it.
/// </para>
/// </summary>
internal sealed class SqliteStatements(SqliteConnection connection, WriterCounters counters) : IDisposable
{
    private readonly Dictionary<string, sqlite3_stmt> _prepared = new(StringComparer.Ordinal);

    /// <summary>False also after an error that made SQLite roll back by itself.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Returns the number of rows changed.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public int Execute(string sql, params ReadOnlySpan<SqlValue> values)
    {
        sqlite3_stmt statement = Bind(sql, values);
        try
        {
            while (Step(statement))
            {
            }

            return raw.sqlite3_changes(connection.Handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <exception cref="SqliteException">The statement failed.</exception>
    public List<T> Query<T>(string sql, Func<SqliteRow, T> read, params ReadOnlySpan<SqlValue> values)
    {
        sqlite3_stmt statement = Bind(sql, values);
        try
        {
            var rows = new List<T>();
            while (Step(statement))
            {
                rows.Add(read(new SqliteRow(statement)));
            }

            return rows;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>The first row, or null.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public T? First<T>(string sql, Func<SqliteRow, T> read, params ReadOnlySpan<SqlValue> values)
        where T : class
    {
        sqlite3_stmt statement = Bind(sql, values);
        try
        {
            return Step(statement) ? read(new SqliteRow(statement)) : null;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>The first column of the first row; null when there is no row, or no value in it.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public long? Number(string sql, params ReadOnlySpan<SqlValue> values)
    {
        sqlite3_stmt statement = Bind(sql, values);
        try
        {
            return Step(statement) && raw.sqlite3_column_type(statement, 0) != raw.SQLITE_NULL ? raw.sqlite3_column_int64(statement, 0) : null;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public void Dispose()
    {
        foreach (sqlite3_stmt statement in _prepared.Values)
        {
            statement.Dispose();
        }
    }

    private sqlite3_stmt Bind(string sql, ReadOnlySpan<SqlValue> values)
    {
        counters.Statements++;
        if (!_prepared.TryGetValue(sql, out sqlite3_stmt? statement))
        {
            Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out statement));
            _prepared.Add(sql, statement);
        }

        for (int i = 0; i < values.Length; i++)
        {
            Check(values[i].BindTo(statement, i + 1));
        }

        return statement;
    }

    private bool Step(sqlite3_stmt statement)
    {
        int result = raw.sqlite3_step(statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            Check(result);
        }

        return result == raw.SQLITE_ROW;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, connection.Handle);
}

/// <summary>A value for a parameter: a number, a text, or null.</summary>
internal readonly struct SqlValue
{
    private readonly string? _text;
    private readonly long _number;
    private readonly bool _isNumber;

    private SqlValue(long number) => (_number, _isNumber) = (number, true);

    private SqlValue(string? text) => _text = text;

    public static implicit operator SqlValue(long number) => new(number);

    public static implicit operator SqlValue(long? number) => number is { } value ? new(value) : default;

    public static implicit operator SqlValue(string? text) => new(text);

    internal int BindTo(sqlite3_stmt statement, int index) => _isNumber ? raw.sqlite3_bind_int64(statement, index, _number)
        : _text is not null ? raw.sqlite3_bind_text(statement, index, _text)
        : raw.sqlite3_bind_null(statement, index);
}

/// <summary>The row at which a statement stands; valid until it is stepped.</summary>
internal readonly struct SqliteRow(sqlite3_stmt statement)
{
    public long GetInt64(int column) => raw.sqlite3_column_int64(statement, column);

    public int GetInt32(int column) => raw.sqlite3_column_int(statement, column);

    public byte GetByte(int column) => (byte)raw.sqlite3_column_int(statement, column);

    public bool GetBoolean(int column) => raw.sqlite3_column_int(statement, column) != 0;

    public string GetString(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public bool IsDBNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;
}
