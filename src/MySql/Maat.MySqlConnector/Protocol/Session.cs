using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using MySqlConnector.Commands;
using MySqlConnector.Connections;

namespace MySqlConnector.Protocol;

/// <summary>One connection to a server: what goes over it, and what is known of its other end. Used by one command at a time.</summary>
internal sealed class Session : IAsyncDisposable
{
    /// <summary>Names and values are UTF-8, times are UTC; said anew after each reset.</summary>
    private const string Defaults = "SET NAMES utf8mb4, time_zone = '+00:00'";

    private readonly Socket? _socket;
    private int _broken;

    public Session(Stream stream, ConnectionSettings settings, Socket? socket = null)
    {
        Stream = stream;
        _socket = socket;
        Settings = settings;
        Reader = new(stream);
        Writer = new(stream);
        Interruption = new(this);
    }

    public ConnectionSettings Settings { get; }

    public PacketReader Reader { get; }

    public PacketWriter Writer { get; }

    public Interruption Interruption { get; }

    public PreparedStatements Prepared { get; } = new();

    public Capabilities Capabilities { get; set; }

    public ServerStatus Status { get; set; }

    public string ServerVersion { get; set; } = "";

    public uint ThreadId { get; set; }

    /// <summary>Whether nobody on the way can read what is said.</summary>
    public bool IsPrivate { get; private set; }

    public bool IsBroken => Volatile.Read(ref _broken) != 0;

    public bool InTransaction => (Status & ServerStatus.InTransaction) != 0;

    /// <summary>By the clock of its pool, in the units of <see cref="TimeProvider.GetTimestamp"/>, as <see cref="LastUsedAt"/>.</summary>
    public long OpenedAt { get; set; }

    public long LastUsedAt { get; set; }

    /// <summary>Where the server was found, so that what must reach the same server does.</summary>
    public EndPoint? RemoteEndPoint => _socket?.RemoteEndPoint;

    public void MarkPrivate() => IsPrivate = true;

    /// <summary>Speaks through TLS from here on.</summary>
    public void Switch(SslStream secured)
    {
        Stream = secured;
        Reader.Switch(secured);
        Writer.Switch(secured);
        IsPrivate = true;
    }

    public Stream Stream { get; private set; }

    /// <summary>Sends what was gathered and expects its answer.</summary>
    public async ValueTask SendAsync(CancellationToken token)
    {
        if (IsBroken)
            throw MySqlException.Lost(null);
        try
        {
            await Writer.FlushAsync(token).ConfigureAwait(false);
        }
        catch
        {
            Abort();
            throw;
        }
        Reader.Sequence = Writer.AnswerSequence;
    }

    /// <summary>Reads one payload; whatever goes wrong leaves the session broken, as nobody knows then where the next answer begins.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken token)
    {
        try
        {
            return await Reader.ReadAsync(token).ConfigureAwait(false);
        }
        catch
        {
            Abort();
            throw;
        }
    }

    /// <summary>Runs statements of the client's own, whose rows, if any, are handed to <paramref name="row"/>.</summary>
    public async ValueTask QueryAsync(string sql, CancellationToken token, Action<ReadOnlyMemory<byte>>? row = null)
    {
        Writer.Clear();
        Writer.Begin();
        Writer.Byte(CommandCode.Query);
        Writer.Utf8(sql);
        await SendAsync(token).ConfigureAwait(false);
        await ReadAnswerAsync(row, token).ConfigureAwait(false);
    }

    /// <summary>Asks whether the server is still there. False is final.</summary>
    public async ValueTask<bool> PingAsync(CancellationToken token)
    {
        try
        {
            Writer.Clear();
            Writer.Begin();
            Writer.Byte(CommandCode.Ping);
            await SendAsync(token).ConfigureAwait(false);
            await ReadAnswerAsync(null, token).ConfigureAwait(false);
            return true;
        }
        catch (MySqlException)
        {
            Abort();
            return false;
        }
    }

