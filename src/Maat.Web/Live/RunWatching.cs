using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Events;
using Maat.Engine.Runs;

namespace Maat.Web.Live;

/// <summary>Where a run's changes are sent: to all that joined its group.</summary>
internal interface IRunAudience
{
    Task JoinAsync(string connection, long runId, CancellationToken cancellation);

    Task TellAsync(long runId, RunChanged changes);
}

/// <summary>
/// Which connection watches which run. The first watcher of a run starts its aggregator, the last one that leaves ends it. A connection
/// joins the run's group before its snapshot is taken: a change is in the snapshot, or comes after it, or both.
/// </summary>
internal sealed partial class RunWatching(LiveRuns runs, EventFeed feed, IRunAudience audience, TimeProvider time, ILogger<RunWatching> logger) : IAsyncDisposable
{
    /// <summary>A page shows one run; a few more leave room for pages that compare.</summary>
    public const int MaxRunsPerConnection = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Watched> _watched = [];

    /// <summary>How many runs are followed now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _watched.Count;
            }
        }
    }

    /// <summary>Begins to watch, or asks for the whole picture again.</summary>
    /// <param name="aborted">Cancelled when the connection is gone.</param>
    /// <exception cref="RefusedException">The run does not exist for this actor, or the connection watches too many.</exception>
    public async Task<RunSnapshot> WatchAsync(Actor actor, long runId, string connection, CancellationToken aborted)
    {
        RunContext context = await runs.FindAsync(actor, runId, aborted);
        RunAggregator aggregator = Register(context, connection);
        if (aborted.IsCancellationRequested)
        {
            // It left before it was registered, so nobody else will take it away.
            Leave(connection);
            aborted.ThrowIfCancellationRequested();
        }

        await audience.JoinAsync(connection, runId, aborted);
        await aggregator.Ready.WaitAsync(aborted);
        return aggregator.Snapshot();
    }

    /// <summary>The connection is gone.</summary>
    public void Leave(string connection)
    {
        List<Watched> left = [];
        lock (_lock)
        {
            foreach ((long runId, Watched watched) in _watched)
            {
                if (watched.Connections.Remove(connection) && watched.Connections.Count == 0)
                {
                    _watched.Remove(runId);
                    left.Add(watched);
                }
            }
        }

        left.ForEach(watched => watched.Dispose());
    }

    public async ValueTask DisposeAsync()
    {
        Watched[] all;
        lock (_lock)
        {
            all = [.. _watched.Values];
            _watched.Clear();
        }

        foreach (Watched watched in all)
        {
            watched.Dispose();
            await watched.Following;
        }
    }

    private RunAggregator Register(RunContext context, string connection)
    {
        long runId = context.Facts.Id;
        lock (_lock)
        {
            if (_watched.Values.Count(w => w.Connections.Contains(connection)) >= MaxRunsPerConnection
                && _watched.GetValueOrDefault(runId)?.Connections.Contains(connection) != true)
            {
                throw new ConflictException($"One connection watches at most {MaxRunsPerConnection} runs. Open another one.");
            }

            if (!_watched.TryGetValue(runId, out Watched? watched))
            {
                var aggregator = new RunAggregator(runId, context, runs, feed, changes => audience.TellAsync(runId, changes), time, logger);
                _watched.Add(runId, watched = new Watched(aggregator));
            }

            watched.Connections.Add(connection);
            return watched.Aggregator;
        }
    }

    private sealed class Watched : IDisposable
    {
        private readonly CancellationTokenSource _ending = new();

        public Watched(RunAggregator aggregator)
        {
            Aggregator = aggregator;
            CancellationToken ending = _ending.Token;
            Following = Task.Run(() => aggregator.RunAsync(ending), CancellationToken.None);
        }

        public RunAggregator Aggregator { get; }

        public HashSet<string> Connections { get; } = new(StringComparer.Ordinal);

        public Task Following { get; }

        /// <summary>Ends the following; those who wait for it await <see cref="Following"/>.</summary>
        public void Dispose()
        {
            _ending.Cancel();
            _ending.Dispose();
        }
    }
}
