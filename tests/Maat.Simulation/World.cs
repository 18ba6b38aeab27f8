using System.Globalization;
using Maat.Simulation.Documents;
using Maat.Simulation.Faults;
using Maat.Simulation.Guards;
using Maat.Simulation.Invariants;
using Maat.Simulation.Kinds;
using Maat.Simulation.People;
using Maat.Simulation.Processes;
using Maat.Simulation.Seeds;
using Maat.Simulation.Time;
using Maat.Storage.Engine;

namespace Maat.Simulation;

/// <summary>Everything that one schedule consists of: the database, one to three processes on it, people, faults, and the judge.</summary>
internal sealed class World : IDisposable
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _started;

    public World(ulong seed, Guard? removed, bool readable, Coverage coverage)
    {
        Choices = new Choices(seed);
        Trace = new Trace(readable);
        Coverage = coverage;
        Guards = new GuardSet(removed);
        Lease = TimeSpan.FromSeconds(Choices.Of(3, 6));
        MostProcesses = Choices.Of(1, 2, 2, 3);
        HasSupervisorDeadline = Choices.Chance(60);
        Database = MemoryDatabase.Rent();
        Weather = new Weather(Choices);
        Calls = new CallQueue(this);
        Setting = new Setting(Choices, Database);
        Model = new Model(this);
        People = new Crowd(this);
    }

    public Choices Choices { get; }

    public Trace Trace { get; }

    public Coverage Coverage { get; }

    public GuardSet Guards { get; }

    public VirtualClock Clock { get; } = new();

    public TimeSpan Lease { get; }

    public int MostProcesses { get; }

    /// <summary>
    /// Whether a supervisor watches over the lease as well. Where it does not, a worker's own clock is all that kills in time, and no process
    /// is stopped as by SIGSTOP, which only a supervisor can make good.
    /// </summary>
    public bool HasSupervisorDeadline { get; }

    public MemoryDatabase Database { get; }

    public Weather Weather { get; }

    public Setting Setting { get; }

    public CallQueue Calls { get; }

    public Model Model { get; }

    public Crowd People { get; }

    public List<SimulatedProcess> Processes { get; } = [];

    public List<Execution> Executions { get; } = [];

    /// <summary>Off while a schedule is set up and while it comes to its end.</summary>
    public bool HasFaults { get; set; }

    public Violation? Violation { get; private set; }

    /// <summary>Called where the engine reaches the simulated outside: what goes on by itself, on another thread, no seed replays.</summary>
    public void DemandOwnThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Violate(Invariant.Replay, $"The engine went on on a thread of its own: {Environment.StackTrace}");
        }
    }

    /// <summary>Keeps the first one: what follows from it says less.</summary>
    public void Violate(Invariant invariant, string message) => Violation ??= new Violation(invariant, message);

    public static string Describe(long nodeRunId) =>
        string.Create(CultureInfo.InvariantCulture, $"run {NodeRunId.Run(nodeRunId)} n{NodeRunId.Ordinal(nodeRunId)}");

    public void StartProcess()
    {
        var process = new SimulatedProcess(this, _started++);
        Processes.Add(process);
        Trace.Note("process starts", process.Number);
    }

    /// <summary>Kills it with all it runs.</summary>
    public void Kill(SimulatedProcess process)
    {
        Trace.Note("process dies", process.Number);
        Processes.Remove(process);
        Executions.RemoveAll(execution => execution.Process == process);
        Calls.Abandon(process);
        process.Dispose();
    }

    public void AdvanceTo(TimeSpan instant)
    {
        // The self-fence asks nothing but the clock, so that nothing can make it late.
        while (!HasSupervisorDeadline && NextFence(instant) is { } fence)
        {
            Clock.AdvanceTo(fence.Due!.Value);
            Trace.Now = Clock.Now;
            fence.Step();
        }

        Clock.AdvanceTo(instant);
        Trace.Now = Clock.Now;
        if (!HasSupervisorDeadline || Guards.IgnoresSupervisorDeadline)
        {
            return;
        }

        foreach (Execution execution in Executions)
        {
            if (execution.IsAlive && execution.Process.SupervisorDeadline <= Clock.Now)
            {
                execution.Kill(bySupervisor: true);
            }
        }
    }

    private DrivenLoop? NextFence(TimeSpan until) =>
        Processes.Where(p => !p.IsStopped).Select(p => p.Fence).OfType<DrivenLoop>().Where(f => f.Due <= until).MinBy(f => f.Due);

    /// <summary>Judges what a call of the database has changed.</summary>
    public void Observe(SimulatedProcess process, CallFate fate)
    {
        if (Violation is not null)
        {
            return;
        }

        if (fate != CallFate.Done)
        {
            Trace.Note("fault", process.Number, (long)fate, 0, $"{fate} for process {process.Number}");
        }

        Model.Observe();
    }

    /// <summary>Notes steps and requests that ended since.</summary>
    public void Settle()
    {
        foreach (SimulatedProcess process in Processes)
        {
            foreach (DrivenLoop loop in process.Loops)
            {
                loop.Settle();
            }
        }

        foreach (SimulatedProcess process in Processes.Where(p => p.HasSignedOff).ToList())
        {
            Kill(process);
        }

        People.Settle();
    }

    public void Dispose() => Processes.ForEach(process => process.Dispose());
}
