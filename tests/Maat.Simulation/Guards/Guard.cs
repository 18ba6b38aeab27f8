namespace Maat.Simulation.Guards;

/// <summary>
/// Something that keeps the engine right. Each can be taken away from outside, by standing between the engine and its database; a
/// simulation that goes on without finding fault would not be worth running.
/// </summary>
public enum Guard
{
    /// <summary>A claim takes the ready row away.</summary>
    ReadyRowTaken,

    /// <summary>Nothing of a worker that counts as dead is claimed for.</summary>
    DeadWorkerClaimsNothing,

    /// <summary>No more of a queue's nodes run at once than its limit.</summary>
    QueueLimit,

    /// <summary>A result is taken only while its lease is there.</summary>
    LeaseOfResult,

    /// <summary>A result is taken only under the fence of the lease.</summary>
    FenceOfResult,

    /// <summary>Only the outputs of the committed attempt are read.</summary>
    FenceOfOutputs,

    /// <summary>A worker is declared dead only if its beat still is the one that stood still.</summary>
    BeatOfTheDead,

    /// <summary>A worker that was declared dead learns it when it beats.</summary>
    DeadWorkerLearns,

    /// <summary>The lease that others wait for is the one that the worker counts by.</summary>
    LeaseLength,

    /// <summary>A worker kills what it runs when the lease could not be renewed in time.</summary>
    SelfFence,

    /// <summary>The supervisor kills what runs when the worker itself was stopped.</summary>
    SupervisorDeadline,

    /// <summary>A lease that its worker does not know of is handed back.</summary>
    UnknownLeaseHandedBack,

    /// <summary>Leases of the dead are taken back.</summary>
    LeasesOfTheDeadMended,

    /// <summary>A firing is unique, and what is decided stays decided.</summary>
    FiringOnce,

    /// <summary>A run above the application's limit waits.</summary>
    ActiveRunLimit,

    /// <summary>The same idempotency key makes no second run.</summary>
    IdempotencyKey,

    /// <summary>A transaction in doubt is not simply done again.</summary>
    AmbiguityReadBack,

    /// <summary>A run keeps the values that it was made with.</summary>
    PinnedValues,
}
