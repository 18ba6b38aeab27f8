using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

public sealed class PeopleTests
{
    private static readonly AttemptResult s_succeeded = new AttemptResult.Succeeded();
    private static readonly AttemptResult s_failed = new AttemptResult.Failed("exit code 1");

    [Fact]
    public void Cancel_QueuedRun_EndsItWithoutNodeRuns()
    {
        var head = new RunHead(1);
        var step = new RunStep(Graphs.Of("a>b").Plan, head, new NoNodes(), Context());

        step.Cancel("somebody");

        Assert.Equal((RunState.Cancelled, 0, step.Change.RunState), (head.State, head.Open, RunState.Cancelled));
        Assert.NotNull(head.EndedAt);
    }

    [Theory]
    [InlineData(RunState.Queued)]
    [InlineData(RunState.Cancelled)]
    public void RetryAndMark_RunThatNeverStarted_Conflict(RunState state)
    {
        var plan = Graphs.Of("a>b").Plan;
        Action<RunStep>[] actions =
            [step => step.RetryFailed(), step => step.RetryFrom([0]), step => step.Mark(0, NodeState.Skipped, null, "somebody"), step => step.Pause()];
        Assert.All(actions, action =>
            Assert.Throws<RunConflictException>(() => action(new RunStep(plan, new RunHead(1) { State = state }, new NoNodes(), Context()))));
    }

    [Fact]
    public void Cancel_PausedRun_EndsWhatIsHeld()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>b")).Person(step => step.Pause());

        run.Person(step => step.Cancel("somebody"));

