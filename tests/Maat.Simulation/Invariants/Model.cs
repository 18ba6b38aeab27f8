using Maat.Domain.Runs;
using Maat.Simulation.Processes;
using Maat.Simulation.Seeds;
using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Runs;

namespace Maat.Simulation.Invariants;

/// <summary>
/// The judge. After each transaction it reads what is new, plays the engine's own story (events, ended attempts, resets) on a model of
/// its own, in which every step is checked, and compares the result with the tables.
/// </summary>
internal sealed partial class Model
{
    private const string WorkerState = "SELECT state FROM worker WHERE id = $1";
    private const string DeadWorkers = "SELECT count(*) FROM worker WHERE state = 2";
    private const string RunningInQueue = "SELECT count(*) FROM lease WHERE queue_id = $1 AND kind = 0";
    private const string ActiveRuns = "SELECT count(*) FROM run WHERE application_id = $1 AND state IN (1, 2) AND kind <> 2";
    private const string MaxActiveRuns = "SELECT max_active_runs FROM application WHERE id = $1";

    private readonly World _world;
    private readonly Tables _tables;
    private readonly FiringLedger _firings;
    private readonly RunComparison _comparison;
    private readonly SortedDictionary<long, ShadowRun> _runs = [];
    private readonly Dictionary<long, long> _sequences = [];
    private int _changes;
    private long _dead;

    public Model(World world)
    {
        _world = world;
        _tables = new Tables(world.Database);
        _firings = new FiringLedger(world, _tables);
        _comparison = new RunComparison(world, _tables);
        _changes = _tables.Changes;
    }

    public OutputLedger Outputs { get; } = new();

    public IEnumerable<ShadowRun> Runs => _runs.Values;

    /// <summary>Whether no run is open and nobody holds anything.</summary>
    public bool IsAtRest => _runs.Values.All(r => r.State.IsTerminal()) && _tables.Number("SELECT count(*) FROM lease") == 0;

    /// <summary>The next delay to end, when all that is left to do waits for one; null otherwise.</summary>
    public DateTime? NextDelayOnly =>
        _tables.Number("SELECT count(*) FROM lease") + _tables.Number("SELECT count(*) FROM ready") == 0 && _tables.Number("SELECT coalesce(min(due_at), 0) FROM delayed") is > 0 and var due
            ? Storage.Microseconds.ToUtc(due)
            : null;

    /// <summary>Somebody pauses all schedules, so that runs can come to an end.</summary>
    public void EndSchedules() => _tables.Read("UPDATE schedule SET next_fire_at = NULL", _ => 0);

    public string Unfinished() => string.Join("; ", _runs.Values.Where(r => !r.State.IsTerminal()).Select(
        r => $"run {r.First.Id} {r.State} with {string.Join(", ", r.Nodes.Where(n => !n.State.IsTerminal()).Select(n => $"n{n.Ordinal} {n.State} under fence {n.Fence} of worker {n.Worker}"))}"));

    /// <summary>Judges the transaction that has just been committed, if it changed anything.</summary>
    public void Observe()
    {
        if (_tables.Changes == _changes)
        {
            return;
        }

        _changes = _tables.Changes;
        CheckDeaths();
        if (!_tables.HasNews)
        {
            return;
        }

        List<EventSeen> events = _tables.ReadEvents();
        List<AttemptSeen> attempts = _tables.ReadAttempts();
        List<ResetSeen> resets = _tables.ReadResets();
        List<ActionSeen> actions = _tables.ReadActions();
        IEnumerable<long> touched = events.Select(e => e.RunId)
            .Concat(attempts.Select(a => NodeRunId.Run(a.NodeRunId))).Concat(resets.Select(r => NodeRunId.Run(r.NodeRunId))).Concat(actions.Select(a => a.RunId));
        var after = new SortedDictionary<long, RunAfter>();
        foreach (long id in touched)
        {
            if (!after.ContainsKey(id))
            {
                after.Add(id, Load(id));
            }
        }

        foreach (AttemptSeen attempt in attempts)
        {
            After(attempt.NodeRunId).Ends(attempt);
        }

        foreach (ActionSeen action in actions)
        {
            after[action.RunId].Acts(action);
        }

        foreach (ResetSeen reset in resets)
        {
            After(reset.NodeRunId).Resets(reset);
        }

        foreach (EventSeen told in events)
        {
            Tell(told, after[told.RunId]);
        }

        _firings.Observe(after.Values);
        foreach (RunAfter run in after.Values)
        {
            _comparison.Compare(run);
            run.Close();
        }

        RunAfter After(long nodeRunId) => after[NodeRunId.Run(nodeRunId)];
    }

    /// <summary>Whether the claim's lease is still there.</summary>
    public bool IsHeld(in Storage.Engine.Claim claim) =>
        _runs[NodeRunId.Run(claim.NodeRunId)].Nodes[NodeRunId.Ordinal(claim.NodeRunId)] is { State: NodeState.Running } node && node.Fence == claim.Fence;

