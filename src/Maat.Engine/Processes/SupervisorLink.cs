using Maat.Supervisor;

namespace Maat.Engine.Processes;

/// <summary>
/// The worker's end: one thread waits for the supervisor's frames and for the output of all tasks, and hands both on. It never
/// waits for room in the pipe to the supervisor, so neither side can block the other.
/// </summary>
internal sealed unsafe class SupervisorLink : IDisposable
{
    /// <summary>The capacity of a pipe on Linux: one call empties it.</summary>
    private const int ChunkSize = 64 << 10;

    private const int Frames = 0, Room = 1, Wake = 2, FirstTask = 3;

    private readonly int _input;
    private readonly int _output;
    private readonly int _wake;
    private readonly FrameBuffer _frames = new();
    private readonly byte[] _chunk = GC.AllocateUninitializedArray<byte>(ChunkSize, pinned: true);
    private readonly List<RunningTask> _watched = [];
    private Libc.PollEntry[] _entries = new Libc.PollEntry[32];

    /// <param name="supervisorOutput">Where the supervisor's frames come from.</param>
    /// <param name="supervisorInput">Where it takes ours.</param>
    internal SupervisorLink(int supervisorOutput, int supervisorInput)
    {
        _input = supervisorOutput;
        _output = supervisorInput;
        _wake = Libc.eventfd(0, Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (_wake < 0)
            throw Libc.Failure("eventfd");
        Outbox = new Outbox(supervisorInput, WakeUp);
    }

    internal delegate void FrameHandler(ref FrameReader frame);

    internal Outbox Outbox { get; }

    /// <summary>The room into which output is read; for the pump's thread.</summary>
    internal Span<byte> Chunk => _chunk;

    /// <summary>Hands on the task's output from now on, until its pipe is closed. For the pump's thread.</summary>
    internal void Watch(RunningTask task) => _watched.Add(task);

    /// <summary>Runs until the supervisor's end of the pipe closes.</summary>
    internal void Pump(FrameHandler handle)
    {
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        while (true)
        {
            var entries = Prepare();
            Libc.Poll(entries);
            if (entries[Wake].Returned != 0)
                _ = Libc.Read(_wake, counter);
            if (entries[Room].Returned != 0)
                Outbox.Flush();
            for (var i = FirstTask; i < entries.Length; i++)
            {
                if (entries[i].Returned != 0)
                    _watched[i - FirstTask].Pipe.ReadOnce(_chunk);
            }

            if (entries[Frames].Returned == 0)
                continue;
            if (!_frames.Fill(_input))
                return;
            while (_frames.TryTake(out var bytes))
            {
                var frame = new FrameReader(bytes);
                handle(ref frame);
            }
        }
    }

    public void Dispose() => _ = Libc.close(_wake);

    private Span<Libc.PollEntry> Prepare()
    {
        _watched.RemoveAll(static task => !task.Pipe.IsOpen);
        var count = FirstTask + _watched.Count;
        if (_entries.Length < count)
            _entries = new Libc.PollEntry[count * 2];
        _entries[Frames] = new() { Descriptor = _input, Events = Libc.PollIn };

        // A negative descriptor is passed over: a supervisor that died is seen at its output.
        _entries[Room] = new() { Descriptor = Outbox.HasKept ? _output : -1, Events = Libc.PollOut };
        _entries[Wake] = new() { Descriptor = _wake, Events = Libc.PollIn };
        for (var i = FirstTask; i < count; i++)
            _entries[i] = new() { Descriptor = _watched[i - FirstTask].Pipe.Descriptor, Events = Libc.PollIn };
        return _entries.AsSpan(0, count);
    }

    private void WakeUp()
    {
        ulong one = 1;
        _ = Libc.write(_wake, (byte*)&one, sizeof(ulong));
    }
}
