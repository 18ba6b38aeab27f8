using Maat.Domain.Schedules;
using Maat.Faults.Product;

namespace Maat.Faults.Tests;

/// <summary>kill -9 while schedules fire.</summary>
public sealed class FiringTests
{
    private const string Crontab = "* * * * * *";
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Schedule_ProductKilledBetweenFirings_GivesEveryDueInstantOneFate()
    {
        await using var installation = new Installation("Worker:LossLimit=100");
        Graph graph = new Graph().Add("only", installation.Effects.Record);
        ProductProcess product = await installation.StartAsync();
        long application = await product.Api.ApplyAsync(graph.Document);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DateTimeOffset first = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() + 2), last = first + Span;
        long schedule = await product.Api.ScheduleAsync(application, Crontab, first, last);

        foreach (int fired in (int[])[2, 4])
        {
            await Eventually.HoldsAsync(() => installation.Database.Firings(schedule).Count >= fired, $"it has fired {fired} times");
            await product.KillAsync();
            product = await installation.StartAsync();
        }

        await Eventually.HoldsAsync(
            () => installation.Database.Number("SELECT next_fire_at IS NULL FROM schedule WHERE id = @id", schedule) == 1, "the schedule is over");
        IReadOnlyList<FiringRow> firings = installation.Database.Firings(schedule);
        List<DateTimeOffset> due = [.. CronExpression.Parse(Crontab).GetOccurrences(first.AddTicks(-1), last, TimeZoneInfo.Utc)];
        Assert.Equal(due, firings.Select(firing => firing.Due));
        Assert.All(firings, firing => Assert.Equal((1L, null), (firing.Count, firing.Until)));
        Assert.All(firings, firing => Assert.True(firing.Fate is FiringFate.Started or FiringFate.StartedLate, $"{firing}"));

        Assert.Equal(firings.Select(firing => firing.Run!.Value).Order(), installation.Database.Runs(application));
        foreach (FiringRow firing in firings)
        {
            Assert.Equal(firing.Due, installation.Database.ScheduledAt(firing.Run!.Value));
            await installation.SucceedsAsync(firing.Run.Value);
            Invariants.Hold(installation, graph, firing.Run.Value);
        }
    }
}
