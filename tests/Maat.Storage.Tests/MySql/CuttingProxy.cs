using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Maat.Storage.Tests.MySql;

/// <summary>Stands between a client and the server, and cuts a connection between a commit and its answer when it is told to.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly byte[] s_commit = Encoding.ASCII.GetBytes("COMMIT");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private readonly List<Task> _connections = [];
    private readonly Lock _lock = new();
    private Task _accepting = Task.CompletedTask;
    private volatile byte[]? _key;

    private CuttingProxy(int server) => _server = server;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static CuttingProxy Start(int server)
    {
        var proxy = new CuttingProxy(server);
        proxy._listener.Start();
        proxy._accepting = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>Each connection on which the text is sent is cut once its commit has been sent on.</summary>
    public void CutCommitAfter(string text) => _key = Encoding.UTF8.GetBytes(text);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] connections;
        lock (_lock)
        {
            connections = [.. _connections];
        }

        await Task.WhenAll(connections);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                lock (_lock)
                {
                    _connections.Add(ForwardAsync(client));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using TcpClient from = client;
        using var to = new TcpClient { NoDelay = true };
        from.NoDelay = true;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        try
        {
            await to.ConnectAsync(IPAddress.Loopback, _server, both.Token);
            Task answers = CopyAsync(to.GetStream(), from.GetStream(), null, both);
            await CopyAsync(from.GetStream(), to.GetStream(), new Watch(() => _key), both);
            await answers;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // Either end has gone.
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Watch? watch, CancellationTokenSource both)
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (await from.ReadAsync(buffer, both.Token) is > 0 and var read)
            {
                bool isCut = watch?.Sees(buffer.AsSpan(0, read)) == true;
                if (isCut)
                {
                    await both.CancelAsync();
                }

                await to.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                if (isCut)
                {
                    return;
                }
            }
        }
        finally
        {
            await both.CancelAsync();
        }
    }

    /// <summary>Looks for the key, and for a commit from there on.</summary>
    private sealed class Watch(Func<byte[]?> key)
    {
        private bool _hasSeenKey;

        public bool Sees(ReadOnlySpan<byte> sent)
        {
            if (!_hasSeenKey && key() is { } wanted && sent.IndexOf(wanted) is >= 0 and var at)
            {
                _hasSeenKey = true;
                sent = sent[at..];
            }

            return _hasSeenKey && sent.IndexOf(s_commit) >= 0;
        }
    }
}
