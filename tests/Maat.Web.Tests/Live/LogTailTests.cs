using System.Text;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine;
using Maat.Engine.Logs;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Runs;
using Maat.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace Maat.Web.Tests.Live;

public sealed class LogTailTests(LiveBench bench) : IClassFixture<LiveBench>
{
    private const string Node = "first";

    /// <summary>A character of three bytes: most borders between parts fall into one.</summary>
    private static readonly string Long = string.Concat(Enumerable.Range(0, 20_000).Select(i => i % 50 == 49 ? "\n" : "写"));

    private LogTail Tail => bench.Get<LogTail>();

    [Fact]
    public async Task Log_CutIntoParts_CutsNoCharacterAndLeavesNoGap()
    {
        long run = await EndedAsync(Encoding.UTF8.GetBytes(Long));
        List<LogPart> parts = await ReadAsync(run, offset: 0);
        Assert.True(parts.Count > 1);
        Assert.Equal(Long, string.Concat(parts.Select(p => p.Text)));
        Assert.Equal([0, .. parts.SkipLast(1).Select(p => p.Next)], parts.Select(p => p.From));
        Assert.All(parts, p => Assert.InRange(p.Next - p.From, 1, LogTail.MaxPartBytes));
    }

    [Fact]
    public async Task Log_FromWhereAPartEnded_GoesOnWithoutLossOrRepeat()
    {
        long run = await EndedAsync(Encoding.UTF8.GetBytes(Long));
        List<LogPart> parts = await ReadAsync(run, offset: 0);
        List<LogPart> rest = await ReadAsync(run, parts[0].Next);
        Assert.Equal(Long, parts[0].Text + string.Concat(rest.Select(p => p.Text)));
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xFF, 0x62 }, "a\uFFFDb")]
    [InlineData(new byte[] { 0xC0, 0xAF, 0x0A }, "\uFFFD\uFFFD\n")]
    [InlineData(new byte[] { 0x61, 0xE5, 0x86 }, "a\uFFFD")]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x61 }, "\uFFFD\uFFFD\uFFFD\uFFFDa")]
    [InlineData(new byte[] { 0x00, 0x1B, 0x5B, 0x6D, 0x3C }, "\0\u001b[m<")]
    public async Task Log_ThatIsNoUtf8_IsReplacedAndEnds(byte[] bytes, string text)
    {
        List<LogPart> parts = await ReadAsync(await EndedAsync(bytes), offset: 0);
        Assert.Equal(text, string.Concat(parts.Select(p => p.Text)));
        Assert.Equal(bytes.Length, parts[^1].Next);
    }

    [Fact]
    public async Task Log_LongerThanItsTail_BeginsWithAWholeLine()
    {
        string text = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"line {i} 写\n"));
        long run = await EndedAsync(Encoding.UTF8.GetBytes(text));
        List<LogPart> parts = await ReadAsync(run, offset: null);
        string shown = string.Concat(parts.Select(p => p.Text));
        Assert.StartsWith("line ", shown, StringComparison.Ordinal);
        Assert.EndsWith(shown, text, StringComparison.Ordinal);
        Assert.InRange(parts[^1].Next - parts[0].From, LogTail.TailBytes - 100, LogTail.TailBytes);
    }

    [Fact]
    public async Task Log_LongerThanItsTailWithoutALine_BeginsWithAWholeCharacter()
    {
        long run = await EndedAsync(Encoding.UTF8.GetBytes(new string('写', 100_001)));
        string shown = string.Concat((await ReadAsync(run, offset: null)).Select(p => p.Text));
        Assert.Equal(new string('写', shown.Length), shown);
    }

    [Fact]
    public async Task Log_Growing_ComesAsItIsWrittenAndHoldsBackHalfACharacter()
    {
        long run = await bench.StartRunAsync();
        await LeaseAsync(run);
        ILogWriter writer = bench.Get<ILogStore>().Open(new LogKey(run, Node, 1, 1));
        await using IAsyncEnumerator<LogPart> parts = Tail
            .FollowAsync(LiveBench.Owner, run, Node, 1, 0, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        writer.Write([0x61, 0xE5, 0x86]);
        Assert.True(await parts.MoveNextAsync());
        Assert.Equal(new LogPart(0, 1, "a"), parts.Current);
        writer.Write([0x99]);
        Assert.True(await parts.MoveNextAsync());
        Assert.Equal(new LogPart(1, 4, "写"), parts.Current);
        writer.Complete();
        await EndAsync(run);
        Assert.False(await parts.MoveNextAsync());
    }

    [Fact]
    public async Task Log_OfAnotherProject_DoesNotExist()
    {
        long run = await EndedAsync([0x61]);
        var stranger = new Actor("stranger", false, new Dictionary<long, Role> { [4_711] = Role.Owner });
        await Assert.ThrowsAsync<NotFoundException>(async () =>
        {
            await foreach (LogPart part in Tail.FollowAsync(stranger, run, Node, 1, 0, TestContext.Current.CancellationToken))
                Assert.Fail(part.Text);
        });
    }

    private async Task<List<LogPart>> ReadAsync(long run, long? offset)
    {
        var parts = new List<LogPart>();
        await foreach (LogPart part in Tail.FollowAsync(LiveBench.Owner, run, Node, 1, offset, TestContext.Current.CancellationToken))
            parts.Add(part);
        return parts;
    }

    /// <summary>A run whose first node's first claim wrote this and has ended.</summary>
    private async Task<long> EndedAsync(byte[] bytes)
    {
        long run = await bench.StartRunAsync();
        ILogWriter writer = bench.Get<ILogStore>().Open(new LogKey(run, Node, 1, 1));
        writer.Write(bytes);
        writer.Complete();
        await EndAsync(run);
        return run;
    }

    private Task<bool> LeaseAsync(long run) => EditAsync(context => context.Leases.Add(
        new LeaseRow { NodeRunId = NodeRunId.Of(run, 0), Fence = 1, Attempt = 1, WorkerId = 1, QueueId = 1, StartedAt = DateTime.UnixEpoch }));

    private async Task EndAsync(long run)
    {
        long node = NodeRunId.Of(run, 0);
        await EditAsync(context => context.Attempts.Add(new AttemptRow
        {
            NodeRunId = node, Fence = 1, Attempt = 1, Outcome = AttemptOutcome.Failed, StartedAt = DateTime.UnixEpoch, EndedAt = DateTime.UnixEpoch,
        }));
        await bench.Get<IMaatDatabase>().EditAsync(
            (context, token) => context.Leases.Where(l => l.NodeRunId == node).ExecuteDeleteAsync(token), TestContext.Current.CancellationToken);
    }

    private Task<bool> EditAsync(Action<MaatContext> edit) => bench.Get<IMaatDatabase>().EditAsync(
        (context, _) =>
        {
            edit(context);
            return Task.FromResult(true);
        },
        TestContext.Current.CancellationToken);
}
