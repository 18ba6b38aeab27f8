using Maat.Supervisor;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Processes;

/// <summary>
/// One task between its start and its end, and what may ask it to end. Stops come from any thread; what the supervisor says,
/// and the output, come from the pump's thread alone.
/// </summary>
internal sealed class RunningTask
{
    /// <summary>A timer of .NET waits for 49 days at most; what is longer is counted in several parts.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private readonly Outbox _outbox;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<TaskExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _stopRegistration;
    private ITimer? _timeout;
    private TimeSpan _timeLeft;
    private ITimer? _killTimer;
    private StopCause _stop;
    private bool _ended;

    internal RunningTask(long number, TaskStart start, ITaskOutput output, Outbox outbox, TimeProvider time, ILogger logger)
    {
        Number = number;
        Start = start;
        Pipe = new TaskOutputPipe(start.Id, output, start.OutputLimit, logger);
        _outbox = outbox;
        _time = time;
    }

    /// <summary>The number under which the supervisor knows it; never used twice.</summary>
    internal long Number { get; }

    internal TaskStart Start { get; }

    internal TaskOutputPipe Pipe { get; }

    internal Task<TaskExit> Exit => _exit.Task;

    /// <summary>Known once the supervisor has said so; else 0.</summary>
    internal int ProcessId { get; set; }

    /// <summary>The span of <see cref="BootTime"/> in which the process began, by which it is told from a later one with its number.</summary>
    internal long AskedAt { get; private set; }

    internal long KnownAt { get; set; } = long.MaxValue;

    /// <summary>This thread's own: tasks are started and stopped from many.</summary>
    [field: ThreadStatic]
    internal static FrameBuilder Frame => field ??= new FrameBuilder();

    /// <summary>Sends the start and arms what may end the task.</summary>
    internal void Send(CancellationToken stop)
    {
        AskedAt = BootTime.Now();
        var limits = Start.Limits;
        var frame = Frame.Begin(FrameKind.Start)
            .Add(Number)
            .Add(limits.MemoryBytes ?? 0)
            .Add(limits.CpuSeconds ?? 0)
            .Add(limits.OpenFiles ?? 0)
            .Add(Start.Command.Count)
            .Add(Start.Environment.Count)
            .Add(Pipe.WritingPath)
            .Add(Start.WorkingDirectory);
        foreach (var argument in Start.Command)
            frame.Add(argument);
        foreach (var (name, value) in Start.Environment)
            frame.AddVariable(name, value);
        var bytes = frame.Finish();
        if (bytes.Length > Protocol.MaxFrame)
        {
            End(new TaskExit(TaskOutcome.NotStarted, Error: Wording.Of(
                $"The command and environment have {bytes.Length} bytes, more than the {Protocol.MaxFrame} that can be passed. Pass large values as files.").ToString()));
            return;
        }

        _outbox.Send(bytes);
        lock (_lock)
        {
            if (_ended)
                return;
            if (Start.Timeout is { } timeout)
            {
                _timeLeft = timeout;
                _timeout = _time.CreateTimer(static task => ((RunningTask)task!).TimePassed(), this, NextWait(), System.Threading.Timeout.InfiniteTimeSpan);
            }
        }

        if (!stop.CanBeCanceled)
            return;

        // Outside the lock: a token that is already cancelled calls back at once.
        var registration = stop.UnsafeRegister(static task => ((RunningTask)task!).Stop(StopCause.Requested), this);
        lock (_lock)
        {
            if (!_ended)
            {
                _stopRegistration = registration;
                return;
            }
        }

        registration.Unregister();
    }

    /// <summary>TERM now, KILL after the grace period; what was asked first stays the cause.</summary>
    internal void Stop(StopCause cause)
    {
        lock (_lock)
        {
            if (_ended || _stop != StopCause.None)
                return;
            _stop = cause;
            if (Start.KillAfter <= TimeSpan.Zero)
            {
                Signal(Libc.SigKill);
                return;
            }

            Signal(Libc.SigTerm);
            _killTimer = _time.CreateTimer(static task => ((RunningTask)task!).Kill(), this, Start.KillAfter, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    internal void Kill()
    {
        lock (_lock)
        {
            if (_ended)
                return;
            if (_stop == StopCause.None)
                _stop = StopCause.Killed;
            Signal(Libc.SigKill);
        }
    }

    /// <summary>Ends it, once; the pipe must have been drained.</summary>
    internal void End(TaskExit exit)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            _ended = true;
            _stopRegistration.Unregister();
            _timeout?.Dispose();
            _killTimer?.Dispose();
        }

        Pipe.Close();
        _exit.SetResult(exit with { Stop = _stop, OutputBytes = Pipe.Bytes, OutputDropped = Pipe.Dropped });
    }

    private void TimePassed()
    {
        lock (_lock)
        {
            if (_ended)
                return;
            if (_timeLeft > TimeSpan.Zero)
            {
                _timeout!.Change(NextWait(), System.Threading.Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Stop(StopCause.TimedOut);
    }

    private TimeSpan NextWait()
    {
        TimeSpan wait = _timeLeft < LongestWait ? _timeLeft : LongestWait;
        _timeLeft -= wait;
        return wait;
    }

    private void Signal(int signal) => _outbox.Send(Frame.Begin(FrameKind.Signal).Add(Number).Add(signal).Finish());
}
