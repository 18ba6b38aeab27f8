using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MySqlConnector.Commands;
using MySqlConnector.Connections;
using MySqlConnector.Pooling;
using MySqlConnector.Protocol;

namespace MySqlConnector;

/// <summary>A connection to MySQL or MariaDB, from a pool unless the connection string says otherwise. Used by one caller at a time.</summary>
public sealed class MySqlConnection : DbConnection, ICloneable
{
    private string _connectionString = "";
    private ConnectionPool? _pool;
    private Session? _session;
    private bool _opening;
    private bool _opened;
    private string? _database;

    public MySqlConnection()
    {
    }

    public MySqlConnection(string? connectionString) => ConnectionString = connectionString;

    /// <summary>Without the password once it was opened, unless 'Persist Security Info' says otherwise.</summary>
    [AllowNull]
    public override string ConnectionString
    {
        get => _opened && Pool is { Settings.PersistSecurityInfo: false } pool ? pool.Settings.PublicConnectionString : _connectionString;
        set
        {
            if (State != ConnectionState.Closed)
                throw new InvalidOperationException("The connection string cannot change while the connection is open.");
            _connectionString = value ?? "";
            (_pool, _opened, _database) = (null, false, null);
        }
    }

    public override int ConnectionTimeout => (int)Math.Max(0, Pool.Settings.ConnectionTimeout.TotalSeconds);

    public override string Database => _database ?? Pool.Settings.Database;

    public override string DataSource => Pool.Settings.Server;

    /// <summary>As the server says it, without what MariaDB before 11 puts in front.</summary>
    public override string ServerVersion => Session.ServerVersion;

    /// <summary>The server's number of the connection.</summary>
    public int ServerThread => (int)Session.ThreadId;

    /// <summary>A connection that was lost is closed.</summary>
    public override ConnectionState State =>
        _opening ? ConnectionState.Connecting : _session is { IsBroken: false } ? ConnectionState.Open : ConnectionState.Closed;

    public override bool CanCreateBatch => true;

    protected override DbProviderFactory DbProviderFactory => MySqlConnectorFactory.Instance;

    internal MySqlTransaction? CurrentTransaction { get; set; }

    internal MySqlDataReader? CurrentReader { get; set; }

    internal int DefaultCommandTimeout => Pool.Settings.DefaultCommandTimeout;

    private ConnectionPool Pool => _pool ??= ConnectionPools.Of(_connectionString);

    /// <exception cref="InvalidOperationException">It was never opened, or was closed.</exception>
    /// <exception cref="MySqlException">It was lost.</exception>
    internal Session Session =>
        _session is not { } session ? throw new InvalidOperationException("The connection is not open.")
        : session.IsBroken ? throw MySqlException.Lost(null)
        : session;

    public override void Open() => OpenAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <exception cref="MySqlException">No server answered, it refused, or no connection of the pool became free in time.</exception>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (State != ConnectionState.Closed)
            throw new InvalidOperationException("The connection is open already.");
        if (_session is not null)
            await CloseAsync().ConfigureAwait(false);
        _opening = true;
        try
        {
            var pool = Pool;
            _session = pool.Settings.Pooling
                ? await pool.RentAsync(cancellationToken).ConfigureAwait(false)
                : await Dialing.ConnectAsync(pool.Settings, null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening = false;
        }
        _opened = true;
        _database = null;
        OnStateChange(new(ConnectionState.Closed, ConnectionState.Open));
    }

    public override void Close() => CloseAsync().GetAwaiter().GetResult();

