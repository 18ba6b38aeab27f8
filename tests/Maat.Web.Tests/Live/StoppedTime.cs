namespace Maat.Web.Tests.Live;

/// <summary>Time that stands still until a test lets everybody who waits go on.</summary>
internal sealed class StoppedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private readonly TaskCompletionSource _waited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _passing;

    /// <summary>Completes when somebody waits.</summary>
    public Task WaitedForAsync() => _waited.Task.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>All waits are over, those to come too.</summary>
    public void Pass()
    {
        List<Timer> due;
        lock (_lock)
        {
            _passing = true;
            due = [.. _timers];
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(callback, state);
        bool passing;
        lock (_lock)
        {
            _timers.Add(timer);
            passing = _passing;
        }

        if (passing)
            ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        _waited.TrySetResult();
        return timer;
    }

    private sealed class Timer(TimerCallback callback, object? state) : ITimer
    {
        private int _fired;

        public void Fire()
        {
            if (Interlocked.Exchange(ref _fired, 1) == 0)
                callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _fired = 1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
