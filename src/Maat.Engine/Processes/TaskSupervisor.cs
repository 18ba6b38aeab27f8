using Maat.Supervisor;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Processes;

/// <summary>
/// Runs tasks through the supervisor process, one per worker. The promise: nothing of a task outlives this worker. The supervisor
/// kills everything when this process dies (its pipe closes) and when the deadline passes that this process keeps renewing (it
/// was stopped, or lost its lease); should the supervisor die, this class kills what it knows to run.
/// <para>No deadline holds until the first is set.</para>
/// </summary>
public sealed partial class TaskSupervisor : IAsyncDisposable
{
    /// <summary>A .NET process is up within a tenth of a second; on a machine that swaps, give it time, but not for ever.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>The supervisor leaves when all that it killed is dead, which takes milliseconds unless a process hangs in the kernel.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly SupervisorProcess _process;
    private readonly SupervisorLink _link;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<long, RunningTask> _running = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastNumber;
    private bool _closing;
    private bool _over;

    private TaskSupervisor(SupervisorProcess process, TimeProvider time, ILogger logger)
    {
        _process = process;
        _time = time;
        _logger = logger;
        _link = new SupervisorLink(process.Output, process.Input);
    }

    /// <summary>
    /// Completes when the supervisor has died without being asked, what it ran has been killed, and every task has ended as
    /// lost. This object is then of no use: start another.
    /// </summary>
    public Task Lost => _lost.Task;

    public int ProcessId => _process.Id;

    /// <summary>Starts the supervisor and waits until it is ready.</summary>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    /// <exception cref="InvalidOperationException">It cannot be started.</exception>
    public static async Task<TaskSupervisor> StartAsync(
        SupervisorOptions options, TimeProvider time, ILogger<TaskSupervisor> logger, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException(Wording.Of($"Bash tasks need Linux (sessions, subreaper, /proc). Run the worker role on Linux.").ToString());
        var supervisor = new TaskSupervisor(SupervisorProcess.Start(options, logger), time, logger);
        new Thread(supervisor.Pump) { Name = "task output", IsBackground = true }.Start();
        try
        {
            await supervisor._ready.Task.WaitAsync(StartLimit, TimeProvider.System, cancellation).ConfigureAwait(false);
            return supervisor;
        }
        catch
        {
            await supervisor.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Runs a task to its end. Its output is handed to <paramref name="output"/> as it comes, all of it before this completes.
    /// When <paramref name="stop"/> is cancelled, TERM is sent to the task's process group and, after
    /// <see cref="TaskStart.KillAfter"/>, KILL. Never throws for what happens to the task: the result says.
    /// </summary>
    public Task<TaskExit> RunAsync(TaskStart start, ITaskOutput output, CancellationToken stop)
    {
        if (Problem(start) is { } problem)
            return Task.FromResult(new TaskExit(TaskOutcome.NotStarted, Error: problem.ToString()));
        if (stop.IsCancellationRequested)
            return Task.FromResult(new TaskExit(TaskOutcome.Refused, Stop: StopCause.Requested, Error: Wording.Of($"The task was stopped before it began.").ToString()));
        var task = new RunningTask(Interlocked.Increment(ref _lastNumber), start, output, _link.Outbox, _time, _logger);
        if (task.Pipe.Open() is { } failure)
        {
            task.End(new TaskExit(TaskOutcome.NoResources, Error: failure));
            return task.Exit;
        }

        lock (_lock)
        {
            if (!_over && !_closing)
                _running.Add(task.Number, task);
            else
                task.End(new TaskExit(TaskOutcome.Refused, Error: Wording.Of($"The supervisor has ended.").ToString()));
        }

        if (!task.Exit.IsCompleted)
            task.Send(stop);
        if (task.Exit.IsCompleted)
            Forget(task);
        return task.Exit;
    }

    /// <summary>Sends KILL to the tasks that were started with this <see cref="TaskStart.Id"/>.</summary>
    public void Kill(long taskId)
    {
        foreach (var task in Running())
        {
            if (task.Start.Id == taskId)
                task.Kill();
        }
    }

    /// <summary>Sends KILL to every task.</summary>
    public void KillAll()
    {
        foreach (var task in Running())
            task.Kill();
    }

    /// <summary>
    /// Sets the instant of <see cref="BootTime"/> at which the supervisor kills every task. Count it from before the renewal
    /// that it stands for was sent: an absolute instant that is written late is not worth more. Never waits.
    /// </summary>
    public void RenewDeadline(long bootTime) =>
        _link.Outbox.Send(RunningTask.Frame.Begin(FrameKind.Deadline).Add(bootTime).Finish());

    /// <summary>
    /// Kills what runs, waits for its end, and ends the supervisor. One that does not end in time is killed, and what it ran with
    /// it; then only processes that hang in the kernel can be left, and those die as soon as they no longer do.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_closing)
                return;
            _closing = true;
        }

        KillAll();
        _link.Outbox.Close(_process.CloseInput);
        try
        {
            await _ended.Task.WaitAsync(EndLimit, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogSupervisorStays(_logger, _process.Id, EndLimit.TotalSeconds);
            _process.Kill();
            await _ended.Task.ConfigureAwait(false);
        }

        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        _link.Dispose();
        _process.Dispose();
    }

    private static Wording? Problem(TaskStart start)
    {
        if (start.Command.Count == 0 || !Path.IsPathRooted(start.Command[0]))
            return $"The command must begin with the absolute path of a program.";
        if (start.Command.Any(HasZero))
            return $"An argument of the command holds a zero character, which no program can receive.";
        foreach (var (name, value) in start.Environment)
        {
            if (name.Length == 0 || name.Contains('=') || HasZero(name))
                return $"'{name}' cannot be the name of an environment variable.";
            if (HasZero(value))
                return $"The value of the environment variable {name} holds a zero character, which no program can receive. Pass it as a file.";
        }

        return HasZero(start.WorkingDirectory) ? Wording.Of($"The path of the working directory holds a zero character.") : null;
    }

    private static bool HasZero(string text) => text.Contains('\0');

    private void Pump()
    {
        try
        {
            _link.Pump(Handle);
        }
#pragma warning disable CA1031 // Whatever went wrong: without its pump this supervisor is lost, which must be acted on and not end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogPumpFailed(_logger, exception);
            _process.Kill();
        }

        Finish();
    }

