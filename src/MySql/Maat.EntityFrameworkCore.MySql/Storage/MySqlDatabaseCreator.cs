using System.Globalization;
using System.Runtime.CompilerServices;
using Maat.EntityFrameworkCore.MySql.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MySqlConnector;

namespace Maat.EntityFrameworkCore.MySql.Storage;

/// <summary>Creates and drops the database that the connection string names, by a connection that chooses none.</summary>
internal sealed class MySqlDatabaseCreator(RelationalDatabaseCreatorDependencies dependencies, ISqlGenerationHelper sql, IRawSqlCommandBuilder commands)
    : RelationalDatabaseCreator(dependencies)
{
    /// <summary>Views count as well: what is there was made by somebody.</summary>
    private const string CountTables = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()";

    public override bool Exists() => IsPositive(Run(CountDatabases));

    public override async Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        IsPositive(await RunAsync(CountDatabases, cancellationToken).ConfigureAwait(false));

    public override bool HasTables() => IsPositive(commands.Build(CountTables).ExecuteScalar(Parameters()));

    public override async Task<bool> HasTablesAsync(CancellationToken cancellationToken = default) =>
        IsPositive(await commands.Build(CountTables).ExecuteScalarAsync(Parameters(), cancellationToken).ConfigureAwait(false));

    public override void Create() => Run(CreateDatabase);

    public override Task CreateAsync(CancellationToken cancellationToken = default) => RunAsync(CreateDatabase, cancellationToken);

    public override void Delete()
    {
        ClearPool();
        Run(DropDatabase);
    }

    public override Task DeleteAsync(CancellationToken cancellationToken = default)
    {
        ClearPool();
        return RunAsync(DropDatabase, cancellationToken);
    }

    /// <summary>Pooled connections would go on choosing a database that is gone.</summary>
    private void ClearPool()
    {
        if (Dependencies.Connection.DbConnection is MySqlConnection connection)
        {
            MySqlConnection.ClearPool(connection);
        }
    }

    private static string CountDatabases(string database) =>
        $"SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = {SqlText.Literal(database)}";

    /// <summary>Several processes may start at once on a server that has not got it yet.</summary>
    private string CreateDatabase(string database) =>
        $"CREATE DATABASE IF NOT EXISTS {sql.DelimitIdentifier(database)} CHARACTER SET {MySqlAnnotationProvider.CharSet} COLLATE {MySqlAnnotationProvider.Collation}";

    private string DropDatabase(string database) => $"DROP DATABASE {sql.DelimitIdentifier(database)}";

    private object? Run(Func<string, string> statement)
    {
        using MySqlConnection connection = ((MySqlRelationalConnection)Dependencies.Connection).ConnectWithoutDatabase(out string database);
        connection.Open();
        using MySqlCommand command = connection.CreateCommand();
        command.CommandText = statement(database);
        return command.ExecuteScalar();
    }

    private async Task<object?> RunAsync(Func<string, string> statement, CancellationToken cancellation)
    {
        MySqlConnection connection = ((MySqlRelationalConnection)Dependencies.Connection).ConnectWithoutDatabase(out string database);
        await using ConfiguredAsyncDisposable _ = connection.ConfigureAwait(false);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        using MySqlCommand command = connection.CreateCommand();
        command.CommandText = statement(database);
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
    }

    private static bool IsPositive(object? count) => Convert.ToInt64(count, CultureInfo.InvariantCulture) > 0;

    private RelationalCommandParameterObject Parameters() =>
        new(Dependencies.Connection, null, null, Dependencies.CurrentContext.Context, Dependencies.CommandLogger);
}
