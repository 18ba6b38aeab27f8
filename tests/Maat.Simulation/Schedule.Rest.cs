using Maat.Domain.Runs;
using Maat.Simulation.Invariants;
using Maat.Simulation.Processes;
using Maat.Simulation.Time;

namespace Maat.Simulation;

/// <summary>The end of a schedule: without faults, in turn, until everything has come to rest.</summary>
public sealed partial class Schedule
{
    /// <summary>What comes to rest needs far fewer: a node takes about ten steps, and a dead worker is missed after some twenty.</summary>
    private const int MostRoundsToRest = 600;

    /// <summary>Everybody does what is due, in turn, until nothing is left to do.</summary>
    private void Rest()
    {
        PrepareRest();
        for (int round = 0; round < MostRoundsToRest && _world.Violation is null; round++)
        {
            bool moved = Round();
            _world.Settle();
            if (_world.Model.IsAtRest && _world.Executions.Count == 0 && _world.Processes.TrueForAll(p => p.Worker.IsEmpty) && _world.Calls.IsEmpty)
            {
                return;
            }

            if (!moved)
            {
                TimeSpan now = _world.Clock.Now;
                TimeSpan next = NextDue(now) ?? now + _world.Lease / 6;
                // Nobody needs to look every second while all that is left waits for a time.
                _world.AdvanceTo(_world.Model.NextDelayOnly is { } delay && VirtualNow(delay) > next ? VirtualNow(delay) : next);
            }
        }

        if (_world.Violation is null)
        {
            _world.Violate(Invariant.RunsEnd, $"Faults stopped, and this did not end: {_world.Model.Unfinished()}");
        }
    }

    private static TimeSpan VirtualNow(DateTime utc) => utc - VirtualClock.Epoch;

    private void PrepareRest()
    {
        _world.Trace.Note("faults stop", 0);
        _world.Calls.AwayUntil = TimeSpan.Zero;
        foreach (SimulatedProcess process in _world.Processes)
        {
            process.StopUntil(TimeSpan.Zero);
            process.CutOffUntil = TimeSpan.Zero;
            process.Time.Skew = TimeSpan.Zero;
        }

        if (_world.Processes.TrueForAll(p => p.Worker.IsDraining))
        {
            _world.StartProcess();
        }

        _world.Model.EndSchedules();
    }

    private bool Round()
    {
        bool moved = false;
        while (_world.Calls.Progress())
        {
            moved = true;
        }

        _world.Settle();
        while (EndExecution())
        {
            moved = true;
        }

        SimulatedProcess somebody = _world.Processes.First(p => !p.Worker.IsDraining);
        foreach (ShadowRun run in _world.Model.Runs.Where(r => r.State == RunState.Paused).ToList())
        {
            _world.People.Resume(somebody, run.First.Id);
            moved = true;
        }

        foreach (SimulatedProcess process in _world.Processes.ToList())
        {
            process.ContinueDraining();
            foreach (DrivenLoop loop in process.Loops)
            {
                if (loop.CanStep)
                {
                    loop.Step();
                    _steps++;
                    moved = true;
                }
            }
        }

        return moved;
    }
}
