using MySqlConnector;

namespace Maat.MySqlConnector.Tests.Server;

/// <summary>Statements in one line, for tests.</summary>
internal static class Statements
{
    public static async Task<int> RunAsync(this MySqlConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<object?> ScalarAsync(this MySqlConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<long> NumberAsync(this MySqlConnection connection, string sql, params (string Name, object? Value)[] parameters) =>
        Convert.ToInt64(await connection.ScalarAsync(sql, parameters), System.Globalization.CultureInfo.InvariantCulture);

    public static MySqlCommand Command(this MySqlConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
