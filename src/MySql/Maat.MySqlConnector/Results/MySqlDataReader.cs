using System.Collections;
using System.Data;
using System.Data.Common;
using MySqlConnector.Commands;
using MySqlConnector.Protocol;
using MySqlConnector.Results;

namespace MySqlConnector;

/// <summary>
/// Reads the rows of a command as they arrive. Statements without rows only add to <see cref="RecordsAffected"/>; the reader stands on
/// results that have columns. The values of a row are valid until the next one is read.
/// </summary>
public sealed partial class MySqlDataReader : DbDataReader
{
    private readonly MySqlConnection _connection;
    private readonly Session _session;
    private readonly IStatement _statement;
    private readonly CommandBehavior _behavior;
    private readonly StatementWait _wait;
    private readonly Row _row = new();
    private PreparedStatement? _prepared;
    private Column[] _columns = [];
    private ReadState _state = ReadState.Header;
    private bool _onRow;
    private bool _peeked;
    private bool _hasRows;
    private bool _closed;
    private long _affected = -1;

    internal MySqlDataReader(MySqlConnection connection, Session session, IStatement statement, CommandBehavior behavior)
    {
        _connection = connection;
        _session = session;
        _statement = statement;
        _behavior = behavior;
        _wait = new(session, statement.TimeoutSeconds);
    }

    /// <summary>What the server sends next.</summary>
    private enum ReadState
    {
        Header,
        Rows,
        Done,
    }

    public override int FieldCount => _columns.Length;

    /// <summary>Rows that were inserted, found for an update, or deleted, over all statements; -1 without any such statement.</summary>
    public override int RecordsAffected => (int)Math.Min(_affected, int.MaxValue);

    public override int Depth => 0;

    public override bool IsClosed => _closed;

    public override bool HasRows => _hasRows;

