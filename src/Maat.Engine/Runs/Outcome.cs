using Maat.Domain.Runs;
using Maat.Storage.Engine;

namespace Maat.Engine.Runs;

/// <summary>The end of a claim on its way to the database.</summary>
/// <param name="Outputs">Names and JSON values.</param>
public sealed record Outcome(
    long NodeRunId,
    long Fence,
    int Attempt,
    long WorkerId,
    DateTime StartedAt,
    DateTime EndedAt,
    AttemptResult Result,
    RunPlan Plan,
    IReadOnlyList<KeyValuePair<string, string>> Outputs,
    int? ExitCode = null,
    long LogBytes = 0,
    bool LogCut = false)
{
    public long RunId => Storage.Engine.NodeRunId.Run(NodeRunId);

    public int Ordinal => Storage.Engine.NodeRunId.Ordinal(NodeRunId);

    /// <summary>What it adds to a transaction, in characters.</summary>
    public long Size => Outputs.Sum(output => (long)output.Value.Length);

    public static Outcome Of(in Lease lease, AttemptResult result, RunPlan plan, DateTime now) =>
        new(lease.NodeRunId, lease.Fence, lease.Attempt, lease.WorkerId, lease.StartedAt, now, result, plan, []);
}

/// <summary>What became of an outcome.</summary>
public enum OutcomeFate
{
    Committed,

    /// <summary>Its lease was gone: somebody else had ended the claim, or this was a repetition.</summary>
    Stale,

    /// <summary>Another transaction held its run.</summary>
    Busy,
}
