using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Engine.Kinds;
using Maat.Engine.Kinds.Branch;
using Maat.Engine.Runs;
using Maat.Engine.Schedulers;
using Maat.Engine.Workers;
using Maat.Simulation.Documents;
using Maat.Simulation.Faults;
using Maat.Simulation.Kinds;
using Maat.Simulation.Time;
using Maat.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Simulation.Processes;

/// <summary>
/// One process of the product in all its roles, on the real loops, put together as the product does it. When it crashes the object is
/// dropped: nothing that it ran survives.
/// </summary>
internal sealed class SimulatedProcess : ILeaseDeadline, IDisposable
{
    private readonly World _world;
    private readonly RunContextCache _runs;
    private readonly TemplateCache _templates;
    private TimeSpan _stoppedUntil;
    private Task? _signOff;

    public SimulatedProcess(World world, int number)
    {
        _world = world;
        Number = number;
        Time = new ProcessTime(world.Clock);
        EngineOptions options = new()
        {
            Name = $"process {number}",
            Slots = world.Choices.Between(1, 4),
            BranchSlots = world.Choices.Between(1, 4),
            Lease = world.Lease,
        };
        Database = new SimulatedDatabase(world, this);
        Signals = new EngineSignals();
        var settings = new StepSettings(options.LossLimit, new Random(world.Choices.Below(int.MaxValue)));
        _templates = new TemplateCache(Database, RandomTemplate.Catalog);
        _runs = new RunContextCache(Database, _templates);
        var executors = new Dictionary<string, INodeExecutor>
        {
            [TaskKind.KindName] = new TaskExecutor(world, this),
            [BranchKind.KindName] = new WatchedBranch(world, this),
        };
        var inputs = new NodeInputs(Database, _runs, executors, NullLogger<NodeInputs>.Instance);
        Worker = new Worker(options, executors, inputs, this, Signals, Time, NullLogger<Worker>.Instance);
        var committer = new OutcomeCommitter(Database, Signals, Time, settings);
        var queues = new QueueScope(Database, options, Time);
        var launcher = new RunLauncher(Signals, settings);
        var firing = new ScheduleFiring(launcher);
        var claims = new ClaimLoop(Database, Worker, inputs, queues, Signals, options, Time);
        var commits = new CommitLoop(committer, Worker, NullLogger<CommitLoop>.Instance);
        var heartbeats = new HeartbeatLoop(
            Database, Worker, committer, _runs, Signals, options, Time, NullLogger<HeartbeatLoop>.Instance);
        var fence = new FenceLoop(Worker, options);
        Loops =
        [
            .. new Engine.Loops.IEngineLoop[]
            {
                heartbeats,
                fence,
                claims,
                commits,
                new FiringLoop(Database, _templates, firing, launcher, Signals, queues, options, Time, NullLogger<FiringLoop>.Instance),
                new DueLoop(Database, _runs, Signals, options, settings, Time, NullLogger<DueLoop>.Instance),
                new AdmissionLoop(Database, _runs, launcher, Signals, options, Time, NullLogger<AdmissionLoop>.Instance),
                new MendLoop(Database, _runs, committer, options, Time, NullLogger<MendLoop>.Instance),
            }.Where(world.Guards.Drives).Select(loop => new DrivenLoop(world, this, loop)),
        ];
        Fence = Loops.FirstOrDefault(loop => loop.Name == fence.Name);
        Actions = new RunActions(Database, _runs, Signals, settings, Time);
        Triggering = new Triggering(Database, _templates, launcher, Time);
        Scheduling = new Scheduling(Database, _templates, firing, launcher, Signals, Time);
    }

    public int Number { get; }

    public ProcessTime Time { get; }

    public SimulatedDatabase Database { get; }

    public EngineSignals Signals { get; }

    public Worker Worker { get; }

    public IReadOnlyList<DrivenLoop> Loops { get; }

    /// <summary>The loop that kills what runs when the lease is over; null when that guard was taken away.</summary>
    public DrivenLoop? Fence { get; }

    public RunActions Actions { get; }

    public Triggering Triggering { get; }

    public Scheduling Scheduling { get; }

    /// <summary>When the supervisor, which is a process of its own, kills every task unless it hears of another renewal.</summary>
    public TimeSpan SupervisorDeadline { get; private set; }

    /// <summary>As by SIGSTOP: time passes, and nothing of it moves. Its tasks do.</summary>
    public bool IsStopped => _world.Clock.Now < _stoppedUntil;

    /// <summary>Whether the database is away for this process alone.</summary>
    public bool IsCutOff => _world.Clock.Now < CutOffUntil;

    public TimeSpan CutOffUntil { get; set; }

    public bool HasSignedOff => _signOff is { IsCompleted: true };

    public void Renew(Func<TimeSpan> left) => SupervisorDeadline = _world.Clock.Now + left();

    public void StopUntil(TimeSpan instant) => _stoppedUntil = instant;

    /// <summary>What the host of a worker does on SIGTERM once the grace period is over.</summary>
    public void Drain()
    {
        Worker.Drain();
        Worker.EndAll(StopCause.Draining);
    }

    /// <summary>Goes on with a drain: when the last result is committed the worker signs off.</summary>
    public void ContinueDraining()
    {
        if (Worker.IsDraining && Worker.IsEmpty && _signOff is null && Worker.Id is { } id)
        {
            _signOff = Database.TransactAsync(
                async t =>
                {
                    await t.SetWorkerStateAsync(id, WorkerState.Dead, Time.GetUtcNow().UtcDateTime).ConfigureAwait(false);
                    return true;
                },
                CancellationToken.None);
        }
    }

    /// <summary>Gives back memory; the engine's own state is simply dropped.</summary>
    public void Dispose()
    {
        _runs.Dispose();
        _templates.Dispose();
    }
}
