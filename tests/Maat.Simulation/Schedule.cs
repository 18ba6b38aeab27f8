using Maat.Simulation.Faults;
using Maat.Simulation.Guards;
using Maat.Simulation.Invariants;
using Maat.Simulation.Kinds;
using Maat.Simulation.Processes;
using Maat.Simulation.Seeds;

namespace Maat.Simulation;

/// <param name="Hash">Of everything that happened: the same for the same seed.</param>
/// <param name="Trace">What happened, when it was asked for.</param>
public sealed record ScheduleResult(ulong Seed, Violation? Violation, ulong Hash, int Steps, IReadOnlyList<string> Trace);

/// <summary>
/// One schedule: a stretch of steps under faults, all chosen by the seed, and then, without faults, as many as it takes until everything
/// has come to rest.
/// </summary>
public sealed partial class Schedule
{
    private readonly World _world;
    private int _steps;

    private Schedule(World world) => _world = world;

    /// <param name="removed">The guard to do without; null for none.</param>
    public static ScheduleResult Run(ulong seed, Coverage coverage, Guard? removed = null, bool readable = false)
    {
        // Continuations must run where they are completed.
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        bool ended = false;
        try
        {
            using var world = new World(seed, removed, readable, coverage);
            var schedule = new Schedule(world);
            schedule.Run();
            ended = true;
            return new ScheduleResult(seed, world.Violation, world.Trace.Hash, schedule._steps, world.Trace.Lines);
        }
        finally
        {
            if (!ended)
            {
                Documents.MemoryDatabase.Discard();
            }

            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void Run()
    {
        for (int processes = _world.Choices.Between(1, _world.MostProcesses); processes > 0; processes--)
        {
            _world.StartProcess();
        }

        _world.HasFaults = true;
        for (int steps = _world.Choices.Between(60, 220); steps > 0 && _world.Violation is null; steps--)
        {
            Step();
            _world.Settle();
            _steps++;
        }

        _world.HasFaults = false;
        if (_world.Violation is null)
        {
            Rest();
        }

        if (_world.Violation is null)
        {
            _world.Model.CheckRest();
            _world.People.CheckRest();
        }
    }

    private void Step()
    {
        _world.Processes.Find(p => !p.IsStopped)?.ContinueDraining();
        Weather weather = _world.Weather;
        switch (_world.Choices.Weighted(weather.Calls, weather.Loops, weather.Executions, weather.Time, weather.People, weather.Faults))
        {
            case 0:
                _world.Calls.Progress();
                break;
            case 1:
                StepLoop();
                break;
            case 2:
                EndExecution();
                break;
            case 3:
                PassTime();
                break;
            case 4:
                _world.People.Act();
                break;
            default:
                Fault();
                break;
        }
    }

    private void StepLoop()
    {
        DrivenLoop[] loops = [.. _world.Processes.Where(p => !p.IsStopped).SelectMany(p => p.Loops).Where(l => l.CanStep)];
        if (loops.Length == 0)
        {
            PassTime();
            return;
        }

        // Those that were woken go first more often, as they do when nothing is slow.
        DrivenLoop[] woken = [.. loops.Where(l => l.IsWoken)];
        _world.Choices.Pick(woken.Length > 0 && _world.Choices.Chance(60) ? woken : loops).Step();
    }

    private bool EndExecution()
    {
        Execution[] ended = [.. _world.Executions.Where(e => !e.Process.IsStopped)];
        if (ended.Length == 0)
        {
            return false;
        }

        Execution execution = _world.Choices.Pick(ended);
        _world.Executions.Remove(execution);
        execution.End();
        return true;
    }

    private void PassTime()
    {
        TimeSpan now = _world.Clock.Now;
        switch (_world.Choices.Below(100))
        {
            case < 70:
                _world.AdvanceTo(NextDue(now) ?? now + _world.Lease / 6);
                break;
            case < 90:
                _world.AdvanceTo(now + _world.Choices.UpTo(TimeSpan.FromSeconds(1)));
                break;
            case < 98:
                _world.AdvanceTo(now + _world.Choices.UpTo(_world.Lease));
                break;
            default:
                _world.AdvanceTo(now + _world.Choices.UpTo(TimeSpan.FromSeconds(40)));
                break;
        }
    }

    private TimeSpan? NextDue(TimeSpan now)
    {
        TimeSpan? next = null;
        foreach (SimulatedProcess process in _world.Processes)
        {
            foreach (DrivenLoop loop in process.Loops)
            {
                if (loop.Due is { } due && due > now && (next is null || due < next))
                {
                    next = due;
                }
            }
        }

        return next;
    }

    private void Fault()
    {
        Choices choices = _world.Choices;
        TimeSpan now = _world.Clock.Now;
        SimulatedProcess? process = _world.Processes.Count > 0 ? choices.Pick(_world.Processes) : null;
        if (process is null || (choices.Chance(35) && _world.Processes.Count < _world.MostProcesses))
        {
            _world.StartProcess();
            return;
        }

        Weather weather = _world.Weather;
        int stop = _world.HasSupervisorDeadline ? weather.Stop : 0;
        switch (choices.Weighted(weather.Crash, stop, weather.Away, weather.ClockJump, weather.Drain, weather.CutOff, 1))
        {
            case 0:
                _world.Coverage.Count(Happening.Crashed);
                _world.Kill(process);
                break;
            case 1:
                _world.Coverage.Count(Happening.Stopped);
                process.StopUntil(now + choices.UpTo(_world.Lease * 3));
                _world.Trace.Note("stopped", process.Number);
                GoOnWithout(process);
                break;
            case 2:
                _world.Coverage.Count(Happening.DatabaseAway);
                _world.Calls.AwayUntil = now + choices.UpTo(_world.Lease * 2);
                _world.Trace.Note("database away", _world.Calls.AwayUntil.Ticks, 0, 0, $"until {_world.Calls.AwayUntil.TotalSeconds}");
                break;
            case 3:
                _world.Coverage.Count(Happening.ClockJumped);
                process.Time.Skew = TimeSpan.FromMinutes(choices.Of(0, -60, 120, 10, -10, 1));
                _world.Trace.Note("clock jumps", process.Number, process.Time.Skew.Ticks, 0, $"in process {process.Number} by {process.Time.Skew}");
                break;
            case 4:
                _world.Coverage.Count(Happening.Drained);
                process.Drain();
                _world.Trace.Note("drains", process.Number);
                break;
            case 5:
                _world.Coverage.Count(Happening.CutOff);
                process.CutOffUntil = now + choices.UpTo(_world.Lease * 3);
                _world.Trace.Note("cut off", process.Number);
                GoOnWithout(process);
                break;
        }
    }

    /// <summary>
    /// Now and then the others do what is due, and nothing else happens, until the one that cannot is missed and a little longer: what it
    /// held is started elsewhere while it may still be there. By chance alone this would be rare.
    /// </summary>
    private void GoOnWithout(SimulatedProcess process)
    {
        if (_world.Processes.Count < 2 || _world.Choices.Chance(40))
        {
            return;
        }

        _world.Coverage.Count(Happening.Missed);
        TimeSpan until = _world.Clock.Now + (_world.Lease * _world.Choices.Between(8, 20) / 10);
        while (_world.Clock.Now < until && _world.Violation is null)
        {
            foreach (DrivenLoop loop in _world.Processes.Where(p => p != process && !p.IsStopped).SelectMany(p => p.Loops).Where(l => l.CanStep).ToList())
            {
                loop.Step();
                _steps++;
            }

            while (_world.Calls.Progress(except: process))
            {
            }

            _world.Settle();
            _world.AdvanceTo(NextDue(_world.Clock.Now) ?? until);
        }
    }
}
