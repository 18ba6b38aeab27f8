using Maat.Domain.Runs;

namespace Maat.Engine.Runs;

/// <summary>What a node that has not ended, and does not run, waits for.</summary>
public enum WaitCause
{
    /// <summary>It runs, or has ended.</summary>
    None,

    /// <summary>Its run has not begun: the application has as many active runs as it may have.</summary>
    RunQueued,

    /// <summary>Nodes before it have not ended.</summary>
    Parents,

    /// <summary>A person paused its run.</summary>
    RunPaused,

    /// <summary>A person paused its queue.</summary>
    QueuePaused,

    /// <summary>As many nodes of its queue run as the queue allows.</summary>
    QueueFull,

    /// <summary>No living worker serves its queue.</summary>
    NoWorker,

    /// <summary>Every worker that serves its queue has all its slots taken.</summary>
    WorkersBusy,

    /// <summary>A worker may take it at any moment.</summary>
    Starting,

    /// <summary>Its last attempt failed, and the next one begins after a delay.</summary>
    Retry,

    /// <summary>Its worker was lost more than once; the same attempt goes on after a moment.</summary>
    Loss,

    /// <summary>It waits for an answer from outside, and asks again at a time.</summary>
    Poll,
}

/// <summary>A node before the one that waits.</summary>
/// <param name="Since">When it came into its state.</param>
/// <param name="Needs">The key of the first unfinished node before it, when it only waits itself; otherwise null.</param>
public sealed record WaitParent(string Key, NodeState State, DateTime Since, string? Needs);

/// <summary>Why a node is waiting, in parts of which a page makes a sentence in its own language.</summary>
/// <param name="Cause">Says which of the other members mean something; those that do not are null or 0.</param>
public sealed record WaitReason(WaitCause Cause)
{
    public static WaitReason None { get; } = new(WaitCause.None);

    /// <summary>The first unfinished nodes before it, at most <see cref="WaitReasons.MaxParents"/>.</summary>
    public IReadOnlyList<WaitParent> Parents { get; init; } = [];

    /// <summary>How many unfinished nodes are before it in all.</summary>
    public int ParentCount { get; init; }

    /// <summary>Its queue; null for a branch, which any worker evaluates.</summary>
    public string? Queue { get; init; }

    /// <summary>How many runs of the application are active, nodes of the queue run, or slots of its workers are taken.</summary>
    public int Taken { get; init; }

    /// <summary>How many may be.</summary>
    public int Limit { get; init; }

    /// <summary>How many runs or nodes come before it; at most <see cref="WaitReasons.MaxCounted"/>.</summary>
    public int Ahead { get; init; }

    /// <summary>When its next attempt, or its next question, is due.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>The number of the attempt that comes next.</summary>
    public int NextAttempt { get; init; }
}
