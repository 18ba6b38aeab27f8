using System.Net;
using System.Net.Sockets;

namespace Maat.Faults.Network;

/// <summary>One connection through a <see cref="TcpProxy"/>.</summary>
internal sealed class ProxyConnection(TcpProxy proxy, Socket client, int upstream) : IDisposable
{
    private readonly Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly AnswerEnd answer = new();

    /// <summary>Set when the server's answer to a commit is to be swallowed, and the connection cut after it.</summary>
    private volatile TaskCompletionSource? swallowing;

    /// <summary>Whether what comes is lost.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Both ends get a reset, as from a firewall that has forgotten them.</summary>
    public void Cut()
    {
        foreach (Socket socket in (Socket[])[client, server])
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It is gone already.
            }

            socket.Dispose();
        }
    }

    public void Dispose() => Cut();

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, upstream, cancellation);
            // Whichever end closes first, the other one hears of it.
            await await Task.WhenAny(ToServerAsync(cancellation), ToClientAsync(cancellation));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One end is gone, or it was cut.
        }
        finally
        {
            Cut();
        }
    }

    private async Task ToServerAsync(CancellationToken cancellation)
    {
        var buffer = new byte[64 << 10];
        bool isMeant = false;
        while (await client.ReceiveAsync(buffer, SocketFlags.None, cancellation) is var read and > 0)
        {
            await proxy.OpenAsync(cancellation);
            if (IsSilent)
                continue;
            if (proxy.TakeByteCut(read) is { } bytes)
            {
                await SendAsync(server, buffer.AsMemory(0, bytes.Allowed), cancellation);
                Cut();
                bytes.Done.SetResult();
                return;
            }

            if (proxy.TakeCommitCut(buffer.AsSpan(0, read), ref isMeant) is { } commit)
            {
                if (commit.When == CommitCut.Before)
                {
                    Cut();
                    commit.Done.SetResult();
                    return;
                }

                swallowing = commit.Done;
            }

            await SendAsync(server, buffer.AsMemory(0, read), cancellation);
        }
    }

    private async Task ToClientAsync(CancellationToken cancellation)
    {
        var buffer = new byte[64 << 10];
        while (await server.ReceiveAsync(buffer, SocketFlags.None, cancellation) is var read and > 0)
        {
            await proxy.OpenAsync(cancellation);
            if (IsSilent)
                continue;
            if (swallowing is not { } done)
            {
                await SendAsync(client, buffer.AsMemory(0, read), cancellation);
            }
            else if (answer.IsReachedBy(buffer.AsSpan(0, read)))
            {
                Cut();
                done.SetResult();
                return;
            }
        }
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0)
            bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, cancellation)..];
    }
}