        Assert.Equal((NodeState.Cancelled, NodeState.Cancelled, RunState.Cancelled), (run[0].State, run[1].State, run.Head.State));
    }

    [Fact]
    public void Cancel_WhileNodesRun_EndsWithTheLastAndKeepsALateResult()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>c b>c")).Claim(0).Claim(2).Person(step => step.Cancel("somebody"));
        Assert.Equal((RunState.Running, NodeState.Cancelled), (run.Head.State, run[1].State));
        Assert.Equal([0, 2], run.StopRequests.Order());

        run.Complete(0, s_succeeded);
        Assert.Equal(RunState.Running, run.Head.State);
        run.Complete(2, new AttemptResult.Stopped("asked to"));

        Assert.Equal((NodeState.Succeeded, NodeState.Cancelled, RunState.Cancelled), (run[0].State, run[2].State, run.Head.State));
    }

    [Fact]
    public void Cancel_FailureWithRetriesLeft_IsNotRetried()
    {
        var graph = new Graph([new PlanNode("a", Retries: new RetryPolicy(3, TimeSpan.Zero))], []);
        RunTables run = RunTables.Begun(graph).Claim(0).Person(step => step.Cancel("somebody"));

        Assert.Equal(NodeState.Failed, run.Complete(0, s_failed)[0].State);
    }

    [Fact]
    public void RetryFailed_CancelledRun_RunsWhatWasCancelled()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>b b>c")).ClaimAndComplete(0, s_succeeded).Person(step => step.Cancel("somebody"));

        run.Person(step => step.RetryFailed());

        Assert.Equal((RunState.Running, false, 2), (run.Head.State, run.Head.CancelRequested, run.Head.Round));
        run.ClaimAndComplete(1, s_succeeded).ClaimAndComplete(2, s_succeeded);
        Assert.Equal(RunState.Succeeded, run.Head.State);
    }

    [Fact]
    public void RetryFailed_LeavesWhatRanBelowAFailure()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>b a>cleanup b>c", ("cleanup", TriggerRule.OneFailed)));
        run.ClaimAndComplete(0, s_failed).ClaimAndComplete(2, s_succeeded);
        Assert.Equal(RunState.Failed, run.Head.State);

        run.Person(step => step.RetryFailed());

        Assert.Equal(
            [NodeState.Ready, NodeState.Waiting, NodeState.Succeeded, NodeState.Waiting], run.Nodes.Select(n => n.State));
    }

    [Fact]
    public void RetryFrom_NodeBelowIsRunning_ConflictsAndNamesIt()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>b")).ClaimAndComplete(0, s_succeeded).Claim(1);

        RunConflictException conflict = Assert.Throws<RunConflictException>(() => run.Person(step => step.RetryFrom([0])));

        Assert.Contains("Still running: b.", conflict.Message, StringComparison.Ordinal);
        Assert.Equal((NodeState.Succeeded, 1), (run[0].State, run.Head.Round));
    }

    [Fact]
    public void RetryFrom_PollIsInFlight_Conflicts()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a")).ClaimAndComplete(0, new AttemptResult.Deferred(DateTime.MaxValue, "job 7"));
        run.Claim(0);
        Assert.Throws<RunConflictException>(() => run.Person(step => step.RetryFrom([0])));

        run.Complete(0, new AttemptResult.Deferred(DateTime.MaxValue, "job 7")).Person(step => step.RetryFrom([0]));

        Assert.Equal((NodeState.Ready, 2), (run[0].State, run[0].Attempt));
    }

    [Fact]
    public void RetryFrom_ChildOfABranch_KeepsTheChoiceAndRetryOfTheBranchForgetsIt()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a-x>b a-y>c"));
        run.ClaimAndComplete(0, new AttemptResult.Succeeded(["x"])).ClaimAndComplete(1, s_succeeded);

        run.Person(step => step.RetryFrom([1, 2]));
        Assert.Equal((NodeState.Ready, NodeState.Skipped), (run[1].State, run[2].State));
        run.Person(step => step.RetryFrom([0]));
        Assert.Null(run[0].Choice);
        run.ClaimAndComplete(0, new AttemptResult.Succeeded(["y"]));

        Assert.Equal((NodeState.Skipped, NodeState.Ready), (run[1].State, run[2].State));
    }

    [Fact]
    public void RetryFrom_NodeWithOutputs_MakesThemHistory()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a")).ClaimAndComplete(0, new AttemptResult.Succeeded(HasOutputs: true));

        Assert.Equal(0, run.Person(step => step.RetryFrom([0]))[0].OutputFence);
    }

    [Fact]
    public void Retry_PausedRun_HoldsWhatItReopens()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a b")).ClaimAndComplete(0, s_failed).Person(step => step.Pause());

        Assert.Equal(NodeState.Held, run.Person(step => step.RetryFailed())[0].State);
    }

    [Fact]
    public void Retry_WhileCancelling_Conflicts()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a b")).ClaimAndComplete(0, s_failed).Claim(1).Person(step => step.Cancel("somebody"));

        Assert.Throws<RunConflictException>(() => run.Person(step => step.RetryFailed()));
        Assert.Throws<RunConflictException>(() => run.Person(step => step.RetryFrom([0])));
        Assert.Throws<RunConflictException>(() => run.Person(step => step.Mark(0, NodeState.Succeeded, null, "somebody")));
    }

    [Theory]
    [InlineData(NodeState.Succeeded, NodeState.Ready)]
    [InlineData(NodeState.Failed, NodeState.UpstreamFailed)]
    [InlineData(NodeState.Skipped, NodeState.Skipped)]
    public void Mark_RunningNode_WaitsForItsLeaseAndThenHolds(NodeState mark, NodeState child)
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>b")).Claim(0).Person(step => step.Mark(0, mark, null, "somebody"));
        Assert.Equal((NodeState.Running, mark), (run[0].State, run[0].Pending?.State));
        Assert.Contains(0, run.StopRequests);

        run.Complete(0, new AttemptResult.Stopped("asked to"));

        Assert.Equal((mark, "Marked by somebody.", child), (run[0].State, run[0].Reason, run[1].State));
        Assert.Null(run[0].Pending);
    }

    [Theory]
    [InlineData(NodeState.Succeeded, 1)]
    [InlineData(NodeState.Failed, 0)]
    public void Mark_RunningNodeThatSucceedsFirst_KeepsItsOutputsOnlyIfItAgrees(NodeState mark, long outputFence)
    {
        RunTables run = RunTables.Begun(Graphs.Of("a")).Claim(0).Person(step => step.Mark(0, mark, null, "somebody"));

        run.Complete(0, new AttemptResult.Succeeded(HasOutputs: true));

        Assert.Equal((mark, outputFence), (run[0].State, run[0].OutputFence));
    }

    [Theory]
    [InlineData(NodeState.Succeeded, 1)]
    [InlineData(NodeState.Failed, 0)]
    [InlineData(NodeState.Skipped, 0)]
    public void Mark_NodeWithOutputs_HidesThemUnlessItSucceeded(NodeState mark, long outputFence)
    {
        RunTables run = RunTables.Begun(Graphs.Of("a")).ClaimAndComplete(0, new AttemptResult.Succeeded(HasOutputs: true));

        Assert.Equal(outputFence, run.Person(step => step.Mark(0, mark, null, "somebody"))[0].OutputFence);
    }

    [Fact]
    public void Mark_RunningBranch_TakesThePersonsArmsWhateverItChose()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a-x>b a-y>c")).Claim(0).Person(step => step.Mark(0, NodeState.Succeeded, ["y"], "somebody"));

        run.Complete(0, new AttemptResult.Succeeded(["x"]));

        Assert.Equal((NodeState.Skipped, NodeState.Ready), (run[1].State, run[2].State));
    }

    [Fact]
    public void Mark_BranchAsSucceeded_AsksForItsArms()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a-x>b a-y>c"));

        Assert.Throws<RunConflictException>(() => run.Person(step => step.Mark(0, NodeState.Succeeded, null, "somebody")));
        Assert.Throws<RunConflictException>(() => run.Person(step => step.Mark(0, NodeState.Succeeded, ["z"], "somebody")));
        run.Person(step => step.Mark(0, NodeState.Succeeded, ["x"], "somebody"));
        Assert.Equal((NodeState.Ready, NodeState.Skipped), (run[1].State, run[2].State));
    }

    [Fact]
    public void Mark_EndedBranch_DecidesItsUnrunChildrenAgain()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a-x>b a-y>c c>d"));
        run.ClaimAndComplete(0, new AttemptResult.Succeeded(["x"])).ClaimAndComplete(1, s_succeeded);

        run.Person(step => step.Mark(0, NodeState.Succeeded, ["y"], "somebody"));

        Assert.Equal((NodeState.Succeeded, NodeState.Ready, NodeState.Waiting), (run[1].State, run[2].State, run[3].State));
        Assert.Equal((RunState.Running, 2), (run.Head.State, run.Head.Round));
    }

    [Fact]
    public void Mark_FailedNode_RunsWhatItHadStopped()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>b b>c")).ClaimAndComplete(0, s_failed);

        run.Person(step => step.Mark(0, NodeState.Succeeded, null, "somebody"));

        Assert.Equal((NodeState.Ready, NodeState.Waiting, RunState.Running), (run[1].State, run[2].State, run.Head.State));
    }

    [Fact]
    public void Mark_LastLeafOfAnEndedRun_ChangesHowTheRunEnded()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a")).ClaimAndComplete(0, s_failed);

        run.Person(step => step.Mark(0, NodeState.Succeeded, null, "somebody"));
        Assert.Equal((RunState.Succeeded, RunState.Succeeded), (run.Head.State, run.Last.RunState));
        run.Person(step => step.Mark(0, NodeState.Failed, null, "somebody"));

        Assert.Equal((RunState.Failed, RunState.Failed), (run.Head.State, run.Last.RunState));
    }

    [Fact]
    public void Mark_WaitingNode_IsNotDecidedByARetryAbove()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>b")).Person(step => step.Mark(1, NodeState.Skipped, null, "somebody"));
        run.ClaimAndComplete(0, s_failed);

        Assert.Equal(NodeState.Skipped, run.Person(step => step.RetryFailed())[1].State);
    }

    [Fact]
    public void Mark_NodeThatARuleSkipped_IsNotDecidedByARetryAbove()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a>b", ("b", TriggerRule.NoneSkipped)));
        run.ClaimAndComplete(0, new AttemptResult.Skipped("exit code 99")).Person(step => step.Mark(1, NodeState.Skipped, null, "somebody"));

        run.Person(step => step.Mark(0, NodeState.Succeeded, null, "somebody"));

        Assert.Equal(NodeState.Skipped, run[1].State);
    }

    [Theory]
    [InlineData(NodeState.Cancelled)]
    [InlineData(NodeState.UpstreamFailed)]
    [InlineData(NodeState.Ready)]
    public void Mark_AsAnythingElse_IsRefused(NodeState state) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RunTables.Begun(Graphs.Of("a")).Person(step => step.Mark(0, state, null, "somebody")));

    [Fact]
    public void Resume_AfterAPause_OwesTheQueuesNothing()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a b c"));
        long position = run.Ready[0].Position;

        run.Person(step => step.Pause()).Person(step => step.Resume());

        Assert.Equal(position, run.Ready[0].Position);
    }

    [Fact]
    public void Actions_TwoInOneStep_AreRefused()
    {
        RunTables run = RunTables.Begun(Graphs.Of("a b"));

        Assert.Throws<InvalidOperationException>(() => run.Person(step =>
        {
            step.Mark(0, NodeState.Failed, null, "somebody");
            step.Mark(1, NodeState.Failed, null, "somebody");
        }));
    }

    private static StepContext Context() => new(DateTime.UnixEpoch, StepContext.DefaultLossLimit, () => TimeSpan.Zero);

    private sealed class NoNodes : INodeRuns
    {
        public NodeRun Get(int ordinal) => throw new InvalidOperationException("The run has no node runs.");

        public bool IsLeased(int ordinal) => throw new InvalidOperationException("The run has no node runs.");
    }
}
