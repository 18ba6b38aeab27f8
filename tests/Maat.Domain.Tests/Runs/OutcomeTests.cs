using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

public sealed class OutcomeTests
{
    private static readonly AttemptResult s_failed = new AttemptResult.Failed("exit code 1");
    private static readonly AttemptResult s_lost = new AttemptResult.Lost("worker gone");

    [Fact]
    public void Complete_FailedWithRetries_WaitsItsDelayForEachAndThenFails()
    {
        RunTables run = One(new RetryPolicy(2, TimeSpan.FromSeconds(10), Backoff: 3));
        foreach (int seconds in (int[])[10, 30])
        {
            run.ClaimAndComplete(0, s_failed);
            Assert.Equal(NodeState.Retrying, run[0].State);
            Assert.Equal(new DelayedEntry(0, DelayKind.Retry, run.Now.AddSeconds(seconds), run[0].Fence), run.Delayed[0]);
            run.PassDelay(0);
        }

        Assert.Equal(3, run[0].Attempt);
        run.ClaimAndComplete(0, s_failed);
        Assert.Equal((NodeState.Failed, "exit code 1", RunState.Failed), (run[0].State, run[0].Reason, run.Head.State));
    }

    [Fact]
    public void Complete_FailedNotRetryable_FailsWithRetriesLeft() =>
        Assert.Equal(NodeState.Failed, One(Retries(5)).ClaimAndComplete(0, new AttemptResult.Failed("no such key", Retryable: false))[0].State);

    [Fact]
    public void Retry_AfterItsBudget_HasTheWholeBudgetAgain()
    {
        RunTables run = One(Retries(1));
        run.ClaimAndComplete(0, s_failed).PassDelay(0).ClaimAndComplete(0, s_failed);

        run.Person(step => step.RetryFailed());

        Assert.Equal((3, 3, 2), (run[0].Attempt, run[0].AttemptBase, run.Head.Round));
        run.ClaimAndComplete(0, s_failed);
        Assert.Equal(NodeState.Retrying, run[0].State);
        run.PassDelay(0).ClaimAndComplete(0, s_failed);
        Assert.Equal((NodeState.Failed, 4), (run[0].State, run[0].Attempt));
    }

    [Fact]
    public void Complete_Lost_RunsAtOnceThenAfterADelayAndFailsAboveTheLimit()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a"), lossLimit: 2);

        run.ClaimAndComplete(0, s_lost);
        Assert.Equal((NodeState.Ready, 1, 1), (run[0].State, run[0].Losses, run[0].Attempt));
        run.ClaimAndComplete(0, s_lost);
        Assert.Equal((NodeState.Retrying, 2), (run[0].State, run[0].Losses));
        Assert.Equal(DelayKind.Loss, run.Delayed[0].Kind);
        run.PassDelay(0);
        Assert.Equal(1, run[0].Attempt);
        run.ClaimAndComplete(0, s_lost);

        Assert.Equal((NodeState.Failed, 3), (run[0].State, run[0].Losses));
        Assert.Contains("the limit is 2", run[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_LostWhileTheDatabaseWasAway_NeverCounts()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a"), lossLimit: 0);
        for (int i = 0; i < 5; i++)
        {
            run.ClaimAndComplete(0, new AttemptResult.Lost("database away", Counts: false));
        }

        Assert.Equal((NodeState.Ready, 0, 1, 6L), (run[0].State, run[0].Losses, run[0].Attempt, run[0].Fence));
    }

    [Fact]
    public void Retry_AfterLosses_CountsThemAnew()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a"), lossLimit: 0).ClaimAndComplete(0, s_lost);

        Assert.Equal(0, run.Person(step => step.RetryFailed())[0].Losses);
    }

    [Fact]
    public void Complete_DeferredThenLostPoll_PollsOnWithWhatItHas()
    {
        RunTables run = One().ClaimAndComplete(0, new AttemptResult.Deferred(DateTime.MaxValue, "job 7"));
        Assert.Equal(DateTime.MaxValue, run.Delayed[0].Due);

        run.ClaimAndComplete(0, s_lost);

        Assert.Equal((NodeState.Deferred, "job 7", run.Now), (run[0].State, run[0].Resume, run.Delayed[0].Due));
    }

    [Fact]
    public void Complete_PollFailedWithRetries_TriggersAnew()
    {
        RunTables run = One(Retries(1)).ClaimAndComplete(0, new AttemptResult.Deferred(DateTime.MaxValue, "job 7")).ClaimAndComplete(0, s_failed);

        Assert.Equal((NodeState.Retrying, null), (run[0].State, run[0].Resume));
        Assert.Equal(NodeState.Ready, run.PassDelay(0)[0].State);
    }

    [Fact]
    public void Complete_PollAgain_TellsNoEvent()
    {
        RunTables run = One().ClaimAndComplete(0, new AttemptResult.Deferred(DateTime.MaxValue, "1"));
        Assert.Single(run.Last.Events);

        run.ClaimAndComplete(0, new AttemptResult.Deferred(DateTime.MaxValue, "2"));

        Assert.Empty(run.Last.Events);
        Assert.Equal("2", run[0].Resume);
    }

    [Fact]
    public void Complete_HandedBack_IsClaimableForTheSameAttemptUnderANewFence()
    {
        RunTables run = One().ClaimAndComplete(0, new AttemptResult.HandedBack("draining"));

        Assert.Equal((NodeState.Ready, 1, 2L, 0), (run[0].State, run[0].Attempt, run[0].Fence, run[0].Losses));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Complete_Succeeded_NamesItsFenceOnlyIfItHasOutputs(bool hasOutputs, long outputFence) =>
        Assert.Equal(outputFence, One().ClaimAndComplete(0, new AttemptResult.Succeeded(HasOutputs: hasOutputs))[0].OutputFence);

    [Fact]
    public void Complete_InAPausedRun_HoldsWhatWouldBeReady()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>b")).Claim(0).Person(step => step.Pause());

        run.Complete(0, new AttemptResult.Succeeded());

        Assert.Equal((NodeState.Held, RunState.Paused), (run[1].State, run.Head.State));
        Assert.Equal(NodeState.Ready, run.Person(step => step.Resume())[1].State);
    }

    [Fact]
    public void Ready_ByPriority_ThenSpreadOverVirtualTime()
    {
        var graph = new Graph([new PlanNode("low", Priority: 0), new PlanNode("a"), new PlanNode("b"), new PlanNode("top", Priority: PlanNode.MaxPriority)], []);
        RunTables run = RunTables.Begun(graph);

        Assert.Equal([3, 1, 2, 0], run.Ready.Values.OrderBy(e => e.Position).Select(e => e.Ordinal));
        Assert.Equal(RunStep.FairShareMicroseconds, run.Ready[2].Position - run.Ready[1].Position);
    }

    [Fact]
    public void Begin_EmptyGraph_Succeeds() => Assert.Equal(RunState.Succeeded, RunTables.Begun(new Graph([], [])).Head.State);

    private static RetryPolicy Retries(int count) => new(count, TimeSpan.FromSeconds(1));

    private static RunTables One(RetryPolicy? retries = null) => RunTables.Begun(new Graph([new PlanNode("a", Retries: retries)], []));
}
