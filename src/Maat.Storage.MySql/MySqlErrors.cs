using MySqlConnector;

namespace Maat.Storage.MySql;

/// <summary>What an error of the server or of the connection means for the transaction that met it.</summary>
internal static class MySqlErrors
{
    private const int DuplicateKey = 1062;

    /// <summary>
    /// 1205 lock wait timeout (only the statement is undone: roll back before trying again), 1213 deadlock, 1020 the row changed since it
    /// was read, 1290 and 1836 read-only (a failover in progress).
    /// </summary>
    private static readonly HashSet<int> s_undone = [1205, 1213, 1020, 1290, 1836];

    /// <summary>
    /// 1927 connection killed, 4031 disconnected by the server for being idle, 2006 server gone, 2013 lost during a query, 1053 server
    /// shutting down, 1159 and 1161 network timeouts of the server.
    /// </summary>
    private static readonly HashSet<int> s_lost = [1927, 4031, 2006, 2013, 1053, 1159, 1161];

    /// <summary>The transaction is undone, and may succeed when it is run again.</summary>
    public static bool IsTransient(Exception exception) => IsLost(exception) || (Number(exception) is { } number && s_undone.Contains(number));

    /// <summary>The connection is gone, and what the server did with what was sent last is not known.</summary>
    public static bool IsLost(Exception exception) => Number(exception) is { } number && s_lost.Contains(number);

    /// <summary>Somebody else was first: whoever runs again reads what they wrote.</summary>
    public static bool IsDuplicate(Exception exception) => Number(exception) == DuplicateKey;

    /// <summary>The server's number of it, if it comes from one.</summary>
    public static int? Number(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is MySqlException mySql)
            {
                return mySql.Number;
            }
        }

        return null;
    }
}
