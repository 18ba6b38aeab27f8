using Maat.Domain.Runs;
using Maat.Simulation.Seeds;
using Maat.Storage.Engine;

namespace Maat.Simulation.Invariants;

/// <summary>A run in the transaction that is judged: how it was, what was told, and what its rows are now.</summary>
internal sealed class RunAfter
{
    private readonly World _world;
    private bool _acted;
    private int? _marked;

    public RunAfter(World world, ShadowRun shadow, RunSeen seen, List<NodeSeen> nodes, List<PlaceSeen> places)
    {
        _world = world;
        (Shadow, Seen, Nodes, Places) = (shadow, seen, nodes, places);
        foreach (NodeSeen node in nodes)
        {
            Shadow.Nodes[node.Ordinal].Choice = node.Choice;
        }
    }

    public ShadowRun Shadow { get; }

    public RunSeen Seen { get; }

    public List<NodeSeen> Nodes { get; }

    public List<PlaceSeen> Places { get; }

    /// <summary>Whether the run was made in this transaction.</summary>
    public bool IsNew { get; private set; }

    public void Acts(in ActionSeen action)
    {
        _acted = true;
        if (action.Action == "run.mark")
        {
            _marked = int.Parse(action.Detail.AsSpan(1, action.Detail.IndexOf(' ', StringComparison.Ordinal) - 1), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    public void Ends(in AttemptSeen attempt)
    {
        ShadowNode node = Shadow.Nodes[NodeRunId.Ordinal(attempt.NodeRunId)];
        if (node.State != NodeState.Running || attempt.Fence != node.Fence || node.Ended is not null)
        {
            Violate(Invariant.FencesGrow, $"{Shown(node)} took the result {attempt.Outcome} of fence {attempt.Fence}, but it is {node.State} under fence {node.Fence}.");
        }

        if (attempt.Attempt != node.NextAttempt)
        {
            Violate(Invariant.Attempts, $"{Shown(node)} ended attempt {attempt.Attempt}, but {node.NextAttempt} was running.");
        }

        if (attempt.WorkerId != node.Worker)
        {
            Violate(Invariant.TablesAgree, $"{Shown(node)} was run by worker {node.Worker}; its attempt says {attempt.WorkerId}.");
        }

        node.Ended = attempt.Outcome;
        node.Worker = null;
        switch (attempt.Outcome)
        {
            case AttemptOutcome.Succeeded: node.Committed.Add(attempt.Fence); break;
            case AttemptOutcome.Failed: node.NextAttempt++; break;
            case AttemptOutcome.Lost: Count(Happening.AttemptLost); break;
            case AttemptOutcome.HandedBack: Count(Happening.AttemptHandedBack); break;
            case AttemptOutcome.Stopped: Count(Happening.AttemptStopped); break;
        }
    }

    public void Resets(in ResetSeen reset)
    {
        ShadowNode node = Shadow.Nodes[NodeRunId.Ordinal(reset.NodeRunId)];
        if (!_acted)
        {
            Violate(Invariant.TerminalAbsorbs, $"{Shown(node)} was reset without anybody's action.");
        }

        if (node.State == NodeState.Running || node.State != reset.Previous || reset.Round <= Shadow.Round)
        {
            Violate(Invariant.LegalTransitions, $"{Shown(node)} was reset from {reset.Previous} in round {reset.Round}; it was {node.State} in round {Shadow.Round}.");
        }

        node.State = NodeState.Waiting;
        if (node.Ordinal != _marked)
        {
            node.NextAttempt = node.FirstAttempt = node.Fence > 0 ? reset.PreviousAttempt + 1 : reset.PreviousAttempt;
        }
    }

    public void Tells(RunState to)
    {
        RunState from = Shadow.State;
        bool created = to == RunState.Queued && Nodes.TrueForAll(n => Shadow.Nodes[n.Ordinal].State == NodeState.Waiting);
        bool legal = (from, to) switch
        {
            (RunState.Queued, RunState.Queued) => created,
            (RunState.Queued, RunState.Running or RunState.Cancelled) => true,
            (RunState.Running, RunState.Paused) or (RunState.Paused, RunState.Running) => _acted,
            (RunState.Running or RunState.Paused, RunState.Succeeded or RunState.Failed or RunState.Cancelled) => true,
            (RunState.Succeeded or RunState.Failed or RunState.Cancelled, _) => _acted,
            _ => false,
        };
        if (!legal)
        {
            Violate(from.IsTerminal() ? Invariant.TerminalAbsorbs : Invariant.LegalTransitions, $"Run {Seen.Id} went from {from} to {to}.");
        }

        IsNew |= to == RunState.Queued;
        Shadow.State = to;
        switch (to)
        {
            case RunState.Queued when Seen.State == RunState.Queued: Count(Happening.RunQueued); break;
            case RunState.Running when from == RunState.Queued && !IsNew: Count(Happening.RunAdmitted); break;
            case RunState.Succeeded: Count(Happening.RunSucceeded); break;
            case RunState.Failed: Count(Happening.RunFailed); break;
            case RunState.Cancelled: Count(Happening.RunCancelled); break;
        }
    }

    public void Tells(in EventSeen told)
    {
        ShadowNode node = Shadow.Nodes[told.Ordinal!.Value];
        NodeState from = node.State, to = (NodeState)told.State;
        if (to == NodeState.Waiting)
        {
            // The row of the reset came first; the event says so to whoever watches.
            if (from != NodeState.Waiting || !_acted)
            {
                Violate(Invariant.LegalTransitions, $"{Shown(node)} is told to wait, but nobody reset it from {from}.");
            }

            return;
        }

        if (from.IsTerminal())
        {
            Violate(Invariant.TerminalAbsorbs, $"{Shown(node)} went from {from} to {to}.");
        }
        else if (!NodeTransitions.IsLegal(from, to, _acted ? Mover.Person : Mover.Engine))
        {
            Violate(Invariant.LegalTransitions, $"{Shown(node)} went from {from} to {to}.");
        }

        bool claimable = to is NodeState.Ready or NodeState.Held;
        if (told.Fence < node.Fence || (claimable && told.Fence == node.Fence) || told.Round != Seen.Round)
        {
            Violate(Invariant.FencesGrow, $"{Shown(node)} became {to} under fence {told.Fence} in round {told.Round}; before it had fence {node.Fence}, and the run is in round {Seen.Round}.");
        }

        if (from == NodeState.Waiting && node.Ordinal != _marked && to != NodeState.Cancelled)
        {
            CheckDecision(node, to);
        }

        if (from == NodeState.Running)
        {
            CheckEnd(node, to);
        }

        if (to == NodeState.Running)
        {
            CheckStart(node, told);
        }

        node.State = to;
        node.Fence = told.Fence;
        CountState(node, from, to);
    }

    /// <summary>Forgets what holds only within the transaction.</summary>
    public void Close()
    {
        Shadow.Round = Seen.Round;
        Shadow.CancelRequested = Seen.CancelRequested;
        foreach (NodeSeen node in Nodes)
        {
            ShadowNode shadow = Shadow.Nodes[node.Ordinal];
            shadow.Pending = node.Pending;
            shadow.OutputFence = node.OutputFence;
            shadow.Ended = null;
        }
    }

    private void CheckDecision(ShadowNode node, NodeState to)
    {
        Decision decided = to switch
        {
            NodeState.Ready or NodeState.Held => Decision.Run,
            NodeState.Skipped => Decision.Skip,
            NodeState.UpstreamFailed => Decision.UpstreamFailed,
            _ => Decision.None,
        };
        Decision certain = Shadow.Certain(node.Ordinal);
        if (decided != certain)
        {
            string parents = string.Join(", ", Shadow.Parents(node.Ordinal).ToArray().Select(p => $"n{p} {Shadow.Nodes[p].State} {Shadow.Nodes[p].Choice}"));
            Violate(Invariant.RuleHeld, $"{Shown(node)} ({Shadow.Template.Nodes[node.Ordinal].Definition.TriggerRule}) became {to}; certain was {certain}, with {parents}.");
        }
    }

    /// <summary>What a running node becomes follows from how its claim ended, from a mark that was pending, and from a cancel request.</summary>
    private void CheckEnd(ShadowNode node, NodeState to)
    {
        bool fits = node.Pending is { } pending
            ? pending.Contains($"\"State\":{(int)to}", StringComparison.Ordinal)
            : (node.Ended, to) switch
            {
                (AttemptOutcome.Succeeded, NodeState.Succeeded) => true,
                (AttemptOutcome.Skipped, NodeState.Skipped) => true,
                (AttemptOutcome.Failed, NodeState.Failed) => true,
                (AttemptOutcome.Failed, NodeState.Retrying) => !Seen.CancelRequested,
                (AttemptOutcome.Lost or AttemptOutcome.HandedBack or AttemptOutcome.Stopped, NodeState.Cancelled) => Seen.CancelRequested,
                (AttemptOutcome.Lost or AttemptOutcome.HandedBack or AttemptOutcome.Stopped, NodeState.Ready or NodeState.Held) => !Seen.CancelRequested,
                (AttemptOutcome.Lost, NodeState.Retrying) => !Seen.CancelRequested,
                (AttemptOutcome.Lost, NodeState.Failed) => Nodes[node.Ordinal].Losses > StepContext.DefaultLossLimit,
                _ => false,
            };
        if (!fits)
        {
            Violate(Invariant.ResultsKept, $"{Shown(node)} became {to}, but its claim ended as {node.Ended?.ToString() ?? "nothing"}, with the mark {node.Pending ?? "none"}.");
        }

        if (node.Ended == AttemptOutcome.Lost && to == NodeState.Failed)
        {
            Count(Happening.LossLimitReached);
        }
    }

    private void CheckStart(ShadowNode node, in EventSeen told)
    {
        if (told.Fence != node.Fence || told.Fence <= node.StartedFence)
        {
            Violate(Invariant.OneStart, $"{Shown(node)} was started under fence {told.Fence}; the node has {node.Fence}, and was last started under {node.StartedFence}.");
        }

        int retries = Shadow.Template.Nodes[node.Ordinal].Definition.Retries.Count;
        if (told.Attempt != node.NextAttempt || told.Attempt - node.FirstAttempt > retries)
        {
            Violate(Invariant.Attempts, $"{Shown(node)} starts attempt {told.Attempt}; expected was {node.NextAttempt}, the round began with {node.FirstAttempt}, and it may be retried {retries} times.");
        }

        if (Shadow.State != RunState.Running || Seen.CancelRequested)
        {
            Violate(Invariant.LegalTransitions, $"{Shown(node)} was started although its run is {Shadow.State}{(Seen.CancelRequested ? ", to be cancelled" : "")}.");
        }

        node.StartedFence = told.Fence;
    }

    private void CountState(ShadowNode node, NodeState from, NodeState to)
    {
        switch (to)
        {
            case NodeState.Running: Count(Happening.Started); break;
            case NodeState.Succeeded when Shadow.IsBranch(node.Ordinal): Count(Happening.BranchChose); break;
            case NodeState.Succeeded: Count(Happening.Succeeded); break;
            case NodeState.Failed: Count(Happening.Failed); break;
            case NodeState.Retrying: Count(Happening.Retried); break;
            case NodeState.Skipped when from == NodeState.Waiting: Count(Happening.SkippedByRule); break;
            case NodeState.UpstreamFailed: Count(Happening.UpstreamFailed); break;
            case NodeState.Cancelled: Count(Happening.CancelledNode); break;
            case NodeState.Held: Count(Happening.Held); break;
        }
    }

    private void Count(Happening happening) => _world.Coverage.Count(happening);

    private string Shown(ShadowNode node) => $"run {Seen.Id} n{node.Ordinal}";

    private void Violate(Invariant invariant, string message) => _world.Violate(invariant, message);
}
