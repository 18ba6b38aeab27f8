using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using MySqlConnector.Authentication;
using MySqlConnector.Protocol;

namespace MySqlConnector.Connections;

/// <summary>Reaches a server and makes a session of it.</summary>
internal static class Dialing
{
    /// <summary>Opens a session within the connection timeout.</summary>
    /// <param name="endpoint">The very server to reach, where a name could mean several.</param>
    /// <exception cref="MySqlException">Nobody answered in time, or the server refused.</exception>
    /// <exception cref="OperationCanceledException">By <paramref name="token"/>.</exception>
    public static async Task<Session> ConnectAsync(ConnectionSettings settings, EndPoint? endpoint, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(settings.ConnectionTimeout);
        Session? session = null;
        try
        {
            session = await DialAsync(settings, endpoint, limit.Token).ConfigureAwait(false);
            await Handshake.PerformAsync(session, limit.Token).ConfigureAwait(false);
            await session.PrepareForUseAsync(limit.Token).ConfigureAwait(false);
            return session;
        }
        catch (Exception e)
        {
            session?.Abort();
            token.ThrowIfCancellationRequested();
            if (e is OperationCanceledException)
                throw Unreachable(settings, $"no connection within {settings.ConnectionTimeout.TotalSeconds:0} s", e);
            if (e is SocketException or IOException or ArgumentException or MySqlException { ErrorCode: MySqlErrorCode.ServerLost })
                throw Unreachable(settings, e.Message, e);
            if (e is AuthenticationException)
                throw Unreachable(settings, "TLS could not be set up. " + e.Message, e);
            throw;
        }
    }

    private static async Task<Session> DialAsync(ConnectionSettings settings, EndPoint? endpoint, CancellationToken token)
    {
        if (settings.Protocol == MySqlConnectionProtocol.UnixSocket)
        {
            var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            var session = await ConnectAsync(local, new UnixDomainSocketEndPoint(settings.Server), settings, token).ConfigureAwait(false);
            session.MarkPrivate();
            return session;
        }

        var socket = endpoint is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        if (settings.Keepalive > 0)
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, settings.Keepalive);
        return await ConnectAsync(socket, endpoint ?? new DnsEndPoint(settings.Server, settings.Port), settings, token).ConfigureAwait(false);
    }

    private static async Task<Session> ConnectAsync(Socket socket, EndPoint endpoint, ConnectionSettings settings, CancellationToken token)
    {
        try
        {
            await socket.ConnectAsync(endpoint, token).ConfigureAwait(false);
            return new(new NetworkStream(socket, ownsSocket: true), settings, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static MySqlException Unreachable(ConnectionSettings settings, string why, Exception inner) =>
        new(MySqlErrorCode.UnableToConnectToHost, "08001", $"Unable to connect to {settings.Endpoint}: {why}", inner);
}
