using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Faults.Product;

namespace Maat.Faults.Tests;

/// <summary>Processes whose clocks are wrong, by libfaketime.</summary>
public sealed class WrongClockTests
{
    [Fact]
    public async Task Clocks_TenMinutesOff_NeitherLoseLeasesNorFireEarlyLateOrTwice()
    {
        await using Installation installation = await Installation.OnAsync(await SharedMariaDb.ServerAsync(), "Worker:LeaseSeconds=3");
        Graph graph = new Graph().Add("work", $"{installation.Effects.Record}\n{installation.WaitAt("work")}");
        ProductProcess web = await installation.StartAsync("Web+Scheduler");
        await installation.StartAsync("Scheduler", environment: Off("+600"));
        await installation.StartAsync("Worker", environment: Off("-600"));
        long application = await web.Api.ApplyAsync(graph.Document);
        long run = await web.Api.TriggerAsync(application);
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 1, "the script runs");

        DateTimeOffset first = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 2), last = first.AddSeconds(4);
        long schedule = await web.Api.ScheduleAsync(application, "* * * * * *", first, last);
        await Eventually.HoldsAsync(
            () => installation.Database.Number("SELECT next_fire_at IS NULL FROM schedule WHERE id = @id", schedule) == 1, "the schedule is over");
        DateTimeOffset over = TimeProvider.System.GetUtcNow();
        installation.Open("work");

        IReadOnlyList<FiringRow> firings = installation.Database.Firings(schedule);
        Assert.Equal(Enumerable.Range(0, 5).Select(second => first.AddSeconds(second)), firings.Select(firing => firing.Due));
        // Nobody whose clock is ahead has decided for the others before it was time.
        Assert.True(over >= last, $"The last one was due at {last:O}, and everything was over at {over:O}");
        Assert.All(installation.Database.LatestDecided(schedule), decided => Assert.InRange(decided.DecidedAt, decided.Due, over));
        Assert.All(firings, firing => Assert.True(firing.Fate is FiringFate.Started or FiringFate.StartedLate, $"{firing}"));
        foreach (long made in (long[])[run, .. firings.Select(firing => firing.Run!.Value)])
        {
            await installation.SucceedsAsync(made);
            Invariants.Hold(installation, graph, made);
            Assert.Equal([AttemptOutcome.Succeeded], installation.Database.Attempts(made).Select(attempt => attempt.Outcome));
        }

        Assert.Equal(1, installation.Database.Number("SELECT count(*) FROM worker"));
    }

    /// <summary>What makes a process's wall clock wrong; its monotonic clock stays right, as when somebody sets the time.</summary>
    private static Dictionary<string, string> Off(string seconds) => new()
    {
        ["LD_PRELOAD"] = Directory.GetDirectories("/usr/lib").Select(directory => Path.Combine(directory, "faketime", "libfaketimeMT.so.1")).First(File.Exists),
        ["FAKETIME"] = $"{seconds}s",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };
}
