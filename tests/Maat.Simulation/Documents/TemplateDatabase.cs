using Maat.Storage;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Maat.Simulation.Documents;

/// <summary>A database in memory with the product's tables, made once from the model and copied for each schedule.</summary>
internal static class TemplateDatabase
{
    private const string InMemory = "Data Source=:memory:;Pooling=False";

    private static readonly Lock Copying = new();
    private static readonly SqliteConnection Made = Make();

    public static SqliteConnection Open()
    {
        var copy = new SqliteConnection(InMemory);
        copy.Open();
        lock (Copying)
        {
            Made.BackupDatabase(copy);
        }

        return copy;
    }

    private static SqliteConnection Make()
    {
        var connection = new SqliteConnection(InMemory);
        connection.Open();
        using MaatContext context = SqliteDatabase.OnConnection(connection, "setting", TimeProvider.System).NewContext();
        context.Database.EnsureCreated();
        return connection;
    }
}
