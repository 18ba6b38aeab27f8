using System.Collections.Concurrent;
using System.Threading.Channels;
using Maat.Engine.Loops;
using Maat.Storage.Engine;

namespace Maat.Engine.Events;

/// <summary>
/// Follows the event table once per process and hands its rows to whoever watches a run. Each writer's events are read in the order of
/// their numbers; those of one node are ordered by (round, fence, state). A watcher registers first, then takes its snapshot, then drops
/// what it knows already; when it cannot keep up its channel is completed, and it begins again.
/// </summary>
public sealed class EventFeed(IEventReader reader, EngineSignals signals, EngineOptions options) : IEngineLoop
{
    /// <summary>Rows read at once.</summary>
    private const int Batch = 1_000;

    /// <summary>Events that a slow watcher may lag behind.</summary>
    private const int MaxLag = 10_000;

    private readonly ConcurrentDictionary<long, ConcurrentDictionary<Watch, bool>> _watches = new();
    private readonly Dictionary<long, long> _read = [];

    /// <summary>Held while somebody comes or goes: who comes must not join a run that who goes is just forgetting.</summary>
    private readonly Lock _joining = new();

    private bool _started;

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

        return watch;
    }

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        IReadOnlyDictionary<long, long> heads = await reader.ReadHeadsAsync(cancellation).ConfigureAwait(false);
        bool more = false;
        foreach ((long writer, long head) in heads)
        {
            long after = _read.GetValueOrDefault(writer, _started ? 0 : head);
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
