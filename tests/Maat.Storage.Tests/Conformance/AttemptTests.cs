using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Runs;

namespace Maat.Storage.Tests.Conformance;

public abstract class AttemptTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    private static readonly RunPlan s_plan = Flat(2);

    [Fact]
    public async Task InsertAttempts_EveryField_IsHistory()
    {
        var ended = new EndedAttempt(
            NodeRunId.Of(3, 1), 2, 5, AttemptOutcome.Failed, "exit code 3", 3, 7, Now, Now.AddMicroseconds(1), 1L << 40, true);
        await Transact(t => t.InsertAttemptsAsync([ended, ended with { Fence = 6, Outcome = AttemptOutcome.Lost, Reason = null, ExitCode = null, LogCut = false }]));

        List<AttemptRow> rows = [.. (await Rows<AttemptRow>()).OrderBy(a => a.Fence)];
        Assert.Equal(
            ended,
            new EndedAttempt(
                rows[0].NodeRunId, rows[0].Attempt, rows[0].Fence, rows[0].Outcome, rows[0].Reason, rows[0].ExitCode, rows[0].WorkerId,
                rows[0].StartedAt, rows[0].EndedAt, rows[0].LogBytes, rows[0].LogCut));
        Assert.Equal((6L, AttemptOutcome.Lost, null, null, false), (rows[1].Fence, rows[1].Outcome, rows[1].Reason, rows[1].ExitCode, rows[1].LogCut));
    }

    [Fact]
    public async Task InsertAttempts_SameClaimTwice_IsRefusedInWhole()
    {
        var ended = new EndedAttempt(NodeRunId.Of(3, 1), 1, 1, AttemptOutcome.Succeeded, null, 0, 7, Now, Now, 0, false);
        await Transact(t => t.InsertAttemptsAsync([ended]));

        await Assert.ThrowsAnyAsync<Exception>(() => Transact(t => t.InsertAttemptsAsync([ended with { Fence = 2 }, ended])));

        Assert.Single(await Rows<AttemptRow>());
    }

    [Fact]
    public async Task Lease_NodeLostAndClaimedAgain_CarriesTheNewFenceAlone()
    {
        long run = await BeginRun(s_plan);
        long dead = await AddWorker("dead");
        Claim first = (await Claim(dead, slots: 1))[0];
        await Complete(run, s_plan, 0, new AttemptResult.Lost("worker died"));
        Assert.Empty(await Transact(t => t.ReadLeasesAsync([first.NodeRunId])));
        long living = await AddWorker("living");
        Claim second = (await Claim(living)).Single(c => c.NodeRunId == first.NodeRunId);

        Lease lease = Assert.Single(await Transact(t => t.ReadLeasesAsync([first.NodeRunId])));

        Assert.Equal((second.Fence, living), (lease.Fence, lease.WorkerId));
        Assert.True(second.Fence > first.Fence);
        Assert.Equal(first.Attempt, second.Attempt);
    }

    [Fact]
    public async Task ReadOutputs_WrittenUnderAStaleFence_AreNotSeen()
    {
        long run = await BeginRun(s_plan);
        long worker = await AddWorker();
        Claim stale = (await Claim(worker, slots: 1))[0];
        await Transact(t => t.InsertOutputsAsync(stale.NodeRunId, stale.Fence, [new("rows", "1")]));
        await Complete(run, s_plan, 0, new AttemptResult.Lost("worker died"));
        Claim good = (await Claim(worker)).Single(c => c.NodeRunId == stale.NodeRunId);
        await Transact(t => t.InsertOutputsAsync(good.NodeRunId, good.Fence, [new("rows", "2"), new("ids", "[]")]));

        Assert.Empty(await Transact(t => t.ReadOutputsAsync(run, [0, 1])));
        await Complete(run, s_plan, 0, new AttemptResult.Succeeded(HasOutputs: true));

        IReadOnlyList<StoredOutput> outputs = await Transact(t => t.ReadOutputsAsync(run, [0, 1]));
        Assert.Equal([new StoredOutput(0, "ids", "[]"), new StoredOutput(0, "rows", "2")], outputs.OrderBy(o => o.Name));
    }

    [Fact]
    public async Task ReadOutputs_NodeThatDidNotSucceed_HasNone()
    {
        long run = await BeginRun(s_plan);
        Claim claim = (await Claim(await AddWorker(), slots: 1))[0];
        await Transact(t => t.InsertOutputsAsync(claim.NodeRunId, claim.Fence, [new("rows", "1")]));
        await Complete(run, s_plan, 0, new AttemptResult.Failed("no", Retryable: false));

        Assert.Empty(await Transact(t => t.ReadOutputsAsync(run, [0])));
    }

    [Fact]
    public async Task InsertOutputs_LargeAndStrangeTexts_ComeBackAsTheyWere()
    {
        long run = await BeginRun(s_plan);
        Claim claim = (await Claim(await AddWorker(), slots: 1))[0];
        string large = '"' + new string('中', 1 << 20) + '"';
        const string Strange = "\"';-- \\ \0 \r\n 😀 {{}}\"  ";
        await Transact(t => t.InsertOutputsAsync(claim.NodeRunId, claim.Fence, [new("large", large), new("strange", Strange), new("empty", "")]));
        await Complete(run, s_plan, 0, new AttemptResult.Succeeded(HasOutputs: true));

        Dictionary<string, string> read = (await Transact(t => t.ReadOutputsAsync(run, [0]))).ToDictionary(o => o.Name, o => o.Value);

        Assert.True(read["large"] == large, "The large value differs.");
        Assert.Equal(Strange, read["strange"]);
        Assert.Equal("", read["empty"]);
    }
}
