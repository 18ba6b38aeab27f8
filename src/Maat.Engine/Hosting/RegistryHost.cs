using Maat.Engine.Loops;
using Maat.Engine.Registry;
using Maat.Storage.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Hosting;

/// <summary>Keeps this process in the registry from its start until everything else has stopped.</summary>
public sealed partial class RegistryHost(ProcessRegistry registry, PeerWaking waking, TimeProvider time, ILogger<RegistryHost> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>How long a database may take to hear that the process ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private bool _hasStopped;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Only when everything has started is it known where this process is reached.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        waking.Begin();
        _loop = Task.Run(() => new LoopRunner(registry, time, logger).RunAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => TellAsync(ProcessState.Draining);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Signs off once, however often it is asked to.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_hasStopped)
        {
            return;
        }

        _hasStopped = true;
        // The loop first: it would take the process that signed off for one that was struck out, and enter it again.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        await TellAsync(ProcessState.Ended).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>Best effort: a process that cannot say that it ends is found lost by its silence.</summary>
    private async Task TellAsync(ProcessState state)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await registry.TellAsync(state, patience.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The process ends whatever the database says.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotTold(logger, exception, state);
        }
    }

    [LoggerMessage(EventId = 245, Level = LogLevel.Warning, Message = "The registry was not told that this process is {State}; it is struck out when it is missed.")]
    private static partial void LogNotTold(ILogger logger, Exception exception, ProcessState state);
}