    /// <summary>What must be so when everything has come to rest.</summary>
    public void CheckRest()
    {
        foreach (string table in (string[])["ready", "held", "delayed", "lease", "run_wait"])
        {
            if (_tables.Number($"SELECT count(*) FROM {table}") > 0)
            {
                Violate(Invariant.RunsEnd, $"Everything has ended, and '{table}' still has rows.");
            }
        }

        foreach (SimulatedProcess process in _world.Processes.Where(p => !p.Worker.IsEmpty))
        {
            Violate(Invariant.RunsEnd, $"Everything has ended, and process {process.Number} still holds {World.Describe(process.Worker.Nodes.First().Claim.NodeRunId)}.");
        }

        foreach (ShadowRun run in Runs)
        {
            foreach (ShadowNode node in run.Nodes.Where(n => n.OutputFence > 0))
            {
                long id = NodeRunId.Of(run.First.Id, node.Ordinal);
                string value = _tables.Read("SELECT value FROM output WHERE node_run_id = $1 AND fence = $2 AND name = 'value'", r => r.GetString(0), id, node.OutputFence).SingleOrDefault("");
                if (value != $"{Outputs.Find(id, node.OutputFence)}")
                {
                    Violate(Invariant.ResultsKept, $"{World.Describe(id)} made {Outputs.Find(id, node.OutputFence)} under fence {node.OutputFence}; stored is '{value}'.");
                }
            }
        }

        _firings.CheckRest();
    }

    private void Violate(Invariant invariant, string message) => _world.Violate(invariant, message);

    /// <summary>Nobody is declared dead who still counts on its lease: what it runs would be started again beside it.</summary>
    private void CheckDeaths()
    {
        long dead = _tables.Number(DeadWorkers);
        if (dead == _dead)
        {
            return;
        }

        _dead = dead;
        foreach (SimulatedProcess process in _world.Processes.Where(p => p.Worker is { Id: not null, IsDraining: false }))
        {
            if (_tables.Number(WorkerState, process.Worker.Id!.Value) != (long)Storage.Queues.WorkerState.Dead)
            {
                continue;
            }

            _world.Coverage.Count(Happening.WorkerDeclaredDead);
            if (process.Worker.LeaseLeft > TimeSpan.Zero)
            {
                Violate(Invariant.Exclusion, $"Worker {process.Worker.Id} of process {process.Number} was declared dead; by its own count its lease holds for another {process.Worker.LeaseLeft}.");
            }
        }
    }

    private RunAfter Load(long id)
    {
        RunSeen seen = _tables.ReadRun(id) ?? throw new InvalidOperationException($"There is no run {id}.");
        if (!_runs.TryGetValue(id, out ShadowRun? run))
        {
            run = new ShadowRun(seen, _world.Setting.Template(seen.TemplateId, seen.Version));
            _runs.Add(id, run);
        }

        return new RunAfter(_world, run, seen, _tables.ReadNodes(id), _tables.ReadPlaces(id));
    }

    private void Tell(in EventSeen told, RunAfter run)
    {
        _world.Trace.Note("told", (told.RunId << 8) | (long)(uint)(told.Ordinal ?? 255), told.Fence, told.State, $"run {told.RunId} {Shown(told)} round {told.Round} fence {told.Fence} attempt {told.Attempt}");
        // A writer may have told of an earlier schedule: its first event here says where it was.
        long sequence = _sequences.GetValueOrDefault(told.Writer, told.Sequence - 1);
        if (told.Sequence != sequence + 1)
        {
            Violate(Invariant.EventsGapless, $"Writer {told.Writer} told {told.Sequence} after {sequence}.");
        }

        _sequences[told.Writer] = told.Sequence;
        if (told.Ordinal is null)
        {
            bool starts = run.Shadow.State == Domain.Runs.RunState.Queued && told.State == (byte)Domain.Runs.RunState.Running;
            run.Tells((RunState)told.State);
            if (starts && run.Seen.Kind != RunKind.Backfill && _tables.Number(ActiveRuns, run.Seen.ApplicationId) > _tables.Number(MaxActiveRuns, run.Seen.ApplicationId))
            {
                Violate(Invariant.Limits, $"Run {told.RunId} began although its application has as many active runs as it may.");
            }

            return;
        }

        run.Tells(told);
        if (told.State == (byte)NodeState.Running)
        {
            CheckClaim(told, run);
        }
    }

    private static string Shown(in EventSeen told) => told.Ordinal is { } ordinal ? $"n{ordinal} is {(NodeState)told.State}" : $"is {(RunState)told.State}";

    private void CheckClaim(in EventSeen told, RunAfter run)
    {
        ShadowNode node = run.Shadow.Nodes[told.Ordinal!.Value];
        string shown = $"run {told.RunId} n{told.Ordinal}";
        PlaceSeen lease = run.Places.Find(p => p.Table == NodeState.Running && p.Ordinal == node.Ordinal);
        if (lease.WorkerId == 0)
        {
            Violate(Invariant.TablesAgree, $"{shown} was started without a lease.");
            return;
        }

        node.Worker = lease.WorkerId;
        if (_tables.Number(WorkerState, lease.WorkerId) == (long)Storage.Queues.WorkerState.Dead)
        {
            Violate(Invariant.Exclusion, $"{shown} was claimed for worker {lease.WorkerId}, which counts as dead.");
        }

        if (lease.QueueId != QueueRow.ControlLane && _world.Setting.QueueLimits[lease.QueueId] is { } limit)
        {
            long running = _tables.Number(RunningInQueue, lease.QueueId);
            if (running > limit)
            {
                Violate(Invariant.Limits, $"{running} nodes of queue {lease.QueueId} run at once; its limit is {limit}.");
            }

            if (running == limit)
            {
                _world.Coverage.Count(Happening.QueueFull);
            }
        }

        node.ContextAtClaim = [.. run.Shadow.Nodes.Select(n => n.OutputFence)];
    }
}
