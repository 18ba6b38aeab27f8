using System.Collections;
using System.Data.Common;

namespace MySqlConnector;

/// <summary>An error that the server reported, or one of the connection to it. Its message never holds a password.</summary>
public sealed class MySqlException : DbException
{
    internal MySqlException(MySqlErrorCode code, string? sqlState, string message, Exception? inner = null) : base(message, inner)
    {
        ErrorCode = code;
        SqlState = sqlState;
    }

    internal MySqlException(MySqlErrorCode code, string message, Exception? inner = null) : this(code, null, message, inner)
    {
    }

    /// <summary>The server's number of the error, also where <see cref="MySqlErrorCode"/> has no name for it.</summary>
    public int Number => (int)ErrorCode;

    public new MySqlErrorCode ErrorCode { get; }

    /// <summary>Five characters of the SQL standard's classes, or null where the error is the client's own.</summary>
    public override string? SqlState { get; }

    /// <summary>
    /// Whether the same work, begun anew from its first statement, may succeed: locks, lost connections, a server that starts, stops or
    /// has just become a replica. After <see cref="MySqlErrorCode.LockWaitTimeout"/> the transaction is still open: roll it back first.
    /// A commit that ends so may have happened.
    /// </summary>
    public override bool IsTransient => ErrorCode
        is MySqlErrorCode.CheckRead
        or MySqlErrorCode.ConnectionCountError
        or MySqlErrorCode.UnableToConnectToHost
        or MySqlErrorCode.ServerShutdown
        or MySqlErrorCode.AbortingConnection
        or MySqlErrorCode.TooManyUserConnections
        or MySqlErrorCode.LockWaitTimeout
        or MySqlErrorCode.LockDeadlock
        or MySqlErrorCode.OptionPreventsStatement
        or MySqlErrorCode.TableDefinitionChanged
        or MySqlErrorCode.XARBDeadlock
        or MySqlErrorCode.CannotExecuteInReadOnlyTransaction
        or MySqlErrorCode.ConnectionKilled
        or MySqlErrorCode.ServerGone
        or MySqlErrorCode.ServerLost
        or MySqlErrorCode.ClientInteractionTimeout;

    public override IDictionary Data
    {
        get
        {
            var data = base.Data;
            data["Server Error Code"] = Number;
            data["SqlState"] = SqlState;
            return data;
        }
    }

    /// <summary>The connection is gone; whether the server did what it was last asked is unknown.</summary>
    internal static MySqlException Lost(Exception? inner) =>
        new(MySqlErrorCode.ServerLost, "08S01", "The connection to the server was lost" + (inner is null ? "." : ": " + inner.Message), inner);

    /// <summary>The server sent what the protocol does not allow; the connection cannot be used further.</summary>
    internal static MySqlException Malformed(string what) =>
        new(MySqlErrorCode.MalformedPacket, "08S01", "The server sent what is not understood: " + what);
}
