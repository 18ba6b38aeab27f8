using System.Data;
using System.Data.Common;
using MySqlConnector.Commands;
using MySqlConnector.Protocol;

namespace MySqlConnector;

/// <summary>
/// Statements with parameters of their own that go to the server together, in one round trip. The server stops at the first one that fails;
/// those before it have happened, unless a transaction around them is rolled back.
/// </summary>
public sealed class MySqlBatch : DbBatch, IStatement
{
    public MySqlBatch() : this(null)
    {
    }

    public MySqlBatch(MySqlConnection? connection, MySqlTransaction? transaction = null)
    {
        Connection = connection;
        Transaction = transaction;
        Timeout = connection?.DefaultCommandTimeout ?? (int)(uint)Connections.ConnectionOption.DefaultCommandTimeout.Default;
    }

    public new MySqlConnection? Connection { get; set; }

    public new MySqlTransaction? Transaction { get; set; }

    public new MySqlBatchCommandCollection BatchCommands { get; } = new();

    /// <summary>Seconds that the batch may wait for the server; 0 is without limit.</summary>
    public override int Timeout { get; set; }

    protected override DbBatchCommandCollection DbBatchCommands => BatchCommands;

    protected override DbConnection? DbConnection { get => Connection; set => Connection = (MySqlConnection?)value; }

    protected override DbTransaction? DbTransaction { get => Transaction; set => Transaction = (MySqlTransaction?)value; }

    int IStatement.TimeoutSeconds => Timeout;

    public override void Cancel() => Connection?.InterruptStatement();

    /// <exception cref="NotSupportedException">Always: the protocol prepares single statements, and those that ran together would not stop at the first error.</exception>
    public override void Prepare() => throw new NotSupportedException("A batch goes out as one text and cannot be prepared. Prepare single commands instead.");

    /// <inheritdoc cref="Prepare"/>
    public override Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        Prepare();
        return Task.CompletedTask;
    }

    public override int ExecuteNonQuery() => ExecuteNonQueryAsync().GetAwaiter().GetResult();

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default)
    {
        var reader = await ExecuteAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }
            return reader.RecordsAffected;
        }
    }

    public override object? ExecuteScalar() => ExecuteScalarAsync().GetAwaiter().GetResult();

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default)
    {
        var reader = await ExecuteAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var value = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetValue(0) : null;
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }
            return value;
        }
    }

    public new MySqlDataReader ExecuteReader(CommandBehavior behavior = CommandBehavior.Default) => ExecuteAsync(behavior, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public new async Task<MySqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        await ExecuteAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);

    protected override DbBatchCommand CreateDbBatchCommand() => new MySqlBatchCommand();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await ExecuteAsync(behavior, cancellationToken).ConfigureAwait(false);

    ValueTask<PreparedStatement?> IStatement.PrepareOnAsync(Session session, CancellationToken token) => new((PreparedStatement?)null);

    void IStatement.Write(Session session, PreparedStatement? prepared)
    {
        session.Writer.Byte(CommandCode.Query);
        for (var i = 0; i < BatchCommands.Count; i++)
        {
            var command = BatchCommands[i];
            // On a line of its own, so that a comment at the end of a statement does not swallow the next one.
            StatementWriter.Write(session, command.CommandText.AsSpan().TrimEnd().TrimEnd(';'), command.Parameters);
            session.Writer.Bytes(i + 1 < BatchCommands.Count ? "\n;\n"u8 : "\n"u8);
        }
    }

    void IStatement.Inserted(long id)
    {
    }

    private async ValueTask<MySqlDataReader> ExecuteAsync(CommandBehavior behavior, CancellationToken token)
    {
        if (BatchCommands.Count == 0)
            throw new InvalidOperationException("The batch is empty.");
        var connection = Connection ?? throw new InvalidOperationException("The batch has no connection.");
        return await connection.ExecuteAsync(this, behavior, token).ConfigureAwait(false);
    }
}