    /// <summary>Ends what is going on, rolls back, and gives the connection back to its pool.</summary>
    public override async Task CloseAsync()
    {
        if (_session is not { } session)
            return;
        if (CurrentReader is { } reader)
            await reader.DisposeAsync().ConfigureAwait(false);
        if (CurrentTransaction is { } transaction)
            await transaction.DisposeAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _session, null) is null)
            return;
        if (Pool.Settings.Pooling)
            await Pool.ReturnAsync(session).ConfigureAwait(false);
        else
            await session.DisposeAsync().ConfigureAwait(false);
        OnStateChange(new(ConnectionState.Open, ConnectionState.Closed));
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    public override void ChangeDatabase(string databaseName) => ChangeDatabaseAsync(databaseName).GetAwaiter().GetResult();

    public override async Task ChangeDatabaseAsync(string databaseName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(databaseName);
        using var command = new MySqlCommand("USE " + QuotedName.Of(databaseName), this, CurrentTransaction);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        _database = databaseName;
    }

    public new MySqlCommand CreateCommand() => new() { Connection = this, Transaction = CurrentTransaction };

    public new MySqlBatch CreateBatch() => new(this, CurrentTransaction);

    public new MySqlTransaction BeginTransaction() => BeginTransaction(IsolationLevel.Unspecified);

    public new MySqlTransaction BeginTransaction(IsolationLevel isolationLevel) => BeginTransactionAsync(isolationLevel).AsTask().GetAwaiter().GetResult();

    public new ValueTask<MySqlTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default) => BeginTransactionAsync(IsolationLevel.Unspecified, cancellationToken);

    /// <param name="isolationLevel">For this transaction only; <see cref="IsolationLevel.Unspecified"/> leaves it to the server.</param>
    public new async ValueTask<MySqlTransaction> BeginTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken = default)
    {
        if (CurrentTransaction is not null)
            throw new InvalidOperationException("The connection has a transaction already, and transactions do not nest. Savepoints do.");
        var transaction = new MySqlTransaction(this, isolationLevel);
        await transaction.BeginAsync(cancellationToken).ConfigureAwait(false);
        CurrentTransaction = transaction;
        return transaction;
    }

    /// <summary>Whether the server is still there; false leaves the connection closed.</summary>
    public async Task<bool> PingAsync(CancellationToken cancellationToken = default) =>
        _session is { IsBroken: false } session && CurrentReader is null && await session.PingAsync(cancellationToken).ConfigureAwait(false);

    public bool Ping() => PingAsync().GetAwaiter().GetResult();

    public MySqlConnection Clone() => new(_connectionString);

    object ICloneable.Clone() => Clone();

    /// <summary>Closes what lies in the pool of this connection string, and what is in use when it comes back.</summary>
    public static Task ClearPoolAsync(MySqlConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        cancellationToken.ThrowIfCancellationRequested();
        return connection.Pool.ClearAsync();
    }

    public static void ClearPool(MySqlConnection connection) => ClearPoolAsync(connection).GetAwaiter().GetResult();

    public static Task ClearAllPoolsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ConnectionPools.ClearAsync();
    }

    public static void ClearAllPools() => ClearAllPoolsAsync().GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    protected override DbCommand CreateDbCommand() => CreateCommand();

    protected override DbBatch CreateDbBatch() => CreateBatch();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => BeginTransaction(isolationLevel);

    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken) =>
        await BeginTransactionAsync(isolationLevel, cancellationToken).ConfigureAwait(false);

    internal void InterruptStatement() => _session?.Interruption.Fire(InterruptionCause.Asked);

    internal async ValueTask PrepareAsync(MySqlCommand command, CancellationToken token)
    {
        var session = await ReadyAsync(command, token).ConfigureAwait(false);
        var wait = new StatementWait(session, command.CommandTimeout);
        await wait.RunAsync(command, static (command, session) => command.PrepareOnAsync(session, CancellationToken.None), token).ConfigureAwait(false);
    }

    internal async ValueTask<MySqlDataReader> ExecuteAsync(IStatement statement, CommandBehavior behavior, CancellationToken token)
    {
        var session = await ReadyAsync(statement, token).ConfigureAwait(false);
        var reader = new MySqlDataReader(this, session, statement, behavior);
        CurrentReader = reader;
        try
        {
            await reader.StartAsync(token).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes sure that the connection can take a statement now.</summary>
    private async ValueTask<Session> ReadyAsync(IStatement statement, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var session = Session;
        if (CurrentReader is not null)
            throw new InvalidOperationException("The connection still has an open reader. Dispose it first, or use another connection.");
        if (statement.Transaction != CurrentTransaction && !session.Settings.IgnoreCommandTransaction)
        {
            throw new InvalidOperationException(
                CurrentTransaction is null
                    ? "The command names a transaction that is over, or is another connection's."
                    : $"The connection is in a transaction that the command does not name. Set the command's Transaction, or '{ConnectionOption.IgnoreCommandTransaction.Key}=true'.");
        }
        if (session.Interruption.IsPending)
            await session.Interruption.SettleAsync().ConfigureAwait(false);
        return session;
    }
}
