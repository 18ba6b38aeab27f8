using Maat.Storage.Engine;
using Maat.Storage.Events;
using Maat.Storage.Runs;

namespace Maat.Storage.Tests.Conformance;

public abstract class EventTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    [Fact]
    public async Task Events_CommandsThatThrowAmongOthers_LeaveNoGap()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select<int, Task>(i => i % 3 == 1
            ? Assert.ThrowsAsync<TimeoutException>(() => Transact<long>(async t =>
            {
                await t.InsertRunAsync(ARun());
                throw new TimeoutException();
            }))
            : Transact(t => t.InsertRunAsync(ARun()))));

        Assert.Equal(40, (await Rows<RunRow>()).Count);
        List<EventRow> events = await Rows<EventRow>();
        Assert.Equal(40, events.Count);
        Assert.All(
            events.GroupBy(e => e.WriterId),
            written => Assert.Equal(Enumerable.Range(1, written.Count()).Select(i => (long)i), written.Select(e => e.Sequence).Order()));
    }

    [Fact]
    public async Task ReadEvents_FollowerWithALimit_SeesEachOnceInOrder()
    {
        for (int i = 0; i < 7; i++)
        {
            await Transact(t => t.InsertRunAsync(ARun()));
        }

        var seen = new List<StoredEvent>();
        foreach ((long writer, long head) in await Test.Events.ReadHeadsAsync(Cancellation))
        {
            long after = 0;
            while (after < head)
            {
                IReadOnlyList<StoredEvent> read = await Test.Events.ReadEventsAsync(writer, after, 3, Cancellation);
                Assert.InRange(read.Count, 1, 3);
                Assert.Equal(Enumerable.Range(0, read.Count).Select(i => after + i + 1), read.Select(e => e.Sequence));
                seen.AddRange(read);
                after = read[^1].Sequence;
            }

            Assert.Empty(await Test.Events.ReadEventsAsync(writer, head, 3, Cancellation));
        }

        Assert.Equal((await Rows<RunRow>()).Select(r => r.Id).Order(), seen.Select(e => e.RunId).Order());
    }

    [Fact]
    public async Task ReadHeads_NothingWritten_NoWriterHasAHead() => Assert.Empty(await Test.Events.ReadHeadsAsync(Cancellation));

    [Fact]
    public async Task Commit_WithoutAnAnswer_IsAmbiguousAndANewWriterBegins()
    {
        await Transact(t => t.InsertRunAsync(ARun()));
        long[] before = [.. (await Test.Events.ReadHeadsAsync(Cancellation)).Keys];
        await Test.MakeCommitFailAsync("poison");

        await Assert.ThrowsAsync<AmbiguousCommitException>(() => Transact(async t =>
        {
            long run = await t.InsertRunAsync(ARun());
            await t.InsertRunKeyAsync(1, "poison", run, Now);
        }));
        long after = await Transact(t => t.InsertRunAsync(ARun()));

        EventRow told = Assert.Single(await Rows<EventRow>(), e => e.RunId == after);
        Assert.DoesNotContain(told.WriterId, before);
        Assert.Equal(1, told.Sequence);
    }
}
