using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MySqlConnector.Commands;
using MySqlConnector.Protocol;

namespace MySqlConnector;

/// <summary>
/// One or more statements and their parameters. Unless it is prepared it goes out as one text with the values in it, in one round trip, and
/// the server stops at the first statement that fails. The synchronous methods wait for the asynchronous ones.
/// </summary>
public sealed class MySqlCommand : DbCommand, IStatement, ICloneable
{
    private int? _timeout;
    private bool _prepare;
    private string _text = "";
    private PreparedStatement? _prepared;
    private Session? _preparedOn;

    public MySqlCommand()
    {
    }

    public MySqlCommand(string? commandText, MySqlConnection? connection = null, MySqlTransaction? transaction = null)
    {
        CommandText = commandText;
        Connection = connection;
        Transaction = transaction;
    }

    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            _text = value ?? "";
            (_prepare, _prepared) = (false, null);
        }
    }

    /// <summary>Seconds that the command may wait for the server, all its waits together; 0 is without limit.</summary>
    public override int CommandTimeout
    {
        get => _timeout ?? Connection?.DefaultCommandTimeout ?? (int)(uint)Connections.ConnectionOption.DefaultCommandTimeout.Default;
        set => _timeout = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A timeout is not negative.");
    }

    /// <summary>Only <see cref="CommandType.Text"/>; procedures are called by <c>CALL</c>.</summary>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException("Only text is supported. Call a procedure by 'CALL name(@a, @b)'.");
        }
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; } = UpdateRowSource.None;

    public new MySqlConnection? Connection { get; set; }

    public new MySqlTransaction? Transaction { get; set; }

    public new MySqlParameterCollection Parameters { get; private set; } = new();

    /// <summary>The number that the database gave the last row that was inserted; 0 without one.</summary>
    public long LastInsertedId { get; private set; }

    public bool IsPrepared => _prepare;

    protected override DbConnection? DbConnection { get => Connection; set => Connection = (MySqlConnection?)value; }

    protected override DbTransaction? DbTransaction { get => Transaction; set => Transaction = (MySqlTransaction?)value; }

    protected override DbParameterCollection DbParameterCollection => Parameters;

    int IStatement.TimeoutSeconds => CommandTimeout;

    /// <summary>Stops the statement that the command's connection is running, if it is running one. Returns at once.</summary>
    public override void Cancel() => Connection?.InterruptStatement();

    public override void Prepare() => PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>
    /// Lets the server read the statement once for all its runs on the same connection; values then go out, and rows come in, in binary
    /// form. A connection keeps what was prepared until it goes back to a pool that resets it; a command that meets another connection
    /// prepares itself again.
    /// </summary>
    /// <exception cref="NotSupportedException">It is several statements.</exception>
    public override async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        var connection = Connected();
        await connection.PrepareAsync(this, cancellationToken).ConfigureAwait(false);
        _prepare = true;
    }

    public override int ExecuteNonQuery() => ExecuteNonQueryAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        var reader = await Connected().ExecuteAsync(this, CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }
            return reader.RecordsAffected;
        }
    }

    public override object? ExecuteScalar() => ExecuteScalarAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        var reader = await Connected().ExecuteAsync(this, CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            object? value = null;
            if (reader.FieldCount > 0 && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                value = reader.GetValue(0);
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }
            return value;
        }
    }

    public new MySqlDataReader ExecuteReader() => ExecuteReader(CommandBehavior.Default);

    public new MySqlDataReader ExecuteReader(CommandBehavior behavior) => ExecuteReaderAsync(behavior, CancellationToken.None).GetAwaiter().GetResult();

    public new Task<MySqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) => ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    public new async Task<MySqlDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default) =>
        await Connected().ExecuteAsync(this, behavior, cancellationToken).ConfigureAwait(false);

    public new MySqlParameter CreateParameter() => new();

    /// <summary>A command of its own with the same text and copies of the parameters.</summary>
    public MySqlCommand Clone()
    {
        var clone = new MySqlCommand(_text, Connection, Transaction) { _timeout = _timeout };
        foreach (MySqlParameter parameter in (IEnumerable<MySqlParameter>)Parameters)
            clone.Parameters.Add(parameter.Clone());
        return clone;
    }

    object ICloneable.Clone() => Clone();

    protected override DbParameter CreateDbParameter() => new MySqlParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await ExecuteReaderAsync(behavior, cancellationToken).ConfigureAwait(false);

    async ValueTask<PreparedStatement?> IStatement.PrepareOnAsync(Session session, CancellationToken token)
    {
        if (!_prepare)
            return null;
        return _prepared is { IsGone: false } known && _preparedOn == session ? known : await PrepareOnAsync(session, token).ConfigureAwait(false);
    }

    internal async ValueTask<PreparedStatement> PrepareOnAsync(Session session, CancellationToken token)
    {
        _prepared = await Preparing.PrepareAsync(session, _text, Parameters, token).ConfigureAwait(false);
        _preparedOn = session;
        return _prepared;
    }

    void IStatement.Write(Session session, PreparedStatement? prepared)
    {
        if (prepared is not null)
        {
            ExecuteWriter.Execute(session.Writer, prepared, Parameters, session.Settings);
            return;
        }
        session.Writer.Byte(CommandCode.Query);
        StatementWriter.Write(session, _text, Parameters);
    }

    void IStatement.Inserted(long id) => LastInsertedId = id;

    private MySqlConnection Connected()
    {
        if (_text.Length == 0)
            throw new InvalidOperationException("The command has no text.");
        return Connection ?? throw new InvalidOperationException("The command has no connection.");
    }
}
