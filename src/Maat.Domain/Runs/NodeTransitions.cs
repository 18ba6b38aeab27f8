namespace Maat.Domain.Runs;

/// <summary>Who moves a node run.</summary>
public enum Mover
{
    /// <summary>Claims, outcomes, timers and trigger rules.</summary>
    Engine,

    /// <summary>A person's retry, mark or cancel.</summary>
    Person,
}

/// <summary>The one table of legal moves of a node run. Everything that changes a state asks it.</summary>
public static class NodeTransitions
{
    public static bool IsLegal(NodeState from, NodeState to, Mover mover) => (from, to) switch
    {
        // A trigger rule decides; a paused run holds what would be ready.
        (NodeState.Waiting, NodeState.Ready or NodeState.Held or NodeState.Skipped or NodeState.UpstreamFailed) => true,
        (NodeState.Ready, NodeState.Running or NodeState.Held) => true,
        (NodeState.Held, NodeState.Ready) => true,

        // An attempt ends: with a result, with a delay, or without any (lost or handed back: claimable again).
        (NodeState.Running, NodeState.Succeeded or NodeState.Failed or NodeState.Skipped or NodeState.Cancelled
            or NodeState.Deferred or NodeState.Retrying or NodeState.Ready or NodeState.Held) => true,

        // A deferred node's poll ends as an attempt does, or it defers again without leaving the state.
        (NodeState.Deferred, NodeState.Succeeded or NodeState.Failed or NodeState.Skipped or NodeState.Cancelled
            or NodeState.Retrying or NodeState.Deferred) => true,
        (NodeState.Retrying, NodeState.Ready or NodeState.Held) => true,

        // Cancel and mark may end whatever is not terminal.
        (_, NodeState.Cancelled) when mover == Mover.Person && !from.IsTerminal() => true,
        (_, NodeState.Succeeded or NodeState.Failed or NodeState.Skipped) when mover == Mover.Person => true,

        // Retry resets whatever holds no lease.
        (not NodeState.Running, NodeState.Waiting) when mover == Mover.Person => true,
        _ => false,
    };
}

/// <summary>A move that <see cref="NodeTransitions"/> does not allow: a defect, never a user's error.</summary>
public sealed class IllegalTransitionException(int ordinal, NodeState from, NodeState to, Mover mover)
    : InvalidOperationException($"Node {ordinal} may not move from {from} to {to} ({mover}).");
