using Maat.Engine.Metrics;
using Maat.Storage;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Loops;

/// <summary>
/// Drives a loop until it is cancelled. A step that throws is logged once, here, and tried again after a pause that doubles up to a
/// bound: a database that is away must not end a process.
/// </summary>
public sealed partial class LoopRunner(IEngineLoop loop, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Short, so that work goes on within seconds of the database's return.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private TimeSpan _pause = FirstPause;

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                (LoopStep step, bool failed) = await StepAsync(cancellation).ConfigureAwait(false);
                if (failed)
                {
                    // Whatever wakes the loop meanwhile: a disk that is full does not become empty by trying at once.
                    await Task.Delay(step.Wait ?? FirstPause, time, cancellation).ConfigureAwait(false);
                }
                else if (step.Wait != TimeSpan.Zero)
                {
                    await loop.Wake.WaitAsync(step.Wait, time, cancellation).ConfigureAwait(false);
                }
            }
        }
#pragma warning disable CA1031 // Once it is to end, whatever it works with may be gone: a step that meets that has nothing to tell anybody.
        catch (Exception exception) when (cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogEnded(logger, exception is OperationCanceledException ? null : exception, loop.Name);
        }
    }

    private async Task<(LoopStep Step, bool Failed)> StepAsync(CancellationToken cancellation)
    {
        try
        {
            LoopStep step = await loop.StepAsync(cancellation).ConfigureAwait(false);
            _pause = FirstPause;
            return (step, false);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (AmbiguousCommitException exception)
        {
            LogAmbiguous(logger, exception, loop.Name);
            return (LoopStep.After(FirstPause), true);
        }
#pragma warning disable CA1031 // The edge of the loop: whatever happens in a step, the loop goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(logger, exception, loop.Name, _pause);
            EngineCounters.FailedStep(loop.Name);
            LoopStep step = LoopStep.After(_pause);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            return (step, true);
        }
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Debug, Message = "Loop {Loop} has ended.")]
    private static partial void LogEnded(ILogger logger, Exception? exception, string loop);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Loop {Loop} does not know whether its last transaction was committed; it reads the state again.")]
    private static partial void LogAmbiguous(ILogger logger, Exception exception, string loop);

    [LoggerMessage(EventId = 102, Level = LogLevel.Error, Message = "A step of loop {Loop} failed; nothing of it was saved. It is tried again in {Pause}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string loop, TimeSpan pause);
}
