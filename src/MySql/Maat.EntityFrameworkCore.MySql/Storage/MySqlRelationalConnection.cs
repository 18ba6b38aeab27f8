using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;
using MySqlConnector;

namespace Maat.EntityFrameworkCore.MySql.Storage;

internal sealed class MySqlRelationalConnection(RelationalConnectionDependencies dependencies) : RelationalConnection(dependencies)
{
    /// <summary>The client enlists in nothing.</summary>
    protected override bool SupportsAmbientTransactions => false;

    /// <summary>A connection to the same server that chooses no database and is not pooled; the caller closes it.</summary>
    /// <param name="database">The name of the database that it leaves out.</param>
    /// <exception cref="InvalidOperationException">The connection string names none.</exception>
    public MySqlConnection ConnectWithoutDatabase(out string database)
    {
        var builder = new MySqlConnectionStringBuilder(ConnectionString ?? DbConnection.ConnectionString);
        database = builder.Database;
        if (string.IsNullOrEmpty(database))
        {
            throw new InvalidOperationException("The connection string names no database: add 'Database=…' to it.");
        }

        builder.Database = "";
        builder.Pooling = false;
        return new MySqlConnection(builder.ConnectionString);
    }

    protected override DbConnection CreateDbConnection() => new MySqlConnection(GetValidatedConnectionString());
}
