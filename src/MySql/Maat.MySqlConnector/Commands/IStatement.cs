using MySqlConnector.Protocol;

namespace MySqlConnector.Commands;

/// <summary>What a connection can be asked to run: a command or a batch.</summary>
internal interface IStatement
{
    int TimeoutSeconds { get; }

    MySqlTransaction? Transaction { get; }

    /// <summary>Prepares what is to be prepared on this session.</summary>
    ValueTask<PreparedStatement?> PrepareOnAsync(Session session, CancellationToken token);

    /// <summary>Writes the packet to be sent.</summary>
    void Write(Session session, PreparedStatement? prepared);

    /// <summary>Learns the number that the last row was given.</summary>
    void Inserted(long id);
}
