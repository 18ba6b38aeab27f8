namespace Maat.Domain.Runs;

/// <summary>What the end of a claim, or of a delay, makes of its node.</summary>
public sealed partial class RunStep
{
    /// <summary>
    /// Takes the result of a claim. The caller has found the lease under the run's lock with the same fence; anything else is stale and
    /// must not come here.
    /// </summary>
    public void Complete(int ordinal, AttemptResult result)
    {
        NodeRun node = Touch(ordinal);
        Change.Released.Add(ordinal);
        PendingMark? mark = node.Pending;
        node.Pending = null;
        if (mark is null)
        {
            Apply(node, result);
        }
        else
        {
            ApplyMark(node, mark, result);
        }

        Settle();
    }

    /// <summary>The mark wins over how the claim ended, arms included; outputs of a success that came first stay readable.</summary>
    private void ApplyMark(NodeRun node, PendingMark mark, AttemptResult result)
    {
        node.Choice = mark.Choice;
        node.OutputFence = mark.State == NodeState.Succeeded && result is AttemptResult.Succeeded { HasOutputs: true } ? node.Fence : 0;
        End(node, mark.State, StepReasons.MarkedBy(mark.Actor), Mover.Person);
    }

    /// <summary>Moves a node whose delay is over to where it can be claimed. False when it is no longer that delay's.</summary>
    public bool DelayPassed(int ordinal, DelayKind kind, long fence)
    {
        NodeRun node = nodes.Get(ordinal);
        if (node.State != NodeState.Retrying || node.Fence != fence)
        {
            return false;
        }

        Touch(ordinal);
        Change.Unqueued.Add((ordinal, NodeState.Retrying));
        if (kind == DelayKind.Retry)
        {
            node.Attempt++;
        }

        node.Reason = null;
        MakeClaimable(node);
        return true;
    }

    private void Apply(NodeRun node, AttemptResult result)
    {
        switch (result)
        {
            case AttemptResult.Succeeded succeeded:
                node.Choice = succeeded.Choice;
                node.OutputFence = succeeded.HasOutputs ? node.Fence : 0;
                End(node, NodeState.Succeeded, null);
                break;
            case AttemptResult.Skipped skipped:
                End(node, NodeState.Skipped, skipped.Reason);
                break;
            case AttemptResult.Failed failed when failed.Retryable && !run.CancelRequested && RetriesUsed(node) < Retries(node).Count:
                // The next attempt begins anew: what this one was waiting for outside has failed.
                node.Resume = null;
                Delay(node, DelayKind.Retry, Retries(node).DelayBefore(RetriesUsed(node) + 1), failed.Reason);
                break;
            case AttemptResult.Failed failed:
                End(node, NodeState.Failed, failed.Reason);
                break;
            case AttemptResult.Stopped or AttemptResult.Lost or AttemptResult.HandedBack or AttemptResult.Deferred when run.CancelRequested:
                End(node, NodeState.Cancelled, StepReasons.RunCancelled);
                break;
            case AttemptResult.Deferred deferred:
                node.Resume = deferred.Resume;
                node.Reason = null;
                Defer(node, deferred.Due);
                break;
            case AttemptResult.Lost lost:
                Lose(node, lost);
                break;
            case AttemptResult.HandedBack or AttemptResult.Stopped:
                node.Reason = result.Reason();
                Return(node);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result, "Not a result of an attempt.");
        }
    }

    private RetryPolicy Retries(NodeRun node) => plan[node.Ordinal].Retries;

    private static int RetriesUsed(NodeRun node) => node.Attempt - node.AttemptBase;

    private void Lose(NodeRun node, AttemptResult.Lost lost)
    {
        node.Losses += lost.Counts ? 1 : 0;
        if (node.Losses > context.LossLimit)
        {
            End(node, NodeState.Failed, StepReasons.LostTooOften(node.Losses, context.LossLimit, lost.Reason));
        }
        else if (node.Losses > 1)
        {
            DelayLost(node, lost.Reason);
        }
        else
        {
            node.Reason = lost.Reason;
            Return(node);
        }
    }

    /// <summary>Claimable again, for the same attempt: a node that polls goes on polling.</summary>
    private void Return(NodeRun node)
    {
        if (node.State == NodeState.Deferred)
        {
            Defer(node, context.Now);
        }
        else
        {
            MakeClaimable(node);
        }
    }

    private void DelayLost(NodeRun node, string reason)
    {
        node.Reason = reason;
        if (node.State == NodeState.Deferred)
        {
            Defer(node, context.Now + context.LossDelay());
        }
        else
        {
            Delay(node, DelayKind.Loss, context.LossDelay(), reason);
        }
    }

    private void Delay(NodeRun node, DelayKind kind, TimeSpan delay, string reason)
    {
        node.Reason = reason;
        Move(node, NodeState.Retrying, Mover.Engine);
        Change.Delayed.Add(new DelayedEntry(node.Ordinal, kind, context.Now + delay, node.Fence));
    }

    /// <summary>The poll at <paramref name="due"/> is claimed under a new fence; no event tells of each poll.</summary>
    private void Defer(NodeRun node, DateTime due)
    {
        node.Fence++;
        if (node.State != NodeState.Deferred)
        {
            Move(node, NodeState.Deferred, Mover.Engine);
        }

        Change.Delayed.Add(new DelayedEntry(node.Ordinal, DelayKind.Poll, due, node.Fence));
    }
}
