namespace Maat.Domain.Runs;

/// <summary>How one claim of a node ended.</summary>
public abstract record AttemptResult
{
    private AttemptResult()
    {
    }

    /// <param name="Choice">A branch's chosen arms; null for any other node.</param>
    /// <param name="HasOutputs">Whether outputs were stored under the claim's fence.</param>
    public sealed record Succeeded(IReadOnlyList<string>? Choice = null, bool HasOutputs = false) : AttemptResult;

    /// <summary>The node itself asked to be skipped (Bash: a configurable exit code).</summary>
    public sealed record Skipped(string Reason) : AttemptResult;

    /// <param name="Retryable">False when another attempt cannot end differently: a reference that cannot be evaluated, say.</param>
    public sealed record Failed(string Reason, bool Retryable = true) : AttemptResult;

    /// <summary>Waits for <paramref name="Due"/> without a slot, and goes on with <paramref name="Resume"/>.</summary>
    public sealed record Deferred(DateTime Due, string Resume) : AttemptResult;

    /// <summary>The worker died under it, or stopped it because its lease ran out.</summary>
    /// <param name="Counts">False when the database was away: that is not the node's fault.</param>
    public sealed record Lost(string Reason, bool Counts = true) : AttemptResult;

    /// <summary>The worker gave it back without having started it, or while draining.</summary>
    public sealed record HandedBack(string Reason) : AttemptResult;

    /// <summary>Stopped because a person cancelled the run or marked the node.</summary>
    public sealed record Stopped(string Reason) : AttemptResult;
}

/// <summary>What is written about an ended claim. The numbers are stored; never change one.</summary>
public enum AttemptOutcome : byte
{
    Succeeded = 0,
    Failed = 1,
    Skipped = 2,
    Lost = 3,
    HandedBack = 4,
    Stopped = 5,
    Deferred = 6,
}

public static class AttemptResultExtensions
{
    public static AttemptOutcome Outcome(this AttemptResult result) => result switch
    {
        AttemptResult.Succeeded => AttemptOutcome.Succeeded,
        AttemptResult.Failed => AttemptOutcome.Failed,
        AttemptResult.Skipped => AttemptOutcome.Skipped,
        AttemptResult.Lost => AttemptOutcome.Lost,
        AttemptResult.HandedBack => AttemptOutcome.HandedBack,
        AttemptResult.Stopped => AttemptOutcome.Stopped,
        AttemptResult.Deferred => AttemptOutcome.Deferred,
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    /// <summary>What is written about it, at most <see cref="Reasons.MaxLength"/> long.</summary>
    public static string? Reason(this AttemptResult result) => Reasons.Shorten(result switch
    {
        AttemptResult.Failed failed => failed.Reason,
        AttemptResult.Skipped skipped => skipped.Reason,
        AttemptResult.Lost lost => lost.Reason,
        AttemptResult.HandedBack handedBack => handedBack.Reason,
        AttemptResult.Stopped stopped => stopped.Reason,
        _ => null,
    });
}
