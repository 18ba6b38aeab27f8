using System.Collections.Concurrent;
using System.Threading.Channels;
using Maat.Engine.Loops;
using Maat.Storage.Engine;

namespace Maat.Engine.Events;

/// <summary>
/// Follows the event table once per process and hands its rows to whoever watches a run. Each writer's events are read in the order of
/// their numbers; those of one node are ordered by (round, fence, state). A watcher registers first, then takes its snapshot, then drops
/// what it knows already; when it cannot keep up its channel is completed, and it begins again.
/// <para>
/// While nobody watches, only the numbers are read, now and then: whoever comes later takes a snapshot in which everything up to them is.
/// </para>
/// </summary>
public sealed class EventFeed(IEventReader reader, EngineSignals signals, EngineOptions options, TimeProvider time) : IEngineLoop
{
    /// <summary>Rows read at once.</summary>
    private const int Batch = 1_000;

    /// <summary>How soon it looks again: a busy engine says every millisecond that something was told, and nobody's eye is as fast.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <summary>Events that a slow watcher may lag behind.</summary>
    private const int MaxLag = 10_000;

    private readonly ConcurrentDictionary<long, ConcurrentDictionary<Watch, bool>> _watches = new();
    private readonly Dictionary<long, long> _read = [];

    /// <summary>Held while somebody comes or goes: who comes must not join a run that who goes is just forgetting.</summary>
    private readonly Lock _joining = new();

    private bool _started;
    private bool _hasMore;
    private long _lookedAt;

    public string Name => "event feed";

    public Signal Wake => signals.Events;

    /// <summary>Registers a watcher of a run; dispose it to stop.</summary>
    public Watch Subscribe(long runId)
    {
        var watch = new Watch(runId, this);
        lock (_joining)
        {
            _watches.GetOrAdd(runId, _ => new()).TryAdd(watch, true);
        }

        signals.Events.Set();
        return watch;
    }

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        TimeSpan left = (_watches.IsEmpty ? options.Backstop : Pace) - time.GetElapsedTime(_lookedAt);
        if (_started && !_hasMore && left > TimeSpan.Zero)
        {
            return LoopStep.After(left);
        }

        _lookedAt = time.GetTimestamp();
        IReadOnlyDictionary<long, long> heads = await reader.ReadHeadsAsync(cancellation).ConfigureAwait(false);

        // Asked after the numbers were read: who watches from here on takes a snapshot of what is behind them.
        bool isWatched = !_watches.IsEmpty;
        bool more = false;
        foreach ((long writer, long head) in heads)
        {
            long after = isWatched ? _read.GetValueOrDefault(writer, _started ? 0 : head) : head;
            if (after < head)
            {
                IReadOnlyList<StoredEvent> events = await reader.ReadEventsAsync(writer, after, Batch, cancellation).ConfigureAwait(false);
                foreach (StoredEvent told in events)
                {
                    Publish(told);
                }

                after = events.Count > 0 ? events[^1].Sequence : after;
                more |= events.Count == Batch;
            }

            _read[writer] = after;
        }

        _started = true;
        _hasMore = more;
        return more ? LoopStep.Again : LoopStep.After(options.Backstop);
    }

    private void Publish(in StoredEvent told)
    {
        if (_watches.TryGetValue(told.RunId, out ConcurrentDictionary<Watch, bool>? watches))
        {
            foreach (Watch watch in watches.Keys)
            {
                watch.Offer(told);
            }
        }
    }

    private void Unsubscribe(Watch watch)
    {
        lock (_joining)
        {
            if (_watches.TryGetValue(watch.RunId, out ConcurrentDictionary<Watch, bool>? watches))
            {
                watches.TryRemove(watch, out _);
                if (watches.IsEmpty)
                {
                    _watches.TryRemove(watch.RunId, out _);
                }
            }
        }
    }

    /// <summary>One watcher's view of a run's events.</summary>
    public sealed class Watch(long runId, EventFeed feed) : IDisposable
    {
        private readonly Channel<StoredEvent> _events = Channel.CreateBounded<StoredEvent>(
            new BoundedChannelOptions(MaxLag) { SingleReader = true, SingleWriter = true });

        public long RunId => runId;

        /// <summary>Completed when the watcher was too slow: it must take a new snapshot.</summary>
        public ChannelReader<StoredEvent> Events => _events.Reader;

        public void Dispose()
        {
            feed.Unsubscribe(this);
            _events.Writer.TryComplete();
        }

        internal void Offer(in StoredEvent told)
        {
            if (!_events.Writer.TryWrite(told))
            {
                Dispose();
            }
        }
    }
}
