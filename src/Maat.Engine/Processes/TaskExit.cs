namespace Maat.Engine.Processes;

public enum TaskOutcome
{
    /// <summary>The program ended by itself: <see cref="TaskExit.ExitCode"/>.</summary>
    Exited,

    /// <summary>A signal ended the program: <see cref="TaskExit.Signal"/>.</summary>
    Signalled,

    /// <summary>Nothing ran, and trying again gives the same: <see cref="TaskExit.Error"/> says why.</summary>
    NotStarted,

    /// <summary>Nothing ran, because the worker's deadline had passed, the task was stopped before it began, or there is no supervisor: it can be handed back.</summary>
    Refused,

    /// <summary>Nothing ran, because the machine has no process, descriptor or memory left for it: later it may have.</summary>
    NoResources,

    /// <summary>It was killed because the worker's deadline passed: nobody knows how far it came, and it is not to blame.</summary>
    Expired,

    /// <summary>It was killed because the supervisor died: nobody knows how far it came.</summary>
    Lost,
}

/// <summary>Why a task was asked to end; the first cause stays.</summary>
public enum StopCause
{
    None,

    /// <summary>The caller's token: TERM, then KILL.</summary>
    Requested,

    /// <summary>Its time was up: TERM, then KILL.</summary>
    TimedOut,

    /// <summary><see cref="TaskSupervisor.Kill"/>, or the end of the supervisor's use: KILL at once.</summary>
    Killed,
}

/// <summary>What the program and those of its children that it waited for have used (getrusage(2)).</summary>
public readonly record struct ResourceUse(TimeSpan UserTime, TimeSpan SystemTime, long MaxResidentBytes);

/// <summary>How a task ended. Whatever the outcome, nothing of its process group lives and its output has been handed on.</summary>
/// <param name="Outcome">What the rest is to be read by.</param>
/// <param name="ExitCode">0–255 when it exited.</param>
/// <param name="Signal">The number of the signal that ended it.</param>
/// <param name="Stop">Whether and why it was asked to end; it may have exited with 0 all the same.</param>
/// <param name="Use">Zero unless it exited or a signal ended it.</param>
/// <param name="OutputBytes">Bytes handed on.</param>
/// <param name="OutputDropped">Bytes beyond the limit, or after the receiver failed.</param>
/// <param name="Error">For a person: what was wrong, where, and what to do.</param>
public sealed record TaskExit(
    TaskOutcome Outcome,
    int? ExitCode = null,
    int? Signal = null,
    StopCause Stop = StopCause.None,
    ResourceUse Use = default,
    long OutputBytes = 0,
    long OutputDropped = 0,
    string? Error = null);
