namespace Maat.Simulation.Seeds;

/// <summary>What schedules are counted by. A simulation in which no lease is ever lost proves nothing about losing one.</summary>
public enum Happening
{
    // What people do.
    Triggered,
    TriggeredAgainByKey,
    Paused,
    Resumed,
    Cancelled,
    RetriedFailed,
    RetriedFrom,
    MarkedRunning,
    MarkedEnded,
    MarkedWaiting,
    Refused,
    ApplicationEdited,
    ApplicationPausedOrResumed,
    ScheduleEdited,

    // What nodes and runs go through.
    Started,
    Succeeded,
    Failed,
    Retried,
    SkippedByRule,
    UpstreamFailed,
    CancelledNode,
    Held,
    BranchChose,
    OutputRead,
    RunQueued,
    RunAdmitted,
    RunSucceeded,
    RunFailed,
    RunCancelled,
    QueueFull,

    // Firings.
    FiringStarted,
    FiringStartedLate,
    FiringSkipped,
    FiringMissed,

    // Faults.
    CallRefused,
    CallRolledBack,
    CommitAmbiguousDone,
    CommitAmbiguousNotDone,
    CallDelayed,
    CallOutlivedProcess,
    DatabaseAway,
    Crashed,
    Stopped,
    CutOff,
    Missed,
    Drained,
    ClockJumped,
    StepFailed,

    // What faults lead to.
    WorkerDeclaredDead,
    AttemptLost,
    AttemptHandedBack,
    AttemptStopped,
    LossLimitReached,
    KilledBySelfFence,
    KilledBySupervisor,
    StaleResult,
}

/// <summary>How often everything happened, over any number of schedules.</summary>
public sealed class Coverage
{
    private readonly long[] _counts = new long[Enum.GetValues<Happening>().Length];

    public long this[Happening happening] => _counts[(int)happening];

    public void Count(Happening happening) => _counts[(int)happening]++;

    public void Add(Coverage other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }
}