    /// <summary>
    /// Puts the session back to how it was opened: transaction rolled back, variables, temporary tables, locks and prepared statements
    /// gone. One round trip.
    /// </summary>
    public async ValueTask ResetAsync(CancellationToken token)
    {
        Prepared.Clear();
        Writer.Clear();
        Writer.Begin();
        Writer.Byte(CommandCode.ResetConnection);
        Writer.Begin();
        Writer.Byte(CommandCode.Query);
        Writer.Utf8(Defaults);
        await SendAsync(token).ConfigureAwait(false);
        await ReadAnswerAsync(null, token).ConfigureAwait(false);
        Reader.Sequence = 1;
        await ReadAnswerAsync(null, token).ConfigureAwait(false);
    }

    /// <summary>Says what every session begins with, and asks how much the server takes at once.</summary>
    public async ValueTask PrepareForUseAsync(CancellationToken token)
    {
        long? limit = null;
        await QueryAsync(Defaults + "; SELECT @@max_allowed_packet", token, row => limit = ReadNumber(row.Span)).ConfigureAwait(false);
        Writer.Limit = Math.Clamp(limit ?? PacketReader.LargestPayload, 1024, PacketReader.LargestPayload);

        static long ReadNumber(ReadOnlySpan<byte> row)
        {
            var digits = new PayloadReader(row).LengthEncodedBytes();
            return long.TryParse(digits, out var number) ? number : throw MySqlException.Malformed("max_allowed_packet is no number.");
        }
    }

    /// <summary>
    /// Whether something has arrived, or the other end has hung up, while nobody was asked anything. Costs no round trip. Under TLS it may be
    /// a message of TLS itself.
    /// </summary>
    public bool HasUnexpectedInput()
    {
        try
        {
            return Reader.HasBuffered || _socket is not null && _socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    /// <summary>Drops the connection at once, which also ends waits for it. May be called from any thread.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _broken, 1) != 0)
            return;
        // TLS takes its time to say good-bye, and may be in the middle of a read: the socket goes first.
        _socket?.Dispose();
        Stream.Dispose();
        Interruption.Dispose();
    }

    /// <summary>Says good-bye and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!IsBroken)
        {
            using var limit = new CancellationTokenSource(Settings.CancellationTimeout);
            try
            {
                Writer.Clear();
                Writer.Begin();
                Writer.Byte(CommandCode.Quit);
                await Writer.FlushAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is MySqlException or OperationCanceledException)
            {
                // It is closed either way.
            }
        }
        Abort();
    }

    private async ValueTask ReadAnswerAsync(Action<ReadOnlyMemory<byte>>? row, CancellationToken token)
    {
        try
        {
            while (await ReadResultAsync(row, token).ConfigureAwait(false))
            {
            }
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.MalformedPacket)
        {
            Abort();
            throw;
        }
    }

    /// <returns>Whether another result follows.</returns>
    private async ValueTask<bool> ReadResultAsync(Action<ReadOnlyMemory<byte>>? row, CancellationToken token)
    {
        var payload = await ReadAsync(token).ConfigureAwait(false);
        switch (new PayloadReader(payload.Span).Peek())
        {
            case ErrorPacket.Header:
                throw ErrorPacket.Parse(payload.Span);
            case Ok.Header:
                var ok = Ok.Parse(payload.Span);
                Status = ok.Status;
                return ok.MoreResults;
            case PayloadReader.NullMarker:
                throw MySqlException.Malformed("it asks for a file.");
        }

        // Columns and rows are told apart by counting; what ends them is the same.
        var columns = new PayloadReader(payload.Span).LengthEncodedInteger();
        for (ulong i = 0; i < columns; i++)
            await ReadAsync(token).ConfigureAwait(false);
        if ((Capabilities & Capabilities.DeprecateEof) == 0)
            await ReadAsync(token).ConfigureAwait(false);
        while (true)
        {
            payload = await ReadAsync(token).ConfigureAwait(false);
            if (new PayloadReader(payload.Span).Peek() == ErrorPacket.Header)
                throw ErrorPacket.Parse(payload.Span);
            if (Ok.IsEnd(payload.Span, Capabilities))
            {
                var end = Ok.ParseEnd(payload.Span, Capabilities);
                Status = end.Status;
                return end.MoreResults;
            }
            row?.Invoke(payload);
        }
    }
}
