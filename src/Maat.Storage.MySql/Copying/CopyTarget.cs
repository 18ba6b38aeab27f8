using System.Globalization;
using System.Text;
using MySqlConnector;

namespace Maat.Storage.MySql.Copying;

/// <summary>The connection over which a copy writes.</summary>
internal sealed class CopyTarget(MySqlConnection connection)
{
    /// <summary>Rows of one statement: hundreds are as quick as thousands, and parameters stay within bounds.</summary>
    private const int MostRows = 500;

    /// <summary>Characters of one statement; even with each of them escaped and of several bytes it is below the least packet that Maat runs with, unless a row alone is larger.</summary>
    private const int MostCharacters = 2 << 20;

    private readonly List<object?[]> _rows = [];
    private int _characters;

    /// <summary>For ids that are kept whatever they are, zero included.</summary>
    public Task OpenAsync(CancellationToken cancellation) =>
        OpenAsync("SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')", cancellation);

    /// <summary>Adds a row; it is written with others.</summary>
    public async Task AddAsync(string table, IReadOnlyList<string> columns, object?[] row, CancellationToken cancellation)
    {
        _rows.Add(row);
        _characters += row.Sum(value => value is string text ? text.Length : 0);
        if (_rows.Count >= MostRows || _characters >= MostCharacters)
        {
            await FlushAsync(table, columns, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what was added.</summary>
    public async Task FlushAsync(string table, IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        var sql = new StringBuilder($"INSERT INTO {Quoted(table)} ({string.Join(", ", columns.Select(Quoted))}) VALUES ");
        MySqlCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            for (int r = 0; r < _rows.Count; r++)
            {
                sql.Append(r == 0 ? "(" : ", (");
                for (int c = 0; c < columns.Count; c++)
                {
                    string name = string.Create(CultureInfo.InvariantCulture, $"@p{r}_{c}");
                    sql.Append(c == 0 ? "" : ", ").Append(name);
                    command.Parameters.AddWithValue(name, _rows[r][c]);
                }

                sql.Append(')');
            }

#pragma warning disable CA2100 // Names of the model; values are parameters.
            command.CommandText = sql.ToString();
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        _rows.Clear();
        _characters = 0;
    }

    public async Task<long> CountAsync(string table, CancellationToken cancellation)
    {
        MySqlCommand command = Command($"SELECT COUNT(*) FROM {Quoted(table)}");
        await using (command.ConfigureAwait(false))
        {
            return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false), CultureInfo.InvariantCulture);
        }
    }

    public async Task RunAsync(string sql, CancellationToken cancellation)
    {
        MySqlCommand command = Command(sql);
        await using (command.ConfigureAwait(false))
        {
            // Emptying or changing a table waits for nobody: nobody else is here.
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    public static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private async Task OpenAsync(string sql, CancellationToken cancellation)
    {
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        await RunAsync(sql, cancellation).ConfigureAwait(false);
    }

    private MySqlCommand Command(string sql)
    {
        MySqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this namespace, with names of the model.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
