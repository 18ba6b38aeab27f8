using System.Text.Json;
using Maat.Engine.Queues;
using Maat.Storage;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Metrics;

/// <summary>A queue at one moment.</summary>
/// <param name="Ready">How many of its nodes could start if a slot were free, counted up to <see cref="QueueView.MostCounted"/>.</param>
/// <param name="Running">How many of its nodes run.</param>
/// <param name="Workers">How many living workers serve it.</param>
/// <param name="Slots">How many nodes those can run at once, of all their queues together.</param>
/// <param name="Demand">How many slots the queue could use now: what runs and what is ready, as far as its limit and a pause allow.</param>
public sealed record QueueLoad(string Queue, int Ready, int Running, int Workers, int Slots, int Demand);

/// <summary>
/// Reads how loaded the queues are, for metrics. However often it is asked and by however many at once, the database is asked once in
/// <see cref="Kept"/>, and each time with short reads: nodes that run are never more than there are slots, and what is ready is counted up to
/// a bound.
/// </summary>
public sealed class QueueLoads(IMaatDatabase database, TimeProvider time) : IDisposable
{
    /// <summary>More than any autoscaler minds, and less than the usual interval between two scrapes.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    /// <summary>Bounds the number of series, and the reads: of an installation with more queues the oldest are told.</summary>
    public const int MostQueues = 200;

    private readonly SemaphoreSlim _reading = new(1);
    private IReadOnlyList<QueueLoad> _last = [];
    private long? _readAt;

    public async Task<IReadOnlyList<QueueLoad>> ReadAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_readAt is not { } at || time.GetElapsedTime(at) >= Kept)
            {
                _last = await database.ReadAsync(ReadAsync, cancellation).ConfigureAwait(false);
                _readAt = time.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private static async Task<IReadOnlyList<QueueLoad>> ReadAsync(MaatContext context, CancellationToken cancellation)
    {
        List<QueueRow> queues = await context.Queues.OrderBy(q => q.Id).Take(MostQueues).ToListAsync(cancellation).ConfigureAwait(false);
        Dictionary<long, int> running = await context.Leases.Where(l => l.Kind == LeaseKind.Work).GroupBy(l => l.QueueId)
            .Select(g => new { Queue = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Queue, g => g.Count, cancellation).ConfigureAwait(false);
        var living = await context.Workers.Where(w => w.State == WorkerState.Alive).Select(w => new { w.Queues, w.Slots }).ToListAsync(cancellation).ConfigureAwait(false);
        List<(string[] Queues, int Slots)> workers = [.. living.Select(w => (JsonSerializer.Deserialize<string[]>(w.Queues) ?? [], w.Slots))];

        var loads = new List<QueueLoad>(queues.Count);
        foreach (QueueRow queue in queues)
        {
            int ready = await QueueEditing.CountWaitingAsync(context, queue.Id, QueueView.MostCounted, cancellation).ConfigureAwait(false);
            int runs = running.GetValueOrDefault(queue.Id);
            int demand = queue.Paused ? runs : Math.Max(runs, Math.Min(runs + ready, queue.MaxRunning ?? int.MaxValue));
            List<int> slots = [.. workers.Where(w => w.Queues.Length == 0 || w.Queues.Contains(queue.Name)).Select(w => w.Slots)];
            loads.Add(new QueueLoad(queue.Name, ready, runs, slots.Count, slots.Sum(), demand));
        }

        return loads;
    }
}
