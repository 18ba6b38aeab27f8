using MySqlConnector;

namespace Maat.EntityFrameworkCore.MySql.Retrying;

/// <summary>
/// Numbers of errors that pass by themselves. Those below 2000 and above 3000 are the server's (MySQL's Server Error Message Reference and
/// MariaDB's Error Codes), those between the client's.
/// </summary>
internal static class TransientErrors
{
    /// <summary>The transaction is gone, or the statement of it; the connection is good.</summary>
    private static readonly HashSet<int> Conflicts =
    [
        1020, // Record has changed since last read (MariaDB, innodb_snapshot_isolation).
        1205, // Lock wait timeout exceeded; only the statement was rolled back.
        1213, // Deadlock found.
        1614, // XA transaction branch rolled back because of a deadlock.
    ];

    /// <summary>The connection is gone, or could not be had.</summary>
    private static readonly HashSet<int> LostConnections =
    [
        1040, // Too many connections.
        1042, // Unable to connect.
        1053, // Server shutdown in progress.
        1158, // Error reading communication packets.
        1159, // Timeout reading communication packets.
        1160, // Error writing communication packets.
        1161, // Timeout writing communication packets.
        1184, // Aborted connection.
        1203, // The user has too many connections.
        1927, // Connection was killed (MariaDB).
        2002, // Cannot connect by socket.
        2003, // Cannot connect by TCP.
        2006, // Server has gone away.
        2013, // Lost connection during query.
        2055, // Lost connection, with a system error.
        4031, // Disconnected for inactivity (MySQL).
    ];

    /// <summary>The server that the connection leads to has become a replica.</summary>
    private static readonly HashSet<int> ReadOnlyServers =
    [
        1290, // Running with --read-only.
        1836, // Running in read-only mode.
    ];

    public static bool Contains(int number) => Conflicts.Contains(number) || LostConnections.Contains(number) || ReadOnlyServers.Contains(number);

    public static bool IsLostConnection(Exception exception) => exception is MySqlException error && LostConnections.Contains(error.Number);

    public static bool IsReadOnlyServer(Exception exception) => exception is MySqlException error && ReadOnlyServers.Contains(error.Number);
}
