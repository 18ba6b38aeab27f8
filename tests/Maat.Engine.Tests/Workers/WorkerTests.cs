using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Kinds;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Loops;
using Maat.Engine.Runs;
using Maat.Engine.Schedulers;
using Maat.Engine.Workers;
using Maat.Storage.Engine;
using Maat.Storage.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Engine.Tests.Workers;

public sealed class WorkerTests
{
    private static readonly NodeKindCatalog Kinds = new([new BashKind()]);
    private static readonly Claim Claimed = new(NodeRunId.Of(7, 0), Fence: 3, Attempt: 1, QueueId: 1, LeaseKind.Work, DateTime.UnixEpoch);

    private readonly StartedNodes _started = new();
    private readonly EngineSignals _signals = new();

    [Fact]
    public void Launch_WhatItNeedsCannotBeRead_IsForgottenAndNotFailed()
    {
        Worker worker = Living(1, new ScriptedDatabase(() => throw new IOException("away")));

        worker.Launch(Claimed, 1, input: null);

        Assert.False(worker.Knows(Claimed.NodeRunId));
        Assert.Empty(worker.TakeEnded(10, long.MaxValue));
    }

    [Fact]
    public void Launch_ClaimOfTheWorkerThatThisProcessWas_IsHandedBackAndNotStarted()
    {
        Worker worker = Living(2, new ScriptedDatabase(() => throw new IOException("away")));

        worker.Launch(Claimed, workerId: 1, Input());

        Outcome outcome = Assert.Single(worker.TakeEnded(10, long.MaxValue));
        Assert.IsType<AttemptResult.HandedBack>(outcome.Result);
        Assert.Equal(1, outcome.WorkerId);
        Assert.Equal(0, _started.Count);
    }

    [Fact]
    public void Launch_ClaimOfThisWorker_IsStarted()
    {
        Worker worker = Living(1, new ScriptedDatabase(() => throw new IOException("away")));

        worker.Launch(Claimed, workerId: 1, Input());

        Assert.IsType<AttemptResult.Succeeded>(Assert.Single(worker.TakeEnded(10, long.MaxValue)).Result);
        Assert.Equal(1, _started.Count);
    }

    [Fact]
    public async Task Launch_ClaimedAgainWhileItsPredecessorIsEnding_StartsWhenThatIsGone()
    {
        Worker worker = Living(1, new ScriptedDatabase(() => throw new IOException("away")));
        var firstEnds = new TaskCompletionSource<NodeResult>();
        _started.Next = firstEnds.Task;
        worker.Launch(Claimed, workerId: 1, Input());
        NodeExecution first = Assert.Single(_started.Executions);

        var secondStarts = new TaskCompletionSource();
        _started.Next = Task.FromResult(new NodeResult(new AttemptResult.Succeeded()));
        _started.Starting = secondStarts.SetResult;
        worker.Launch(Claimed with { Fence = 4 }, workerId: 1, Input());
        Assert.True(first.Kill.IsCancellationRequested);
        Assert.False(secondStarts.Task.IsCompleted);

        firstEnds.SetResult(new NodeResult(new AttemptResult.Stopped("killed")));
        await secondStarts.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal([3L, 4L], _started.Executions.Select(e => e.Claim.Fence));
    }

    [Fact]
    public void Drain_AClaimIsOnItsWay_WaitsForWhatItBrings()
    {
        Worker worker = Living(1, new ScriptedDatabase(() => throw new IOException("away")));
        var ends = new TaskCompletionSource<NodeResult>();
        _started.Next = ends.Task;
        Assert.True(worker.TryBeginClaim(out long id));

        worker.Drain();
        Assert.False(worker.EmptyAsync().IsCompleted);
        Assert.False(worker.TryBeginClaim(out _));
        worker.Launch(Claimed, id, Input());
        worker.EndClaim();
        Assert.False(worker.EmptyAsync().IsCompleted);

        ends.SetResult(new NodeResult(new AttemptResult.Succeeded()));
        worker.Forget(Assert.Single(worker.TakeEnded(10, long.MaxValue)));
        Assert.True(worker.EmptyAsync().IsCompleted);
    }