    private void Handle(ref FrameReader frame)
    {
        if (frame.Kind == FrameKind.Ready)
        {
            _ready.TrySetResult();
            return;
        }

        RunningTask? task;
        lock (_lock)
        {
            if (!_running.TryGetValue(frame.Int64(), out task))
                return;
        }

        switch (frame.Kind)
        {
            case FrameKind.Started:
                task.Pipe.CloseWritingEnd();
                task.ProcessId = frame.Int32();
                task.KnownAt = BootTime.Now();
                _link.Watch(task);
                break;
            case FrameKind.StartFailed:
                End(task, NotStarted(task.Start, (StartFailure)frame.Int32(), frame.Int32()));
                break;
            case FrameKind.Exited:
                task.Pipe.ReadRest(_link.Chunk);
                End(task, Exited(ref frame));
                break;
            default:
                throw new InvalidDataException($"The supervisor sent a frame of kind {(int)frame.Kind}, which is not known here.");
        }
    }

    private static TaskExit NotStarted(TaskStart start, StartFailure failure, int error)
    {
        Wording reason = SystemErrors.Of(error);
        return failure switch
        {
            StartFailure.DeadlinePassed => new TaskExit(TaskOutcome.Refused, Error: Wording.Of($"The worker's deadline had passed before the task could be started.").ToString()),
            StartFailure.OutputPipe => new TaskExit(TaskOutcome.NoResources, Error: Wording.Of($"The pipe for its output cannot be opened through /proc: {reason}.").ToString()),
            _ => new TaskExit(IsShortage(error) ? TaskOutcome.NoResources : TaskOutcome.NotStarted, Error: Wording.Of($"{start.Command[0]} cannot be started in {start.WorkingDirectory}: {reason}.").ToString()),
        };
    }

    private static bool IsShortage(int error) => error is Libc.EAGAIN or Libc.ENOMEM or Libc.ENFILE or Libc.EMFILE;

    private static TaskExit Exited(ref FrameReader frame)
    {
        var (code, signal, expired) = (frame.Int32(), frame.Int32(), frame.Int32() != 0);
        var use = new ResourceUse(
            TimeSpan.FromMicroseconds(frame.Int64()), TimeSpan.FromMicroseconds(frame.Int64()), frame.Int64() * 1024);
        if (expired && signal == Libc.SigKill)
            return new TaskExit(TaskOutcome.Expired, Signal: signal, Use: use, Error: Wording.Of($"The worker's deadline passed, and its supervisor killed the task.").ToString());
        return signal == 0
            ? new TaskExit(TaskOutcome.Exited, ExitCode: code, Use: use)
            : new TaskExit(TaskOutcome.Signalled, Signal: signal, Use: use);
    }

    private void End(RunningTask task, TaskExit exit)
    {
        Forget(task);
        task.End(exit);
    }

    private void Forget(RunningTask task)
    {
        lock (_lock)
            _running.Remove(task.Number);
    }

    /// <summary>The supervisor is gone. What it ran is killed here, before anyone is told.</summary>
    private void Finish()
    {
        bool asked;
        List<RunningTask> left;
        lock (_lock)
        {
            _over = true;
            asked = _closing;
            left = [.. _running.Values];
            _running.Clear();
        }

        var killed = left.Count == 0 ? 0 : StrayProcesses.Kill(left);
        if (!asked)
            LogSupervisorDied(_logger, _process.Id, left.Count, killed);
        foreach (var task in left)
        {
            task.Pipe.ReadRest(_link.Chunk);
            task.End(new TaskExit(TaskOutcome.Lost, Error: Wording.Of(
                $"The supervisor process {_process.Id} ended while the task ran; the task was killed.").ToString()));
        }

        _ready.TrySetException(new InvalidOperationException(Wording.Of($"The supervisor ended before it was ready; its messages are in the log.").ToString()));
        _ended.TrySetResult();
        if (!asked)
            _lost.TrySetResult();
    }

    private List<RunningTask> Running()
    {
        lock (_lock)
            return [.. _running.Values];
    }

    [LoggerMessage(4121, LogLevel.Error, "Supervisor {ProcessId} died; {Tasks} tasks are lost, {Killed} of their processes were killed")]
    private static partial void LogSupervisorDied(ILogger logger, int processId, int tasks, int killed);

    [LoggerMessage(4122, LogLevel.Error, "Reading from the supervisor failed; it is ended and its tasks are lost")]
    private static partial void LogPumpFailed(ILogger logger, Exception exception);

    [LoggerMessage(4123, LogLevel.Warning, "Supervisor {ProcessId} did not end within {Seconds} s after it was asked to; it and what it ran are killed")]
    private static partial void LogSupervisorStays(ILogger logger, int processId, double seconds);
}
