namespace Maat.Engine.Tests;

public sealed class BulkTests
{
    [Fact]
    public async Task Each_OneIsRefused_TheOthersAreDone()
    {
        var touched = new List<long>();
        IReadOnlyList<BulkOutcome> outcomes = await Bulk.EachAsync([1, 2, 3, 2], id =>
        {
            touched.Add(id);
            return id == 2 ? throw new ConflictException($"no") : Task.FromResult<long?>(id * 10);
        });

        Assert.Equal([1, 2, 3], touched);
        Assert.Equal([(1, 10L, null), (2, null, "no"), (3, 30L, null)], outcomes.Select(o => (o.Id, o.Made, o.Refusal?.Message)));
    }

    [Fact]
    public async Task Each_OfTooMany_TouchesNone()
    {
        long[] many = [.. Enumerable.Range(1, Bulk.Most + 1).Select(i => (long)i)];
        int touched = 0;
        await Assert.ThrowsAsync<InvalidInputException>(() => Bulk.EachAsync(many, _ =>
        {
            touched++;
            return Task.FromResult<long?>(null);
        }));
        Assert.Equal(0, touched);
    }
}
