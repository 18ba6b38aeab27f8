using System.Data;
using System.Data.Common;
using MySqlConnector.Commands;

namespace MySqlConnector;

/// <summary>A transaction; disposed before it was committed it is rolled back.</summary>
public sealed class MySqlTransaction : DbTransaction
{
    private MySqlConnection? _connection;

    internal MySqlTransaction(MySqlConnection connection, IsolationLevel isolationLevel)
    {
        _connection = connection;
        IsolationLevel = isolationLevel;
    }

    /// <summary>As it was asked for; <see cref="IsolationLevel.Unspecified"/> is the server's own.</summary>
    public override IsolationLevel IsolationLevel { get; }

    public override bool SupportsSavepoints => true;

    /// <summary>Null once the transaction is over.</summary>
    public new MySqlConnection? Connection => _connection;

    protected override DbConnection? DbConnection => _connection;

    public override void Commit() => CommitAsync().GetAwaiter().GetResult();

    /// <exception cref="MySqlException">
    /// When it is <see cref="MySqlErrorCode.ServerLost"/>, nobody knows whether it was committed: read back what it should have changed.
    /// </exception>
    public override Task CommitAsync(CancellationToken cancellationToken = default) => EndAsync("COMMIT", cancellationToken);

    public override void Rollback() => RollbackAsync().GetAwaiter().GetResult();

    public override Task RollbackAsync(CancellationToken cancellationToken = default) => EndAsync("ROLLBACK", cancellationToken);

    public override void Save(string savepointName) => SaveAsync(savepointName).GetAwaiter().GetResult();

    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default) => SayAsync("SAVEPOINT ", savepointName, cancellationToken);

    public override void Rollback(string savepointName) => RollbackAsync(savepointName).GetAwaiter().GetResult();

    public override Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default) => SayAsync("ROLLBACK TO SAVEPOINT ", savepointName, cancellationToken);

    public override void Release(string savepointName) => ReleaseAsync(savepointName).GetAwaiter().GetResult();

    public override Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default) => SayAsync("RELEASE SAVEPOINT ", savepointName, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            if (connection.CurrentReader is { } reader)
                await reader.DisposeAsync().ConfigureAwait(false);
            try
            {
                if (connection.State == ConnectionState.Open)
                    await SayAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
            }
            catch (MySqlException)
            {
                // Whatever the server makes of it, a closed connection rolls back.
                connection.Session.Abort();
            }
            Detach();
        }
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _connection is not null)
            DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    internal async ValueTask BeginAsync(CancellationToken token)
    {
        var level = IsolationLevel switch
        {
            IsolationLevel.Unspecified => "",
            IsolationLevel.ReadUncommitted => "READ UNCOMMITTED",
            IsolationLevel.ReadCommitted => "READ COMMITTED",
            IsolationLevel.RepeatableRead => "REPEATABLE READ",
            IsolationLevel.Serializable => "SERIALIZABLE",
            _ => throw new NotSupportedException($"The database has no isolation level {IsolationLevel}."),
        };
        using var command = new MySqlCommand(level.Length == 0 ? "START TRANSACTION" : $"SET TRANSACTION ISOLATION LEVEL {level}; START TRANSACTION", _connection);
        await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
    }

    private async Task EndAsync(string sql, CancellationToken token)
    {
        await SayAsync(sql, token).ConfigureAwait(false);
        Detach();
    }

    private Task SayAsync(string verb, string savepoint, CancellationToken token)
    {
        ArgumentException.ThrowIfNullOrEmpty(savepoint);
        return SayAsync(verb + QuotedName.Of(savepoint), token);
    }

    private async Task SayAsync(string sql, CancellationToken token)
    {
        using var command = new MySqlCommand(sql, _connection ?? throw new InvalidOperationException("The transaction is over."), this);
        await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
    }

    private void Detach()
    {
        if (_connection is { } connection && connection.CurrentTransaction == this)
            connection.CurrentTransaction = null;
        _connection = null;
    }
}
