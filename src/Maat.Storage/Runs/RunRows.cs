using Maat.Domain.Runs;

namespace Maat.Storage.Runs;

/// <summary>What made a run. The numbers are stored; never change one.</summary>
public enum RunKind : byte
{
    Schedule = 0,
    Manual = 1,
    Backfill = 2,
}

/// <summary>
/// One execution of an application, pinned to version and values. Its row is the lock under which everything about it changes, save
/// claims.
/// </summary>
public sealed class RunRow
{
    public long Id { get; set; }

    public long ProjectId { get; set; }

    public long ApplicationId { get; set; }

    public long TemplateId { get; set; }

    public int Version { get; set; }

    public RunKind Kind { get; set; }

    /// <summary>For what time it runs: a firing's due time, a manual run's trigger time unless given.</summary>
    public DateTime ScheduledAt { get; set; }

    /// <summary>The zone in which expressions format times, an IANA name.</summary>
    public required string Zone { get; set; }

    /// <summary>The resolved value of every variable, a JSON object; secrets by name only.</summary>
    public required string Values { get; set; }

    public long QueueId { get; set; }

    public required string TriggeredBy { get; set; }

    public RunState State { get; set; }

    public int Open { get; set; }

    public int BadLeaves { get; set; }

    public long FairAt { get; set; }

    public int Round { get; set; } = 1;

    public bool CancelRequested { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }
}

/// <summary>A run above its application's limit of active runs, in the order in which they start.</summary>
public sealed class RunWaitRow
{
    public long ApplicationId { get; set; }

    public DateTime ScheduledAt { get; set; }

    public long RunId { get; set; }
}

/// <summary>A trigger's idempotency key: the same key makes no second run.</summary>
public sealed class RunKeyRow
{
    public long ApplicationId { get; set; }

    public required string Key { get; set; }

    public long RunId { get; set; }

    public DateTime At { get; set; }
}

/// <summary>A node of a run; see <see cref="NodeRun"/> for what the columns mean. Its id is the run's id and the ordinal side by side.</summary>
public sealed class NodeRunRow
{
    public long Id { get; set; }

    public NodeState State { get; set; }

    public Decision Decision { get; set; }

    public int Attempt { get; set; }

    public int AttemptBase { get; set; }

    public int Losses { get; set; }

    public long Fence { get; set; }

    public int Succeeded { get; set; }

    public int Failed { get; set; }

    public int UpstreamFailed { get; set; }

    public int Skipped { get; set; }

    public int Excluded { get; set; }

    public int Gates { get; set; }

    /// <summary>A JSON array of arms.</summary>
    public string? Choice { get; set; }

    public long OutputFence { get; set; }

    public string? Resume { get; set; }

    /// <summary>A <see cref="PendingMark"/> as JSON.</summary>
    public string? Pending { get; set; }

    public string? Reason { get; set; }

    public DateTime ChangedAt { get; set; }
}

/// <summary>
/// What may be claimed, in the order in which it is claimed. A small table of its own, so that waiting, delayed and finished nodes are
/// never in a claim's way.
/// </summary>
public sealed class ReadyRow
{
    public long QueueId { get; set; }

    public long Position { get; set; }

    public long NodeRunId { get; set; }

    public long Fence { get; set; }

    public int Attempt { get; set; }
}

/// <summary>Ready, but held: its run is paused.</summary>
public sealed class HeldRow
{
    public HoldKind Kind { get; set; }

    /// <summary>The run's id for a paused run.</summary>
    public long HoldId { get; set; }

    public long Position { get; set; }

    public long NodeRunId { get; set; }

    public long Fence { get; set; }

    public int Attempt { get; set; }
}

/// <summary>What waits for a time.</summary>
public sealed class DelayedRow
{
    public long QueueId { get; set; }

    public DateTime DueAt { get; set; }

    public long NodeRunId { get; set; }

    public DelayKind Kind { get; set; }

    public long Fence { get; set; }
}

/// <summary>What a lease is for. The numbers are stored; never change one.</summary>
public enum LeaseKind : byte
{
    /// <summary>A node that holds a slot of its worker and counts for its queue's limit.</summary>
    Work = 0,

    /// <summary>A branch: it holds no slot and counts for no limit.</summary>
    Control = 1,
}

/// <summary>A worker's hold on a node; it lives as long as its worker's heartbeat moves.</summary>
public sealed class LeaseRow
{
    public long NodeRunId { get; set; }

    public long Fence { get; set; }

    public int Attempt { get; set; }

    public long WorkerId { get; set; }

    public long QueueId { get; set; }

    public LeaseKind Kind { get; set; }

    public DateTime StartedAt { get; set; }

    public bool StopRequested { get; set; }
}

/// <summary>
/// How a claim ended, and where its log is: the key of a log is the node run, the attempt and the fence. Written at its end; a claim
/// that has not ended is a <see cref="LeaseRow"/>.
/// </summary>
public sealed class AttemptRow
{
    public long NodeRunId { get; set; }

    public int Attempt { get; set; }

    public long Fence { get; set; }

    public AttemptOutcome Outcome { get; set; }

    public string? Reason { get; set; }

    public int? ExitCode { get; set; }

    public long WorkerId { get; set; }

    public DateTime StartedAt { get; set; }

    public DateTime EndedAt { get; set; }

    /// <summary>Length of the stored log, in bytes.</summary>
    public long LogBytes { get; set; }

    /// <summary>Whether output was discarded: above the limit, or because the store could not take it.</summary>
    public bool LogCut { get; set; }
}

/// <summary>A named output of a claim. Later nodes read those of the fence that the node run names.</summary>
public sealed class OutputRow
{
    public long NodeRunId { get; set; }

    public long Fence { get; set; }

    public required string Name { get; set; }

    /// <summary>JSON.</summary>
    public required string Value { get; set; }
}

/// <summary>A person's retry or mark of a node run, with what it was before.</summary>
public sealed class ResetRow
{
    public long NodeRunId { get; set; }

    public int Round { get; set; }

    public ResetKind Kind { get; set; }

    public required string Actor { get; set; }

    public NodeState PreviousState { get; set; }

    public int PreviousAttempt { get; set; }

    public DateTime At { get; set; }
}
