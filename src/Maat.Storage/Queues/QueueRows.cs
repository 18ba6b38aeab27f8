namespace Maat.Storage.Queues;

/// <summary>A named pool of workers.</summary>
public sealed class QueueRow : IRevised
{
    /// <summary>The queue that serves what names none; it always exists.</summary>
    public const string DefaultName = "default";

    public const long DefaultId = 1;

    /// <summary>
    /// The lane of nodes that hold no slot and count for no limit. It is no queue that people see, and every worker serves it.
    /// </summary>
    public const long ControlLane = 0;

    public long Id { get; set; }

    public required string Name { get; set; }

    /// <summary>How many of its nodes may run at once; null for no limit.</summary>
    public int? MaxRunning { get; set; }

    /// <summary>A paused queue is not claimed from.</summary>
    public bool Paused { get; set; }

    public int Revision { get; set; }
}

/// <summary>The numbers are stored; never change one.</summary>
public enum WorkerState : byte
{
    Alive = 0,

    /// <summary>Claims nothing more and ends when its nodes have.</summary>
    Draining = 1,

    /// <summary>Its heartbeat stood still, or it signed off. Its leases are taken back.</summary>
    Dead = 2,
}

/// <summary>A worker process: a new row at each start. Its heartbeat is what keeps its leases.</summary>
public sealed class WorkerRow
{
    public long Id { get; set; }

    /// <summary>Machine and process, for people.</summary>
    public required string Name { get; set; }

    /// <summary>Grows with each heartbeat; liveness is judged by whether it moves, never by a clock.</summary>
    public long Beat { get; set; }

    /// <summary>For how long it may be silent, in milliseconds.</summary>
    public int LeaseMilliseconds { get; set; }

    public WorkerState State { get; set; }

    public int Slots { get; set; }

    /// <summary>What it serves: a JSON array of queue names; empty for all.</summary>
    public string Queues { get; set; } = "[]";

    public DateTime StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }
}
