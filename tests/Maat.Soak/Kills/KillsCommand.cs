using System.Globalization;
using Maat.Domain.Runs;
using Maat.Faults.Histories;
using Maat.Faults.Product;
using Maat.Soak.Fleets;
using MySqlConnector;

namespace Maat.Soak.Kills;

/// <summary>
/// Hundreds of kills, stops and cuts under load with short leases. Afterwards everything must end as if nothing had been, and what scripts
/// wrote must agree with what the database says.
/// </summary>
internal sealed class KillsCommand(Arguments arguments, TimeProvider time)
{
    private const int ActiveRuns = 6;

    /// <summary>After the last kill everything goes well, and what is left of the work is little.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Report = TimeSpan.FromSeconds(30);

    private readonly Violations violations = new();

    /// <returns>The exit code: 0 when nothing was violated.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        long began = time.GetTimestamp();
        int leaseSeconds = arguments.LeaseSeconds ?? throw new InvalidOperationException("There is a default.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {arguments.Seed}, {arguments.Count} kills, leases of {leaseSeconds} s"));
        await using Fleet fleet = await Fleet.StartAsync(violations, leaseSeconds, time, stop);
        Workload workload = await Workload.ApplyAsync(fleet);
        var triggers = new Triggers(fleet, workload, ActiveRuns);
        var chaos = new Chaos(fleet, TimeSpan.FromSeconds(leaseSeconds), arguments.Count, new Random(arguments.Seed));

        using var over = new CancellationTokenSource();
        Task triggering = triggers.RunAsync(over.Token);
        Task reporting = ReportAsync(fleet, chaos, began, over.Token);
        await chaos.RunAsync(stop);
        await over.CancelAsync();
        await triggering;
        await reporting;

        await workload.PauseAsync(fleet.Web.Process.Api);
        await EndAsync(fleet);
        await Task.WhenAll(fleet.Members.Select(member => member.EndAsync()));

        History history = fleet.Database.ReadHistory(workload.Schedules.Select(schedule => schedule.Schedule), fleet.Effects.ReadAll());
        var rules = new HistoryRules(history, workload.Expected);
        foreach (string violation in (string[])[.. rules.Violations(workload.Schedules), .. rules.EveryResultHasAnEnd(), .. triggers.Violations(history.Runs)])
            violations.Add(violation, time.GetUtcNow());
        Print(history, fleet, chaos, triggers, began);
        return violations.Count == 0 ? 0 : 1;
    }

    /// <summary>Waits until every run has ended.</summary>
    private async Task EndAsync(Fleet fleet)
    {
        bool ended = await Faults.Eventually.HoldsWithinAsync(
            LongestEnd, () => Task.FromResult(fleet.Database.Number("SELECT count(*) FROM run WHERE ended_at IS NULL") == 0));
        if (!ended)
            violations.Add($"after {LongestEnd.TotalMinutes} minutes without a fault some runs have not ended", time.GetUtcNow());
    }

    private async Task ReportAsync(Fleet fleet, Chaos chaos, long began, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Report, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                foreach (Member member in fleet.Members)
                    await member.WatchAsync();
                IReadOnlyList<Effect> effects = fleet.Effects.ReadAll();
                foreach (string violation in EffectRules.Violations(effects))
                    violations.Add(violation, time.GetUtcNow());
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{time.GetElapsedTime(began):hh\\:mm\\:ss}  {chaos.Kills} kills, {Counted(fleet)}, {effects.Count(effect => effect.Kind == EffectKind.Begin)} starts, {violations.Count} violations"));
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private static string Counted(Fleet fleet)
    {
        try
        {
            long runs = fleet.Database.Number("SELECT count(*) FROM run"), open = fleet.Database.Number("SELECT count(*) FROM run WHERE ended_at IS NULL");
            return string.Create(CultureInfo.InvariantCulture, $"{runs} runs, {open} of them open");
        }
        catch (MySqlException)
        {
            return "no database";
        }
    }

    private void Print(History history, Fleet fleet, Chaos chaos, Triggers triggers, long began)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {arguments.Seed}: {chaos.Kills} kills in {time.GetElapsedTime(began):hh\\:mm\\:ss}"));
        foreach ((string kind, int times) in chaos.Done)
            Row(kind, times);
        Row("runs", history.Runs.Count);
        Row("nodes", history.Nodes.Count);
        Row("attempts", history.Attempts.Count);
        Row("  lost", history.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Lost));
        Row("  handed back", history.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.HandedBack));
        Row("scripts begun", history.Effects.Count(effect => effect.Kind == EffectKind.Begin));
        Row("firings", history.Firings.Values.Sum(firings => firings.Sum(firing => (int)firing.Count)));
        Row("event writers", history.Writers.Count);
        Row("triggers repeated", triggers.Repeated);
        Row("starts that failed and were tried again", fleet.Members.Sum(member => member.FailedStarts));
        Row("violations", violations.Count);
        foreach (string violation in violations.All)
            Console.WriteLine($"  {violation}");
    }

    private static void Row(string what, int number) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number,8}  {what}"));
}