    [Fact]
    public void TakeEnded_ALargeResultBehindSmallOnes_GoesAlone()
    {
        Worker worker = Living(1, new ScriptedDatabase(() => throw new IOException("away")));
        foreach ((int ordinal, int size) in ((int, int)[])[(0, 10), (1, 10), (2, 1_000), (3, 10)])
        {
            _started.Next = Task.FromResult(new NodeResult(new AttemptResult.Succeeded(HasOutputs: true))
            {
                Outputs = [KeyValuePair.Create("x", (Value)new TextValue(new string('x', size)))],
            });
            worker.Launch(Claimed with { NodeRunId = NodeRunId.Of(7, ordinal) }, workerId: 1, Input());
        }

        int[][] groups = [.. Enumerable.Range(0, 3).Select(_ => worker.TakeEnded(10, 100).Select(o => o.Ordinal).ToArray())];

        Assert.Equal([[0, 1], [2], [3]], groups);
    }

    [Fact]
    public async Task ClaimStep_DeclaredDeadWhileQueuesAreRead_ClaimsNothing()
    {
        var queues = new TaskCompletionSource<object>();
        var database = new ScriptedDatabase(() => queues.Task);
        Worker worker = Living(1, database);
        var options = new EngineOptions();
        var claims = new ClaimLoop(
            database, worker, Inputs(database), new QueueScope(database, options, TimeProvider.System), _signals, options, TimeProvider.System);

        Task<LoopStep> step = claims.StepAsync(TestContext.Current.CancellationToken);
        worker.Register(null);
        queues.SetResult(new Dictionary<string, long> { ["default"] = 1 });
        await step;

        Assert.Equal(0, worker.ClaimsBegun);
    }

    private static NodeInput Input()
    {
        var document = new TemplateDocument("t")
        {
            Nodes =
            [
                new NodeDefinition("say", BashKind.KindName)
                {
                    With = (ObjectValue)Value.ParseJson("""{"script":"true"}"""),
                },
            ],
        };
        CompiledTemplate template = TemplateCompiler.Compile(document, Kinds);
        var facts = new RunFacts(7, 1, 1, 1, 1, RunKind.Manual, DateTime.UnixEpoch, "UTC", 1, "me", DateTime.UnixEpoch);
        return new NodeInput(
            new RunContext(facts, new ObjectValue([]), template, "a", "p"), template.Nodes[0], new Dictionary<(string, string), Value>());
    }

    private static NodeInputs Inputs(ScriptedDatabase database) =>
        new(database, new RunContextCache(database, new TemplateCache(database, Kinds)), new Dictionary<string, INodeExecutor>(), NullLogger<NodeInputs>.Instance);

    private Worker Living(long id, ScriptedDatabase database)
    {
        var executors = new Dictionary<string, INodeExecutor> { [BashKind.KindName] = _started };
        var worker = new Worker(new EngineOptions(), executors, Inputs(database), new NoDeadline(), _signals, TimeProvider.System, NullLogger<Worker>.Instance);
        worker.Register(id);
        worker.Renew(TimeProvider.System.GetTimestamp());
        return worker;
    }

    private sealed class NoDeadline : ILeaseDeadline
    {
        public void Renew(Func<TimeSpan> left)
        {
        }
    }

    private sealed class StartedNodes : INodeExecutor
    {
        public List<NodeExecution> Executions { get; } = [];

        public int Count => Executions.Count;

        public Task<NodeResult> Next { get; set; } = Task.FromResult(new NodeResult(new AttemptResult.Succeeded()));

        public Action? Starting { get; set; }

        public IReadOnlyCollection<(string Node, string Output)> OutputsWanted(CompiledNode node) => [];

        public Task<NodeResult> ExecuteAsync(NodeExecution execution)
        {
            Executions.Add(execution);
            Starting?.Invoke();
            return Next;
        }
    }
}