    public override bool Read() => ReadAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_peeked)
        {
            _peeked = false;
            return Task.FromResult(_onRow = _hasRows);
        }
        _onRow = false;
        if (_state != ReadState.Rows)
            return Task.FromResult(false);
        if (!cancellationToken.IsCancellationRequested && !_session.IsBroken && _session.Reader.TryReadRow(out var payload))
            return Task.FromResult(_onRow = ParseBuffered(payload));
        return ReadSlowlyAsync(cancellationToken);
    }

    public override bool NextResult() => NextResultAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override async Task<bool> NextResultAsync(CancellationToken cancellationToken)
    {
        _peeked = _onRow = _hasRows = false;
        _columns = [];
        try
        {
            if (_state == ReadState.Rows)
                await _wait.RunAsync(this, static (reader, _) => reader.SkipRowsAsync(), cancellationToken).ConfigureAwait(false);
            if (_state == ReadState.Header)
                await _wait.RunAsync(this, static (reader, _) => reader.ReadHeadersAsync(), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Fail();
            throw;
        }
        return _state == ReadState.Rows || _columns.Length > 0;
    }

    public override void Close() => CloseAsync().GetAwaiter().GetResult();

    /// <summary>Reads to the end what the server still sends, so that the connection can be used further.</summary>
    public override async Task CloseAsync()
    {
        if (_closed)
            return;
        _closed = true;
        try
        {
            while (!_session.IsBroken && await NextResultAsync(CancellationToken.None).ConfigureAwait(false))
            {
            }
        }
        catch (MySqlException)
        {
            // An error in what nobody asked for any more; a session that it broke says so itself.
        }
        finally
        {
            if (_connection.CurrentReader == this)
                _connection.CurrentReader = null;
        }
        if (_session.Interruption.IsPending)
            await _session.Interruption.SettleAsync().ConfigureAwait(false);
        if ((_behavior & CommandBehavior.CloseConnection) != 0)
            await _connection.CloseAsync().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
    }

    /// <summary>Sends the statement and reads to its first result with columns.</summary>
    internal async ValueTask StartAsync(CancellationToken token)
    {
        try
        {
            await _wait.RunAsync(this, static (reader, _) => reader.SendAsync(), token).ConfigureAwait(false);
        }
        catch
        {
            Fail();
            throw;
        }
    }

    private async ValueTask<bool> SendAsync()
    {
        _prepared = await _statement.PrepareOnAsync(_session, CancellationToken.None).ConfigureAwait(false);
        _session.Writer.Clear();
        try
        {
            _session.Writer.Begin();
            _statement.Write(_session, _prepared);
        }
        catch
        {
            _session.Writer.Clear();
            throw;
        }
        await _session.SendAsync(CancellationToken.None).ConfigureAwait(false);
        return await ReadHeadersAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> ReadHeadersAsync()
    {
        while (true)
        {
            var payload = await _session.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            switch (new PayloadReader(payload.Span).Peek())
            {
                case ErrorPacket.Header:
                    throw ErrorPacket.Parse(payload.Span);
                case PayloadReader.NullMarker:
                    throw MySqlException.Malformed("it asks for a file of this machine, which is never given (LOAD DATA LOCAL).");
                case Ok.Header:
                    var ok = Ok.Parse(payload.Span);
                    _session.Status = ok.Status;
                    _affected = Math.Max(0, _affected) + (long)Math.Min(ok.AffectedRows, int.MaxValue);
                    if (ok.LastInsertId != 0)
                        _statement.Inserted((long)ok.LastInsertId);
                    if (ok.MoreResults)
                        continue;
                    _state = ReadState.Done;
                    return false;
            }
            var count = new PayloadReader(payload.Span).LengthEncodedInteger();
            await ReadColumnsAsync(count).ConfigureAwait(false);
            _state = ReadState.Rows;
            await PeekAsync().ConfigureAwait(false);
            return true;
        }
    }

    private async ValueTask ReadColumnsAsync(ulong count)
    {
        // The server's limit; each is a packet of its own, so the count is believed only as they arrive.
        const int maxColumns = 4096;
        if (count is 0 or > maxColumns)
            throw MySqlException.Malformed($"a result of {count} columns.");
        var known = _prepared?.Columns;
        var columns = known?.Length == (int)count ? known : null;
        for (var i = 0; i < (int)count; i++)
        {
            var definition = await _session.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (columns is not null && columns == known && columns[i].Is(definition.Span))
                continue;
            if (columns is null || columns == known)
            {
                columns = new Column[(int)count];
                known?.AsSpan(0, Math.Min(i, known.Length)).CopyTo(columns);
            }
            columns[i] = Column.Parse(definition.Span, _session.Settings);
        }
        if ((_session.Capabilities & Capabilities.DeprecateEof) == 0)
            await _session.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        _columns = columns!;
        if (_prepared is not null)
            _prepared.Columns = _columns;
        _row.Expect(_columns, binary: _prepared is not null);
    }

    /// <summary>Reads the first row ahead, so that <see cref="HasRows"/> needs no wait.</summary>
    private async ValueTask PeekAsync()
    {
        var payload = await _session.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        _hasRows = Parse(payload);
        _peeked = true;
    }

    private async Task<bool> ReadSlowlyAsync(CancellationToken token)
    {
        try
        {
            return _onRow = await _wait.RunAsync(this, static async (reader, session) => reader.Parse(await session.ReadAsync(CancellationToken.None).ConfigureAwait(false)), token).ConfigureAwait(false);
        }
        catch
        {
            Fail();
            throw;
        }
    }

    private async ValueTask<bool> SkipRowsAsync()
    {
        while (_state == ReadState.Rows)
            Parse(await _session.ReadAsync(CancellationToken.None).ConfigureAwait(false));
        return true;
    }

    private bool ParseBuffered(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return Parse(payload);
        }
        catch (MySqlException)
        {
            Fail();
            _session.Abort();
            throw;
        }
    }

    /// <returns>Whether it is a row.</returns>
    private bool Parse(ReadOnlyMemory<byte> payload)
    {
        if (new PayloadReader(payload.Span).Peek() == ErrorPacket.Header)
            throw ErrorPacket.Parse(payload.Span);
        if (Ok.IsEnd(payload.Span, _session.Capabilities))
        {
            var end = Ok.ParseEnd(payload.Span, _session.Capabilities);
            _session.Status = end.Status;
            _state = end.MoreResults ? ReadState.Header : ReadState.Done;
            return false;
        }
        _row.Parse(payload);
        return true;
    }

    /// <summary>After an error nothing more comes.</summary>
    private void Fail()
    {
        _state = ReadState.Done;
        _onRow = _peeked = _hasRows = false;
    }
}
