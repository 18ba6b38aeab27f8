using System.Globalization;
using Maat.Domain.Runs;
using Maat.Faults;
using Maat.Faults.Histories;
using Maat.Faults.Product;
using Maat.Soak.Fleets;

namespace Maat.Soak.Recovery;

/// <summary>
/// Kills one process at a time at default settings, and measures how long it takes until work goes on. Kills of one kind follow each other
/// before the first is got over where they do not disturb each other's measure, so that the whole takes minutes.
/// </summary>
internal sealed class RecoveryCommand(Arguments arguments, TimeProvider time)
{
    /// <summary>The product's default.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Long nodes go on for fifteen seconds, so that every worker has some whenever it is killed.</summary>
    private const int LongTenths = 150;

    private const int ActiveRuns = 9;

    private static readonly TimeSpan DatabaseAway = TimeSpan.FromSeconds(60);

    /// <summary>What ends so soon after the database's death must be kept: its worker beat at most a sixth of its lease before, and stops at five sixths.</summary>
    private static readonly TimeSpan ResultsKept = Lease / 2;

    private static readonly TimeSpan BetweenWorkers = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenSchedulers = TimeSpan.FromSeconds(6);

    /// <summary>How long after its kill a scheduler is judged by the firings that are due.</summary>
    private static readonly TimeSpan SchedulerSpan = TimeSpan.FromSeconds(4);

    /// <summary>After the database's return, until it is taken away again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>What has not happened by then is a violation.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Violations violations = new();
    private readonly Samples retried = new("worker killed, its nodes started again (first loss of each)", Lease + TimeSpan.FromSeconds(5));
    private readonly Samples fired = new("scheduler killed, next firing of each schedule", TimeSpan.FromSeconds(5));
    private readonly Samples late = new("scheduler killed, latest firing of each schedule that was due in the 4 s after", TimeSpan.FromSeconds(5));
    private readonly Samples started = new("database back after 60 s, first script started on each queue", TimeSpan.FromSeconds(10));
    private readonly Samples firedAgain = new("database back after 60 s, first firing of each schedule", TimeSpan.FromSeconds(10));
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> mustBeKept = [];

    /// <returns>The exit code: 0 when nothing was violated.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        int databases = Math.Max(1, arguments.Count / 10), schedulers = arguments.Count * 2 / 5, workers = arguments.Count - databases - schedulers;
        Console.WriteLine($"seed {arguments.Seed}, kills at default settings: {workers} of workers, {schedulers} of schedulers, {databases} of the database");
        await using Fleet fleet = await Fleet.StartAsync(violations, leaseSeconds: null, time, stop);
        Workload workload = await Workload.ApplyLongAsync(fleet, LongTenths);
        var triggers = new Triggers(fleet, workload, ActiveRuns);
        using var over = new CancellationTokenSource();
        Task triggering = triggers.RunAsync(over.Token);
        var random = new Random(arguments.Seed);
        await Eventually.HoldsAsync(() => fleet.Workers.All(worker => fleet.Database.RunningOn(Name(worker)).Count > 0), "every worker runs something");

        await KillWorkersAsync(fleet, workers, random, stop);
        await KillSchedulersAsync(fleet, workload, schedulers, random, stop);
        for (int kill = 0; kill < databases && !stop.IsCancellationRequested; kill++)
        {
            Console.WriteLine($"{time.GetUtcNow():HH:mm:ss}  the database is killed ({kill + 1} of {databases})");
            await KillDatabaseAsync(fleet, workload);
        }

