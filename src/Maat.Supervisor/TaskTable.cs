namespace Maat.Supervisor;

/// <summary>
/// The tasks that run, and everything that is done to them. One lock is held over each spawn with its registration, each signal,
/// and each reaping: so a child is known before its end is looked at, and a process id is never signalled after it was given back.
/// </summary>
internal sealed class TaskTable
{
    private readonly object _lock = new();
    private readonly Outbox _outbox;
    private readonly Spawner _spawner = new();
    private readonly Dictionary<long, int> _pids = [];
    private readonly Dictionary<int, RunningTask> _tasks = [];
    private readonly Leftovers _leftovers;
    private readonly FrameBuilder _startFrame = new();
    private readonly FrameBuilder _exitFrame = new();
    private long _deadline = long.MaxValue;
    private bool _expired;
    private bool _killing;
    private int _expiredTasks;
    private bool _closed;

    internal TaskTable(Outbox outbox)
    {
        _outbox = outbox;
        _leftovers = new Leftovers(_tasks.ContainsKey);
    }

    /// <summary>Starts the task of a start frame, unless the deadline has passed, and answers with its process id or the reason.</summary>
    internal void Start(ref FrameReader frame)
    {
        var id = frame.Int64();
        lock (_lock)
        {
            var (failure, error, pid) = (StartFailure.DeadlinePassed, 0, 0);
            if (!ExpireIfDue())
                pid = _spawner.Start(ref frame, out failure, out error);
            if (pid == 0)
            {
                _outbox.Send(_startFrame.Begin(FrameKind.StartFailed).Add(id).Add((int)failure).Add(error).Finish());
                return;
            }

            _leftovers.Forget(pid);
            _pids.Add(id, pid);
            _tasks.Add(pid, new RunningTask(id));
            _outbox.Send(_startFrame.Begin(FrameKind.Started).Add(id).Add(pid).Finish());
            if (_tasks.Count == 1)
                Monitor.Pulse(_lock);
        }
    }

    /// <summary>Signals a task's process group. A group that is stopped is continued, so that it can act on the signal.</summary>
    internal void Signal(long id, int signal)
    {
        lock (_lock)
        {
            if (!_pids.TryGetValue(id, out var pid))
                return;
            _ = Libc.kill(-pid, signal);
            if (signal != Libc.SigKill)
                _ = Libc.kill(-pid, Libc.SigCont);
        }
    }

    internal void SetDeadline(long bootTime)
    {
        lock (_lock)
        {
            _deadline = bootTime;
            _expired = false;
            ExpireIfDue();
        }
    }

    /// <summary>Kills every task and whatever else descends from this process, once the deadline has passed.</summary>
    internal bool ExpireIfDue()
    {
        lock (_lock)
        {
            if (Libc.BootTimeNow() < _deadline)
                return false;
            if (!_expired)
                KillEverything();
            _expired = true;
            return true;
        }
    }

    /// <summary>Kills everything for good; <see cref="ReapNext"/> returns false when nothing is left.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _closed = true;
            KillEverything();
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>
    /// Waits for a child's end. A task's group is killed while its dead leader still holds the number, then the leader is reaped
    /// and its exit reported. Other children are what tasks left behind: Linux gave them to this process as their subreaper.
    /// </summary>
    internal bool ReapNext()
    {
        var pid = Libc.WaitForEndedChild();
        if (pid == 0)
            return WaitForTask();
        lock (_lock)
        {
            var isTask = _tasks.Remove(pid, out var task);
            if (isTask)
            {
                _ = Libc.kill(-pid, Libc.SigKill);
                _pids.Remove(task!.Id);
                if (task.Expired)
                    _expiredTasks--;
            }

            var status = Libc.Reap(pid, out var usage);
            if (_killing)
                _killing = _leftovers.KillAll() || _expiredTasks > 0 || _closed;
            else
                _leftovers.KillSession(isTask ? pid : 0);
            if (isTask)
                Report(task!, status, usage);
        }

        return true;
    }

    private bool WaitForTask()
    {
        lock (_lock)
        {
            while (_tasks.Count == 0)
            {
                if (_closed)
                    return false;
                Monitor.Wait(_lock);
            }
        }

        return true;
    }

    private void KillEverything()
    {
        _killing = true;
        foreach (var (pid, task) in _tasks)
        {
            _ = Libc.kill(-pid, Libc.SigKill);
            if (!task.Expired)
                _expiredTasks++;
            task.Expired = true;
        }

        _leftovers.KillAll();
    }

    private void Report(RunningTask task, int status, in Libc.Usage usage)
    {
        var signal = status & 0x7f;
        _outbox.Send(_exitFrame.Begin(FrameKind.Exited)
            .Add(task.Id)
            .Add(signal == 0 ? (status >> 8) & 0xff : -1)
            .Add(signal)
            .Add(task.Expired ? 1 : 0)
            .Add((usage.UserSeconds * 1_000_000) + usage.UserMicroseconds)
            .Add((usage.SystemSeconds * 1_000_000) + usage.SystemMicroseconds)
            .Add(usage.MaxResidentKiB)
            .Finish());
    }

    private sealed class RunningTask(long id)
    {
        internal long Id { get; } = id;

        internal bool Expired { get; set; }
    }
}
