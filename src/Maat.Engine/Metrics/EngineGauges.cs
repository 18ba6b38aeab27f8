using System.Diagnostics.Metrics;
using Maat.Engine.Workers;

namespace Maat.Engine.Metrics;

/// <summary>
/// What is now: how loaded this process's worker is, and, where there is a scheduler, the queues. Only schedulers tell of queues, because
/// all of them would say the same, and workers may be many.
/// </summary>
public sealed class EngineGauges
{
    private readonly QueueLoads? _queues;
    private volatile IReadOnlyList<QueueLoad> _loads = [];

    /// <param name="worker">Null for a process without one.</param>
    /// <param name="queues">Null for a process that does not tell of queues.</param>
    public EngineGauges(IMeterFactory meters, EngineOptions options, Worker? worker, QueueLoads? queues)
    {
        _queues = queues;
        Meter = meters.Create(EngineCounters.Meter.Name);
        KeyValuePair<string, object?>[] about = [new("version", options.Version), new("roles", string.Join(',', options.Roles))];
        Meter.CreateObservableGauge("maat.info", () => new Measurement<long>(1, about), null, "Which Maat this process is, and what it does.");
        if (worker is not null)
        {
            Meter.CreateObservableGauge("maat.worker.slots", () => options.Slots, "{slot}", "How many nodes this worker runs at once.");
            Meter.CreateObservableGauge("maat.worker.slots.used", () => Math.Max(0, options.Slots - worker.FreeSlots), "{slot}", "How many nodes this worker runs now.");
        }

        if (queues is not null)
        {
            Queue("maat.queue.ready", "{node}", "Nodes that could start if a slot were free, counted up to a bound.", load => load.Ready);
            Queue("maat.queue.running", "{node}", "Nodes that run.", load => load.Running);
            Queue("maat.queue.demand", "{slot}", "Slots that the queue could use now: running and ready nodes, as far as its limit and a pause allow. Made for autoscaling.", load => load.Demand);
            Queue("maat.queue.workers", "{worker}", "Living workers that serve the queue.", load => load.Workers);
            Queue("maat.queue.slots", "{slot}", "Nodes that those workers run at once, of all their queues together.", load => load.Slots);
        }
    }

    /// <summary>Where the instruments of this host are; what only counts is in <see cref="EngineCounters.Meter"/>.</summary>
    public Meter Meter { get; }

    /// <summary>Reads what must be asked of the database. If that fails, queues are not told, rather than as they were.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        if (_queues is null)
        {
            return;
        }

        try
        {
            _loads = await _queues.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            _loads = [];
            throw;
        }
    }

    private void Queue(string name, string unit, string description, Func<QueueLoad, long> value) => Meter.CreateObservableGauge(
        name, () => _loads.Select(load => new Measurement<long>(value(load), new KeyValuePair<string, object?>("queue", load.Queue))), unit, description);
}
