using Maat.Engine.Loops;
using Maat.Engine.Workers;
using Maat.Storage;
using Maat.Storage.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Hosting;

/// <summary>
/// Runs a worker and drains it when the process stops.
/// <para>
/// Drain: nothing more is claimed; what runs may end within the grace period; what is left is stopped (TERM, then KILL) and handed back,
/// to be run again at once by another worker under the same attempt; the worker signs off. Heartbeats and commits go on until then.
/// </para>
/// </summary>
public sealed partial class WorkerHost(
    Worker worker, ClaimLoop claims, CommitLoop commits, HeartbeatLoop heartbeats, FenceLoop fence, IMaatDatabase database, EngineOptions options,
    TimeProvider time, ILogger<WorkerHost> logger) : IHostedService, IDisposable
{
    /// <summary>How long the last results may take to be committed once everything has been killed.</summary>
    private static readonly TimeSpan LastCommit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task _loops = Task.CompletedTask;
    private Task? _stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        IEngineLoop[] loops = [heartbeats, fence, claims, commits];
        _loops = Task.WhenAll(loops.Select(loop => Task.Run(() => new LoopRunner(loop, time, logger).RunAsync(_stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Drains once, however often it is asked to.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _stopped ??= DrainAsync(cancellationToken);
        }
    }

    /// <summary>Also when the process could not start, and nobody asked it to stop.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        worker.Drain();
        LogDraining(logger, worker.Nodes.Count, options.Grace);
        if (worker.Id is { } id)
        {
            await TellAsync(id, WorkerState.Draining).ConfigureAwait(false);
        }

        if (!await EmptyAsync(options.Grace, cancellationToken).ConfigureAwait(false))
        {
            LogHandingBack(logger, worker.Nodes.Count);
            worker.EndAll(StopCause.Draining);
            await EmptyAsync(options.KillAfter + LastCommit, CancellationToken.None).ConfigureAwait(false);
        }

        // The loops first: a heartbeat that finds the worker signed off would take it for declared dead, and register another.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loops.ConfigureAwait(false);
        if (worker.Id is { } signedOff)
        {
            await TellAsync(signedOff, WorkerState.Dead).ConfigureAwait(false);
        }
    }

    private async Task<bool> EmptyAsync(TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            await worker.EmptyAsync().WaitAsync(wait, time, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Best effort: a worker that cannot say that it ends is found dead by its silence.</summary>
    private async Task TellAsync(long id, WorkerState state)
    {
        try
        {
            await database.TransactAsync(
                async t =>
                {
                    await t.SetWorkerStateAsync(id, state, state == WorkerState.Dead ? time.GetUtcNow().UtcDateTime : null).ConfigureAwait(false);
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The process ends whatever the database says.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotTold(logger, exception, state);
        }
    }

    [LoggerMessage(EventId = 230, Level = LogLevel.Information, Message = "Draining: no more claims; {Running} running nodes may end within {Grace}.")]
    private static partial void LogDraining(ILogger logger, int running, TimeSpan grace);

    [LoggerMessage(EventId = 231, Level = LogLevel.Warning, Message = "The grace period is over: {Running} nodes are stopped and handed back.")]
    private static partial void LogHandingBack(ILogger logger, int running);

    [LoggerMessage(EventId = 232, Level = LogLevel.Warning, Message = "The database was not told that this worker is {State}; its leases are taken back when it is missed.")]
    private static partial void LogNotTold(ILogger logger, Exception exception, WorkerState state);
}
