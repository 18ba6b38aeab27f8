using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Maat.Storage.Sqlite;

/// <summary>Durability is a setting of each connection, not of the file.</summary>
internal sealed class DurabilityInterceptor(SqliteDurability durability) : DbConnectionInterceptor
{
    public static string Pragma(SqliteDurability durability) =>
        durability == SqliteDurability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = Pragma(durability);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        DbCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = Pragma(durability);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
