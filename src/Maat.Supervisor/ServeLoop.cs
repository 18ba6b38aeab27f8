namespace Maat.Supervisor;

/// <summary>
/// The main thread: takes the worker's frames, watches the deadline, and sends what did not fit into the pipe. Its children's ends
/// are taken by a thread of their own, because only a blocking wait costs nothing while it waits.
/// </summary>
internal sealed unsafe class ServeLoop
{
    private const int Input = 0, Output = 1;

    private readonly int _wake = Descriptor(Libc.eventfd(0, Libc.OpenNonBlocking | Libc.OpenCloseOnExec), "eventfd");
    private readonly int _timer = Descriptor(Libc.timerfd_create(Libc.ClockBootTime, Libc.OpenNonBlocking | Libc.OpenCloseOnExec), "timerfd_create");
    private readonly FrameBuffer _frames = new();
    private readonly Outbox _outbox;
    private readonly TaskTable _tasks;

    internal ServeLoop()
    {
        _outbox = new Outbox(Output, Wake);
        _tasks = new TaskTable(_outbox);
    }

    /// <summary>Serves until the worker closes its end or dies, then returns when nothing that was started lives any more.</summary>
    internal void Run()
    {
        var reaper = new Thread(() =>
        {
            while (_tasks.ReapNext())
            {
            }
        })
        { Name = "reaper" };
        reaper.Start();
        try
        {
            _outbox.Send(new FrameBuilder().Begin(FrameKind.Ready).Finish());
            Serve();
        }
        finally
        {
            _tasks.Close();
            reaper.Join();
            _outbox.Flush();
        }
    }

    private void Serve()
    {
        Span<Libc.PollEntry> entries = stackalloc Libc.PollEntry[4];
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        while (true)
        {
            entries[0] = new() { Descriptor = Input, Events = Libc.PollIn };
            entries[1] = new() { Descriptor = _timer, Events = Libc.PollIn };
            entries[2] = new() { Descriptor = _wake, Events = Libc.PollIn };
            entries[3] = new() { Descriptor = Output, Events = _outbox.HasKept ? Libc.PollOut : (short)0 };
            Libc.Poll(entries);
            if (entries[2].Returned != 0)
                _ = Libc.Read(_wake, counter);
            if (entries[3].Returned != 0)
                _outbox.Flush();

            // Nobody reads the output any more: the worker is dead or has closed.
            if ((entries[3].Returned & Libc.PollError) != 0)
                return;
            if (entries[0].Returned != 0)
            {
                if (!_frames.Fill(Input))
                    return;
                Handle();
            }

            // After the frames: one of them may have moved the deadline.
            if (entries[1].Returned != 0 && Libc.Read(_timer, counter) > 0)
                _tasks.ExpireIfDue();
        }
    }

    private void Handle()
    {
        while (_frames.TryTake(out var bytes))
        {
            var frame = new FrameReader(bytes);
            switch (frame.Kind)
            {
                case FrameKind.Start:
                    _tasks.Start(ref frame);
                    break;
                case FrameKind.Signal:
                    _tasks.Signal(frame.Int64(), frame.Int32());
                    break;
                case FrameKind.Deadline:
                    var deadline = frame.Int64();
                    _tasks.SetDeadline(deadline);
                    Libc.SetTimer(_timer, deadline);
                    break;
                default:
                    throw new InvalidDataException($"The worker sent a frame of kind {(int)frame.Kind}, which this supervisor does not know.");
            }
        }
    }

    private void Wake()
    {
        ulong one = 1;
        _ = Libc.write(_wake, (byte*)&one, sizeof(ulong));
    }

    private static int Descriptor(int result, string call) => result >= 0 ? result : throw Libc.Failure(call);
}
