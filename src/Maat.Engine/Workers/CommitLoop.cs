using Maat.Engine.Loops;
using Maat.Engine.Runs;
using Maat.Storage;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Workers;

/// <summary>
/// Commits what has ended, in groups: what ends while a group is being committed is the next group. A result is kept until its fate is
/// known, however long the database is away.
/// </summary>
public sealed partial class CommitLoop(OutcomeCommitter committer, Worker worker, ILogger<CommitLoop> logger) : IEngineLoop
{
    /// <summary>Bounds how long a transaction holds its runs.</summary>
    private const int MaxGroup = 64;

    /// <summary>Characters of outputs; what is larger goes alone.</summary>
    private const long MaxSize = 8L << 20;

    /// <summary>After so many times a run that others keep busy is waited for.</summary>
    private const int MaxPostponed = 3;

    private readonly Dictionary<(long NodeRunId, long Fence), int> _postponed = [];
    private int _alone;

    public string Name => "committing";

    public Signal Wake => worker.Ended;

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        List<Outcome> group = worker.TakeEnded(_alone > 0 ? 1 : MaxGroup, MaxSize);
        if (group.Count == 0)
        {
            return LoopStep.UntilWoken;
        }

        bool wait = _alone > 0 || _postponed.Values.Any(times => times >= MaxPostponed);
        IReadOnlyList<OutcomeFate> fates;
        try
        {
            fates = await committer.CommitAsync(group, wait, cancellation).ConfigureAwait(false);
            _alone = Math.Max(0, _alone - 1);
        }
        catch (Exception exception)
        {
            // One at a time from here on, so that an outcome that cannot be committed does not keep the others from it.
            worker.PutBack(group);
            _alone = exception is AmbiguousCommitException or OperationCanceledException ? _alone : Math.Max(_alone, group.Count);
            throw;
        }

        for (int i = 0; i < group.Count; i++)
        {
            Settle(group[i], fates[i]);
        }

        return LoopStep.Again;
    }

    private void Settle(Outcome outcome, OutcomeFate fate)
    {
        (long, long) key = (outcome.NodeRunId, outcome.Fence);
        if (fate == OutcomeFate.Busy)
        {
            _postponed[key] = _postponed.GetValueOrDefault(key) + 1;
            worker.PutBack([outcome]);
            return;
        }

        _postponed.Remove(key);
        worker.Forget(outcome);
        if (fate == OutcomeFate.Stale)
        {
            LogStale(logger, outcome.RunId, outcome.Ordinal, outcome.Fence);
        }
    }

    [LoggerMessage(EventId = 210, Level = LogLevel.Information, Message = "The result of node {Ordinal} of run {Run} under fence {Fence} came too late and changes nothing: its lease has ended.")]
    private static partial void LogStale(ILogger logger, long run, int ordinal, long fence);
}
