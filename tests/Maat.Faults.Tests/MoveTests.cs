using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Faults.Product;
using Maat.MariaDb;

namespace Maat.Faults.Tests;

/// <summary>An embedded installation moves to a server.</summary>
public sealed class MoveTests
{
    private const string Crontab = "* * * * * *";

    /// <summary>Longer than the first firings take, so that some are due while nothing runs, or afterwards.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Move_WithARunKilledInItsMidstAndASchedule_GoesOnWithoutLosingOrDoublingAnything()
    {
        await using MariaDbServer server = await MariaDbServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var installation = new Installation("Worker:LossLimit=100");
        Graph gated = new Graph()
            .Add("first", $"{installation.Effects.Record}\necho \"value=1\" >> \"$MAAT_OUTPUT\"")
            .Add("second", $"{installation.Effects.Record}\n{installation.WaitAt("second")}", "first")
            .Add("third", installation.Effects.Record, "second");
        ProductProcess product = await installation.StartAsync();
        long application = await product.Api.ApplyAsync(gated.Document);
        installation.Open("second");
        long ended = await product.Api.TriggerAsync(application);
        await installation.SucceedsAsync(ended);
        installation.Close("second");

        long run = await product.Api.TriggerAsync(application);
        await Eventually.HoldsAsync(() => installation.Effects.Of("second").Any(effect => effect.Run == run), "the second node runs");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DateTimeOffset first = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() + 2), last = first + Span;
        long schedule = await product.Api.ScheduleAsync(application, Crontab, first, last);
        await Eventually.HoldsAsync(() => installation.Database.Firings(schedule).Count >= 2, "it has fired twice");
        string refused = await installation.MoveAsync(server);
        Assert.Contains("An embedded database serves one process.", refused, StringComparison.Ordinal);
        await product.KillAsync();
        await installation.NothingLivesAsync();
        Assert.Contains("rows in all", await installation.MoveAgainAsync(), StringComparison.Ordinal);

        // Everything on the server from here on, with the token and the logs that there were.
        Assert.Equal(RunState.Succeeded, installation.Database.StateOf(ended));
        Assert.Equal(1, installation.Database.Leases(run));
        int before = installation.Database.Firings(schedule).Count;
        await installation.StartAsync();
        installation.Open("second");
        await installation.SucceedsAsync(run);
        Assert.Equal(
            [AttemptOutcome.Lost, AttemptOutcome.Succeeded],
            installation.Database.Attempts(run).Where(attempt => attempt.Ordinal == 1).Select(attempt => attempt.Outcome));
        Invariants.Hold(installation, gated, run);

        await Eventually.HoldsAsync(
            () => installation.Database.Number("SELECT next_fire_at IS NULL FROM schedule WHERE id = @id", schedule) == 1, "the schedule is over");
        IReadOnlyList<FiringRow> firings = installation.Database.Firings(schedule);
        List<DateTimeOffset> due = [.. CronExpression.Parse(Crontab).GetOccurrences(first.AddTicks(-1), last, TimeZoneInfo.Utc)];
        Assert.InRange(before, 2, due.Count - 1);
        Assert.Equal(due, firings.Select(firing => firing.Due));
        Assert.All(firings, firing => Assert.True(firing.Fate is FiringFate.Started or FiringFate.StartedLate, $"{firing}"));
        Assert.Equal(firings.Select(firing => firing.Run!.Value).Concat([ended, run]).Order(), installation.Database.Runs(application));
        foreach (FiringRow firing in firings)
        {
            await installation.SucceedsAsync(firing.Run!.Value);
        }

        Invariants.EventsHaveNoGaps(installation.Database);
        Assert.DoesNotContain("rows in all", await installation.MoveAgainAsync(), StringComparison.Ordinal);
    }
}
