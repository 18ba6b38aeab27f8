using Maat.Engine.Loops;
using Maat.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Engine.Tests.Loops;

public sealed class LoopRunnerTests
{
    public static TheoryData<Exception> Failures => [new IOException("the disk is full"), new AmbiguousCommitException(new IOException("gone"))];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Run_StepFailsWhileTheLoopIsWoken_PausesAllTheSame(Exception failure)
    {
        using var cancellation = new CancellationTokenSource();
        var time = new StandingTime();
        var loop = new WokenLoop(() => throw failure);

        Task running = new LoopRunner(loop, time, NullLogger.Instance).RunAsync(cancellation.Token);

        Assert.Equal(1, loop.Steps);
        Assert.Equal([TimeSpan.FromMilliseconds(100)], time.Waits);
        await cancellation.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Run_StepFailsAgain_PausesLongerUpToFiveSeconds()
    {
        using var cancellation = new CancellationTokenSource();
        var time = new StandingTime();
        Task running = new LoopRunner(new WokenLoop(() => throw new IOException("away")), time, NullLogger.Instance).RunAsync(cancellation.Token);

        for (int i = 0; i < 7; i++)
        {
            time.PassLast();
        }

        Assert.Equal([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000], time.Waits.Select(wait => wait.TotalMilliseconds));
        await cancellation.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Run_StepSaysAgain_StepsAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        int left = 3;
        var loop = new WokenLoop(() => --left > 0 ? LoopStep.Again : LoopStep.UntilWoken);
        loop.Wake.Reset();

        Task running = new LoopRunner(loop, new StandingTime(), NullLogger.Instance).RunAsync(cancellation.Token);

        Assert.Equal(3, loop.Steps);
        await cancellation.CancelAsync();
        await running;
    }

    /// <summary>A loop whose signal is set anew by each step, as by results that wait.</summary>
    private sealed class WokenLoop(Func<LoopStep> step) : IEngineLoop
    {
        private const int TooMany = 100;

        public int Steps { get; private set; }

        public string Name => "woken";

        public Signal Wake { get; } = new();

        public Task<LoopStep> StepAsync(CancellationToken cancellation)
        {
            if (++Steps > TooMany)
            {
                throw new OperationCanceledException("It spins.");
            }

            try
            {
                LoopStep next = step();
                return Task.FromResult(next);
            }
            catch
            {
                Wake.Set();
                throw;
            }
        }
    }

    /// <summary>A clock that stands still; its timers ring when they are told to.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private Action? _last;

        public List<TimeSpan> Waits { get; } = [];

        public void PassLast() => _last!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            _last = () => callback(state);
            return new Still();
        }

        private sealed class Still : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
