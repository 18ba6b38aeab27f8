using System.Collections.Concurrent;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Kinds;
using Maat.Engine.Loops;
using Maat.Engine.Processes;
using Maat.Engine.Runs;
using Maat.Storage.Engine;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Workers;

/// <summary>
/// What a worker process is and runs. Its loops claim (<see cref="ClaimLoop"/>), beat (<see cref="HeartbeatLoop"/>), watch the lease
/// (<see cref="FenceLoop"/>) and commit (<see cref="CommitLoop"/>); this is the state that they share.
/// <para>
/// A claim is launched once, after its commit is known and while the lease, counted from sending the last good heartbeat, is not over.
/// It stays here until its end is committed, so that a heartbeat can tell a lease that is being worked on from one that nobody knows.
/// </para>
/// </summary>
public sealed partial class Worker(
    EngineOptions options, IReadOnlyDictionary<string, INodeExecutor> executors, NodeInputs inputs, ILeaseDeadline deadline,
    EngineSignals signals, TimeProvider time, ILogger<Worker> logger)
{
    private readonly ConcurrentDictionary<long, RunningNode> _nodes = new();
    private readonly ConcurrentQueue<Outcome> _ended = new();
    private readonly Lock _lease = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _claims = new();
    private long? _lastBeat;
    private int _claimsInFlight;
    private volatile bool _isHandingBack;

    /// <summary>Null until it is registered; a new one after it was declared dead.</summary>
    public long? Id { get; private set; }

    /// <summary>No more claims; what runs may end.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Woken when a result waits to be committed.</summary>
    public Signal Ended { get; } = new();

    public IReadOnlyCollection<RunningNode> Nodes => [.. _nodes.Values];

    /// <summary>Nothing runs, and no claim is on its way.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_claims)
            {
                return _claimsInFlight == 0 && _nodes.IsEmpty;
            }
        }
    }

    /// <summary>How many claims have begun since the start.</summary>
    public long ClaimsBegun { get; private set; }

    public bool IsClaiming
    {
        get
        {
            lock (_claims)
            {
                return _claimsInFlight > 0;
            }
        }
    }

    public int FreeSlots => options.Slots - _nodes.Values.Count(n => !n.Ended && n.Claim.Kind == Storage.Runs.LeaseKind.Work);

    public int FreeBranchSlots => options.BranchSlots - _nodes.Values.Count(n => !n.Ended && n.Claim.Kind == Storage.Runs.LeaseKind.Control);

    /// <summary>How long the lease still holds; zero or less when it is over, or the worker is not registered.</summary>
    public TimeSpan LeaseLeft
    {
        get
        {
            lock (_lease)
            {
                return _lastBeat is { } sent ? options.SelfFence - time.GetElapsedTime(sent) : TimeSpan.Zero;
            }
        }
    }

    public bool CanClaim => Id is not null && !IsDraining && LeaseLeft > TimeSpan.Zero;

    public bool Knows(long nodeRunId) => _nodes.ContainsKey(nodeRunId);

    /// <summary>A new identity: nothing that ran under the old one may go on.</summary>
    public void Register(long? id)
    {
        Id = id;
        lock (_lease)
        {
            _lastBeat = null;
        }
    }

    /// <param name="sent">When the heartbeat was sent, not when it was answered: its answer may have taken long.</param>
    public void Renew(long sent)
    {
        lock (_lease)
        {
            _lastBeat = sent;
        }

        deadline.Renew(() => LeaseLeft);
    }

    /// <summary>
    /// Whether a claim may begin, for the worker that this process now is; to be followed by <see cref="EndClaim"/> when all that it got
    /// is launched. Once a drain has begun none begins any more, and the drain waits for those that are on their way.
    /// </summary>
    public bool TryBeginClaim(out long workerId)
    {
        lock (_claims)
        {
            workerId = Id ?? 0;
            if (!CanClaim)
            {
                return false;
            }

            ClaimsBegun++;
            _claimsInFlight++;
            return true;
        }
    }

    public void EndClaim()
    {
        lock (_claims)
        {
            _claimsInFlight--;
        }

        TellIfEmpty();
    }

    public void Drain()
    {
        lock (_claims)
        {
            IsDraining = true;
        }

        TellIfEmpty();
    }

    /// <summary>Ends when a draining worker has nothing left.</summary>
    public Task EmptyAsync() => _empty.Task;

    /// <summary>Ends what runs; when draining, also what a claim that is on its way brings yet.</summary>
    public void EndAll(StopCause cause)
    {
        _isHandingBack |= cause == StopCause.Draining;
        foreach (RunningNode node in _nodes.Values)
        {
            node.End(cause);
        }
    }

    /// <summary>Starts a claimed node. Never throws: whatever goes wrong becomes the attempt's result.</summary>
    /// <param name="workerId">For whom it was claimed: by now this may be another worker, and the lease a dead one's.</param>
    public void Launch(in Claim claim, long workerId, NodeInput? input)
    {
        var node = new RunningNode(claim, workerId);
        RunningNode? before = null;
        _nodes.AddOrUpdate(claim.NodeRunId, node, (_, held) =>
        {
            before = held;
            return node;
        });
        if (_isHandingBack)
        {
            node.End(StopCause.Draining);
        }

        _ = RunAsync(node, input, before);
    }

    /// <summary>The next results to commit, at most <paramref name="limit"/> and at most <paramref name="maxSize"/> characters unless the first alone has more.</summary>
    public List<Outcome> TakeEnded(int limit, long maxSize)
    {
        var group = new List<Outcome>();
        long size = 0;
        while (group.Count < limit && _ended.TryPeek(out Outcome? next) && (group.Count == 0 || size + next.Size <= maxSize)
            && _ended.TryDequeue(out Outcome? outcome))
        {
            group.Add(outcome);
            size += outcome.Size;
        }

        return group;
    }

    public void PutBack(IEnumerable<Outcome> outcomes)
    {
        foreach (Outcome outcome in outcomes)
        {
            _ended.Enqueue(outcome);
        }

        Ended.Set();
    }

    /// <summary>Forgets a node whose end is committed, or no longer concerns this worker.</summary>
    public void Forget(Outcome outcome) => Forget(outcome.NodeRunId, outcome.Fence);

    private void Forget(long nodeRunId, long fence)
    {
        if (_nodes.TryGetValue(nodeRunId, out RunningNode? node) && node.Claim.Fence == fence)
        {
            _nodes.TryRemove(nodeRunId, out _);
            node.Dispose();
        }

        TellIfEmpty();
        signals.Ready.Set();
    }

    private void TellIfEmpty()
    {
        if (IsDraining && IsEmpty)
        {
            _empty.TrySetResult();
        }
    }

    /// <param name="before">
    /// The same node under an older fence, when it is still here: its lease has ended, or the node could not be claimed again, but its
    /// processes may still be dying, or its end was committed a moment ago.
    /// </param>
    private async Task RunAsync(RunningNode node, NodeInput? input, RunningNode? before)
    {
        Claim claim = node.Claim;
        if (before is not null)
        {
            before.End(StopCause.Fenced);
            await before.Gone.ConfigureAwait(false);
            before.Dispose();
        }

        if (input is null)
        {
            try
            {
                input = await inputs.ReadAsync(claim, CancellationToken.None).ConfigureAwait(false);
            }
            catch (UnreadableException exception) when (inputs.Find(claim) is { } run)
            {
                // The same node gives the same error; that it fails, and why, is seen where people look.
                End(node, run, new NodeResult(new AttemptResult.Failed(exception.Message, Retryable: false)));
                return;
            }
#pragma warning disable CA1031 // The edge of a task of its own.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // It never started, and that is nobody's failure: forgotten here, its lease is handed back by the next heartbeat.
                LogInputsNotRead(logger, exception, NodeRunId.Run(claim.NodeRunId), NodeRunId.Ordinal(claim.NodeRunId));
                node.Ended = true;
                Forget(claim.NodeRunId, claim.Fence);
                node.Leave();
                return;
            }
        }

        End(node, input.Run, await ExecuteAsync(node, input).ConfigureAwait(false));
    }

    private void End(RunningNode node, RunContext run, NodeResult result)
    {
        Claim claim = node.Claim;
        node.Ended = true;
        signals.Ready.Set();
        _ended.Enqueue(new Outcome(
            claim.NodeRunId, claim.Fence, claim.Attempt, node.WorkerId, claim.StartedAt, time.GetUtcNow().UtcDateTime,
            node.Interpret(result.Result), run.Template.Plan, [.. result.Outputs.Select(Stored)], result.ExitCode, result.LogBytes, result.LogCut));
        Ended.Set();
        node.Leave();
    }

    private async Task<NodeResult> ExecuteAsync(RunningNode node, NodeInput input)
    {
        // Waiting for its predecessor and reading what it needs took time, in which the lease may have ended or somebody may have asked it to stop.
        if (node.Cause != StopCause.None)
        {
            return new NodeResult(new AttemptResult.Stopped(Wording.Of($"It was stopped before it could start.").ToString()));
        }

        if (node.WorkerId != Id || LeaseLeft <= TimeSpan.Zero)
        {
            return new NodeResult(new AttemptResult.HandedBack(Wording.Of($"Its worker's lease was over before it could start.").ToString()));
        }

        Claim claim = node.Claim;
        try
        {
            var execution = new NodeExecution(claim, input.Run, input.Node, new NodeScope(input.Run, input.Outputs), node.Stop, node.Kill);
            return await executors[input.Node.Definition.Kind].ExecuteAsync(execution).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A defect of an executor must fail its node, not the worker.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogExecutorFailed(logger, exception, NodeRunId.Run(claim.NodeRunId), NodeRunId.Ordinal(claim.NodeRunId));
            return new NodeResult(new AttemptResult.Failed(Wording.Of($"Maat could not run this node: {SystemErrors.Of(exception)}").ToString()));
        }
    }

    private static KeyValuePair<string, string> Stored(KeyValuePair<string, Value> output) =>
        KeyValuePair.Create(output.Key, output.Value.ToJson());

    [LoggerMessage(EventId = 200, Level = LogLevel.Error, Message = "Node {Ordinal} of run {Run} could not be run; its attempt fails.")]
    private static partial void LogExecutorFailed(ILogger logger, Exception exception, long run, int ordinal);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning, Message = "What node {Ordinal} of run {Run} needs could not be read; it has not started, and its claim is handed back at the next heartbeat.")]
    private static partial void LogInputsNotRead(ILogger logger, Exception exception, long run, int ordinal);
}
