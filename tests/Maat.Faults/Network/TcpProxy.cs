using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Maat.MariaDb;

namespace Maat.Faults.Network;

/// <summary>When a connection is cut that is about to commit.</summary>
public enum CommitCut
{
    /// <summary>The commit does not reach the server.</summary>
    Before,

    /// <summary>The commit has been carried out, and its answer does not reach the client.</summary>
    After,
}

/// <summary>
/// Stands between a process and the database: forwards connections to a port of loopback, and cuts, holds up or swallows what goes through,
/// as a network does.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly int upstream;
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<ProxyConnection, Task> connections = [];
    private readonly Lock plan = new();
    private readonly Task accepting;
    private TaskCompletionSource? gate;
    private (CommitCut When, byte[] With, TaskCompletionSource Done)? commitCut;
    private (long Left, TaskCompletionSource Done)? byteCut;

    /// <param name="upstream">The port to forward to.</param>
    public TcpProxy(int upstream)
    {
        this.upstream = upstream;
        Port = LoopbackPorts.Next();
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Connections => connections.Count;

    /// <summary>Resets every connection; new ones are accepted at once.</summary>
    public void CutAll()
    {
        foreach (ProxyConnection connection in connections.Keys)
            connection.Cut();
    }

    /// <summary>From now on nothing goes through, in either direction, and nobody is told: a cable is unplugged. New connections are accepted and hear nothing.</summary>
    public void Stall()
    {
        lock (plan)
        {
            gate ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets through what was held up.</summary>
    public void Resume()
    {
        lock (plan)
        {
            gate?.TrySetResult();
            gate = null;
        }
    }

    /// <summary>
    /// The connections that are open now fall silent: what either end sends is lost, and neither is told. New ones are served, as by a
    /// firewall that has forgotten the old ones.
    /// </summary>
    public void Silence()
    {
        foreach (ProxyConnection connection in connections.Keys)
            connection.IsSilent = true;
    }

    /// <summary>Cuts one connection, the first that commits from now on.</summary>
    /// <param name="with">A part of a statement that the transaction contains.</param>
    /// <returns>Completes when that has happened.</returns>
    public Task CutAtCommitAsync(CommitCut when, string with = "")
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (plan)
        {
            commitCut = (when, Encoding.UTF8.GetBytes(with), done);
        }

        return done.Task;
    }

    /// <summary>Cuts one connection: the one on which the client's bytes, over all connections, exceed the number. Those before it still get through.</summary>
    /// <returns>Completes when that has happened.</returns>
    public Task CutAfterAsync(long bytes)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (plan)
        {
            byteCut = (bytes, done);
        }

        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        CutAll();
        await accepting;
        await Task.WhenAll(connections.Values);
        stopping.Dispose();
    }

    /// <summary>Waits while nothing may go through.</summary>
    internal Task OpenAsync(CancellationToken cancellation)
    {
        lock (plan)
        {
            return gate?.Task.WaitAsync(cancellation) ?? Task.CompletedTask;
        }
    }

    /// <summary>Whether a connection is to be cut at the commit that it sends, and how; asked for everything that a client sends.</summary>
    /// <param name="isMeant">Whether its transaction has sent the text that is waited for; kept by the connection.</param>
    internal (CommitCut When, TaskCompletionSource Done)? TakeCommitCut(ReadOnlySpan<byte> sent, ref bool isMeant)
    {
        // At the end: READ COMMITTED is no commit.
        bool commits = sent.EndsWith("COMMIT"u8);
        lock (plan)
        {
            isMeant |= commitCut is { } wanted && sent.IndexOf(wanted.With) >= 0;
            bool isCut = commits && isMeant;
            isMeant &= !commits;
            if (!isCut || commitCut is not { } planned)
                return null;
            commitCut = null;
            return (planned.When, planned.Done);
        }
    }

    /// <summary>How many of the client's bytes may still be forwarded before the cut that was asked for; null for all of them.</summary>
    internal (int Allowed, TaskCompletionSource Done)? TakeByteCut(int bytes)
    {
        lock (plan)
        {
            if (byteCut is not { } planned)
                return null;
            if (planned.Left >= bytes)
            {
                byteCut = (planned.Left - bytes, planned.Done);
                return null;
            }

            byteCut = null;
            return ((int)planned.Left, planned.Done);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync(stopping.Token);
                var connection = new ProxyConnection(this, client, upstream);
                // Entered before it runs, so that its end finds it.
                var run = new Task<Task>(() => connection.RunAsync(stopping.Token));
                connections[connection] = run.Unwrap();
                _ = run.Unwrap().ContinueWith(_ => connections.TryRemove(connection, out Task? _), TaskScheduler.Default);
                run.Start(TaskScheduler.Default);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }
}