        await over.CancelAsync();
        await triggering;
        await workload.PauseAsync(fleet.Web.Process.Api);
        await Eventually.HoldsAsync(() => fleet.Database.Number("SELECT count(*) FROM run WHERE ended_at IS NULL") == 0, "every run ends");
        await Task.WhenAll(fleet.Members.Select(member => member.EndAsync()));
        Judge(fleet, workload, triggers);
        return violations.Count == 0 ? 0 : 1;
    }

    private async Task KillWorkersAsync(Fleet fleet, int kills, Random random, CancellationToken stop)
    {
        var measures = new List<Task>();
        for (int kill = 0; kill < kills && !stop.IsCancellationRequested; kill++)
        {
            Member victim = Pick(fleet.Workers, random);
            string name = Name(victim);
            if (fleet.Database.RunningOn(name).Count == 0)
            {
                // It has only just begun to work again: another one, or the same a moment later.
                kill--;
                await Task.Delay(Look, time, CancellationToken.None);
                continue;
            }

            DateTimeOffset killed = time.GetUtcNow();
            await victim.KillAsync();
            // What it held is still there: nobody takes it back before its lease is over.
            measures.Add(MeasureRetriesAsync(fleet, killed, [.. fleet.Database.RunningOn(name).Where(node => node.Losses == 0)]));
            Console.WriteLine($"{killed:HH:mm:ss}  {victim.Name} is killed ({kill + 1} of {kills})");
            Task pause = Task.Delay(BetweenWorkers, time, CancellationToken.None);
            await victim.StartAsync();
            await pause;
        }

        await Task.WhenAll(measures);
    }

    private async Task MeasureRetriesAsync(Fleet fleet, DateTimeOffset killed, IReadOnlyList<RunningRow> nodes)
    {
        foreach (RunningRow node in nodes)
        {
            Effect? again = await FindAsync(() => fleet.Effects.Read().FirstOrDefault(begun => begun.Run == node.Run && begun.Fence > node.Fence));
            if (again is null)
                fleet.Violated($"a node of a killed worker was not started again within {Longest.TotalMinutes} minutes: {node}");
            else
                retried.Add(again.At - killed);
        }
    }

    private async Task KillSchedulersAsync(Fleet fleet, Workload workload, int kills, Random random, CancellationToken stop)
    {
        for (int kill = 0; kill < kills && !stop.IsCancellationRequested; kill++)
        {
            Member victim = Pick(fleet.Schedulers, random);
            // Anywhere in the second between two firings.
            await Task.Delay(BetweenSchedulers + (TimeSpan.FromSeconds(1) * random.NextDouble()), time, CancellationToken.None);
            DateTimeOffset killed = time.GetUtcNow();
            await victim.KillAsync();
            Console.WriteLine($"{killed:HH:mm:ss}  {victim.Name} is killed ({kill + 1} of {kills})");
            Task start = victim.StartAsync();
            foreach (ExpectedSchedule schedule in workload.Schedules)
            {
                await MeasureFiringAsync(fleet, schedule, killed, fired);
                // By then everything that was due in the span has been decided, or is late beyond the goal.
                if (await FindAsync(() => Decided(fleet, schedule).FirstOrDefault(firing => firing.Due > killed + SchedulerSpan)) is not null)
                    late.Add(Decided(fleet, schedule).Where(firing => firing.Due > killed && firing.Due <= killed + SchedulerSpan).Max(firing => firing.DecidedAt - firing.Due));
            }

            await start;
        }
    }

    private async Task KillDatabaseAsync(Fleet fleet, Workload workload)
    {
        DateTimeOffset killed = time.GetUtcNow();
        mustBeKept.Add((killed, killed + ResultsKept));
        await fleet.Server.KillAsync();
        await Task.Delay(DatabaseAway, time, CancellationToken.None);
        await fleet.Server.StartAgainAsync();
        DateTimeOffset back = time.GetUtcNow();
        foreach (ExpectedSchedule schedule in workload.Schedules)
            await MeasureFiringAsync(fleet, schedule, back, firedAgain);
        foreach (var queue in workload.Schedules)
        {
            if (await FindAsync(() => fleet.Effects.Read().FirstOrDefault(begun => begun.At > back && fleet.Database.ApplicationOf(begun.Run) == queue.Application)) is { } first)
                started.Add(first.At - back);
            else
                fleet.Violated($"within {Longest.TotalMinutes} minutes after the database's return no script of application {queue.Application} was started");
        }

        foreach (Member member in fleet.Members)
            await member.WatchAsync();
        await Task.Delay(Rest, time, CancellationToken.None);
    }

    private async Task MeasureFiringAsync(Fleet fleet, ExpectedSchedule schedule, DateTimeOffset since, Samples samples)
    {
        DecidedRow? next = await FindAsync(() => Decided(fleet, schedule).FirstOrDefault(firing => firing.DecidedAt > since));
        if (next is null)
            fleet.Violated($"{schedule} did not fire within {Longest.TotalMinutes} minutes");
        else
            samples.Add(next.DecidedAt - since);
    }

    private void Judge(Fleet fleet, Workload workload, Triggers triggers)
    {
        History history = fleet.Database.ReadHistory(workload.Schedules.Select(schedule => schedule.Schedule), fleet.Effects.ReadAll());
        var rules = new HistoryRules(history, workload.Expected);
        foreach (string violation in (string[])[.. rules.Violations(workload.Schedules), .. rules.EveryResultHasAnEnd(), .. triggers.Violations(history.Runs), .. Unkept(history)])
            violations.Add(violation, time.GetUtcNow());

        Console.WriteLine();
        foreach (Samples samples in (Samples[])[retried, fired, late, started, firedAgain])
            Console.WriteLine(samples);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{history.Runs.Count} runs, {history.Attempts.Count} attempts, {history.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Lost)} of them lost, {violations.Count} violations"));
        foreach (string violation in violations.All)
            Console.WriteLine($"  {violation}");
    }

    /// <summary>What a script finished while the database was away is its result; it did not have to be done again.</summary>
    private IEnumerable<string> Unkept(History history)
    {
        HashSet<(long, long)> succeeded = [.. history.Attempts.Where(row => row.Outcome == AttemptOutcome.Succeeded).Select(row => (row.Run, row.Fence))];
        return history.Effects
            .Where(effect => effect.Kind == EffectKind.End && mustBeKept.Exists(span => effect.At > span.From && effect.At < span.Until))
            .Where(effect => !succeeded.Contains((effect.Run, effect.Fence)))
            .Select(effect => $"a result was lost while the database was away: {effect}");
    }

    private async Task<T?> FindAsync<T>(Func<T?> find)
        where T : class
    {
        long since = time.GetTimestamp();
        T? found;
        while ((found = find()) is null && time.GetElapsedTime(since) < Longest)
            await Task.Delay(Look, time);
        return found;
    }

    private static IReadOnlyList<DecidedRow> Decided(Fleet fleet, ExpectedSchedule schedule) => fleet.Database.LatestDecided(schedule.Schedule);

    private static Member Pick(IReadOnlyList<Member> members, Random random) => members[random.Next(members.Count)];

    /// <summary>As a worker calls itself.</summary>
    private static string Name(Member worker) => $"{Environment.MachineName}/{worker.Process.Id}";
}
