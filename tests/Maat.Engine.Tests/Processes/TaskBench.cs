using System.Buffers;
using System.Globalization;
using System.Text;
using Maat.Engine.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Engine.Tests.Processes;

/// <summary>A supervisor, a folder for its tasks, and the mark by which all that they start is found.</summary>
public sealed class TaskBench : IAsyncLifetime
{
    private static readonly string[] Bash = ["/bin/bash", "--noprofile", "--norc", "-c"];
    private int _lastTask;

    internal TaskSupervisor Supervisor { get; private set; } = null!;

    internal ManualTime Time { get; } = new();

    internal string Folder { get; } = Directory.CreateTempSubdirectory("maat-tasks-").FullName;

    public async ValueTask InitializeAsync() =>
        Supervisor = await TaskSupervisor.StartAsync(new(), Time, NullLogger<TaskSupervisor>.Instance, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Supervisor.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal static string NewMark() => Guid.NewGuid().ToString("N");

    internal TaskStart Script(string script, string? mark = null) => Program([.. Bash, script], mark);

    internal TaskStart Program(IReadOnlyList<string> command, string? mark = null)
    {
        var id = Interlocked.Increment(ref _lastTask);
        return new TaskStart
        {
            Id = id,
            Command = command,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", [ProcessTable.MarkName] = mark ?? "none" },
            WorkingDirectory = Folder,
        };
    }

    internal async Task<(TaskExit Exit, Output Output)> RunAsync(TaskStart start)
    {
        var output = new Output();
        var exit = await Eventually.CompletesAsync(Supervisor.RunAsync(start, output, TestContext.Current.CancellationToken), "the task's end");
        return (exit, output);
    }

    /// <summary>Starts the task and returns when it has printed a line.</summary>
    internal async Task<(Task<TaskExit> Exit, Output Output)> StartAsync(TaskStart start, CancellationToken stop)
    {
        var output = new Output();
        var exit = Supervisor.RunAsync(start, output, stop);
        await Eventually.CompletesAsync(Task.WhenAny(exit, output.HasLine), "the task's first line");
        Assert.False(exit.IsCompleted, $"The task ended before its first line: {(exit.IsCompleted ? exit.Result : null)}");
        return (exit, output);
    }
}

/// <summary>Keeps what a task wrote.</summary>
internal sealed class Output : ITaskOutput
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly TaskCompletionSource _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task HasLine => _line.Task;

    internal byte[] Bytes => _bytes.WrittenSpan.ToArray();

    internal string Text => Encoding.UTF8.GetString(Bytes);

    internal string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        if (bytes.Contains((byte)'\n'))
            _line.TrySetResult();
    }
}

/// <summary>A clock that stands still: a timer fires when the test says that its time has come.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state), dueTime);
        lock (_lock)
            _timers.Add(timer);
        return timer;
    }

    /// <summary>Fires the timers that were set to this span.</summary>
    /// <returns>How many there were.</returns>
    internal int Fire(TimeSpan due)
    {
        List<ManualTimer> ready;
        lock (_lock)
        {
            ready = _timers.FindAll(timer => timer.Due == due);
            _timers.RemoveAll(ready.Contains);
        }

        foreach (var timer in ready)
            timer.Callback();
        return ready.Count;
    }

    private sealed class ManualTimer(ManualTime owner, Action callback, TimeSpan due) : ITimer
    {
        internal Action Callback => callback;

        internal TimeSpan Due => due;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (owner._lock)
                owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
