using Maat.Simulation.Processes;
using Maat.Simulation.Seeds;

namespace Maat.Simulation.Faults;

/// <summary>Calls of the database that are under way, and what becomes of them.</summary>
internal sealed class CallQueue(World world)
{
    private readonly List<DatabaseCall> _calls = [];

    public bool IsEmpty => _calls.Count == 0;

    /// <summary>Until then every call fails.</summary>
    public TimeSpan AwayUntil { get; set; }

    public void Submit(DatabaseCall call)
    {
        if (world.HasFaults && world.Choices.Chance(world.Weather.DelayedPercent))
        {
            world.Coverage.Count(Happening.CallDelayed);
            _calls.Add(call);
            return;
        }

        Execute(call);
        call.Answer();
    }

    /// <summary>Executes or answers one of the calls that are under way; false when there is none that can go on.</summary>
    /// <param name="except">A process whose calls stay where they are.</param>
    public bool Progress(SimulatedProcess? except = null)
    {
        DatabaseCall[] open = [.. _calls.Where(call => call.Process != except && (!call.IsExecuted || !call.Process.IsStopped))];
        if (open.Length == 0)
        {
            return false;
        }

        DatabaseCall call = world.Choices.Pick(open);
        if (!call.IsExecuted)
        {
            Execute(call);
            if (call.Process.IsStopped || (world.HasFaults && world.Choices.Chance(50)))
            {
                return true;
            }
        }

        _calls.Remove(call);
        call.Answer();
        return true;
    }

    /// <summary>Its process has died: what was sent may arrive all the same, and nobody hears the answer.</summary>
    public void Abandon(SimulatedProcess process)
    {
        foreach (DatabaseCall call in _calls.Where(call => call.Process == process).ToList())
        {
            _calls.Remove(call);
            if (!call.IsExecuted && world.Choices.Chance(50))
            {
                world.Coverage.Count(Happening.CallOutlivedProcess);
                Execute(call);
            }
        }
    }

    private void Execute(DatabaseCall call)
    {
        CallFate fate = Fate(call);
        call.Execute(fate);
        world.Observe(call.Process, fate);
    }

    private CallFate Fate(DatabaseCall call)
    {
        if (!world.HasFaults)
        {
            return CallFate.Done;
        }

        CallFate fate = world.Clock.Now < AwayUntil || call.Process.IsCutOff ? CallFate.Refused
            : !world.Choices.Chance(world.Weather.CallFaultPercent) ? CallFate.Done
            : call.CanBeAmbiguous ? world.Choices.Of(CallFate.Refused, CallFate.RolledBack, CallFate.AmbiguousDone, CallFate.AmbiguousNotDone)
            : CallFate.Refused;
        switch (fate)
        {
            case CallFate.Refused: world.Coverage.Count(Happening.CallRefused); break;
            case CallFate.RolledBack: world.Coverage.Count(Happening.CallRolledBack); break;
            case CallFate.AmbiguousDone: world.Coverage.Count(Happening.CommitAmbiguousDone); break;
            case CallFate.AmbiguousNotDone: world.Coverage.Count(Happening.CommitAmbiguousNotDone); break;
        }

        return fate;
    }
}
