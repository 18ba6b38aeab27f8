using System.Threading.Channels;
using Maat.Engine.Events;
using Maat.Engine.Runs;
using Maat.Storage.Engine;

namespace Maat.Web.Live;

/// <summary>
/// Follows one run for everybody in this process who watches it, however many browsers that is.
/// <para>
/// It registers with the event feed first and reads the database then, so what happens in between comes as an event that it drops as known.
/// Changes are told at once after a quiet moment, and then at most once in <see cref="Beat"/>, the latest state of each node alone. When the
/// feed gives up on it for being slow, it registers and reads again; what differs is told as a change like any other.
/// </para>
/// </summary>
internal sealed partial class RunAggregator(
    long runId, RunContext context, LiveRuns runs, EventFeed feed, Func<RunChanged, Task> tell, TimeProvider time, ILogger logger)
{
    /// <summary>Four or five times a second looks immediate, and bounds what a burst of changes costs.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(220);

    /// <summary>How long to wait before trying again when the database does not answer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly RunPicture _picture = new(context.Template, time);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when <see cref="Snapshot"/> may be called.</summary>
    public Task Ready => _ready.Task;

    public RunSnapshot Snapshot() => _picture.Snapshot();

    /// <summary>Follows until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using EventFeed.Watch watch = feed.Subscribe(runId);
                await FollowAsync(watch.Events, cancellation);
                LogTooSlow(logger, runId);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // The edge of the loop: those who watch must not be left with an old picture for ever.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception, runId, Pause);
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Returns when the feed has given up on this watcher.</summary>
    private async Task FollowAsync(ChannelReader<StoredEvent> events, CancellationToken cancellation)
    {
        await ReadAsync(cancellation);
        do
        {
            bool right = true;
            while (events.TryRead(out StoredEvent told))
            {
                right &= _picture.Apply(told);
            }

            if (!right)
            {
                await ReadAsync(cancellation);
            }

            if (_picture.TakeChanges() is { } changes)
            {
                Tell(changes);
                await Task.Delay(Beat, time, cancellation);
            }
        }
        while (await events.WaitToReadAsync(cancellation));
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        _picture.Replace(await runs.ReadAsync(runId, context.Template, cancellation));
        _ready.TrySetResult();
    }

    /// <summary>
    /// Not awaited: one browser that does not read would hold up all others. What piles up for it is bounded by the time after which the
    /// connection of a browser that does not read is closed.
    /// </summary>
    private void Tell(RunChanged changes) => tell(changes).ContinueWith(
        failed => LogNotTold(logger, failed.Exception!, runId), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    [LoggerMessage(EventId = 500, Level = LogLevel.Warning, Message = "Watching run {RunId} fell behind its events; it is read again.")]
    private static partial void LogTooSlow(ILogger logger, long runId);

    [LoggerMessage(EventId = 501, Level = LogLevel.Error, Message = "Watching run {RunId} failed; what its pages show is old until it is read again in {Pause}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, long runId, TimeSpan pause);

    [LoggerMessage(EventId = 502, Level = LogLevel.Warning, Message = "A change of run {RunId} was not sent; the pages that miss it will ask for the whole picture.")]
    private static partial void LogNotTold(ILogger logger, Exception exception, long runId);
}
