using Maat.Faults.Network;
using Maat.Soak.Fleets;

namespace Maat.Soak.Kills;

/// <summary>Does to an installation what a bad year does to a data centre, several things at once. A seed decides what.</summary>
internal sealed class Chaos(Fleet fleet, TimeSpan lease, int kills, Random random)
{
    private const string Database = "database";

    /// <summary>For so many leases a worker is stopped.</summary>
    private const int StoppedLeases = 3;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestAway = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(6);

    private readonly List<Task> underWay = [];
    private readonly Lock counting = new();
    private bool isDatabaseUp = true;

    /// <summary>How often each kind of thing was done.</summary>
    public SortedDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    public int Kills { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (Kills < kills && !stop.IsCancellationRequested)
        {
            underWay.RemoveAll(task => task.IsCompletedSuccessfully);
            if (underWay.Find(task => task.IsFaulted) is { } failed)
                await failed;
            underWay.Add(Next());
            await Task.Delay(LongestPause * random.NextDouble(), fleet.Time, CancellationToken.None);
        }

        await Task.WhenAll(underWay);
    }

    private Task Next() => random.Next(100) switch
    {
        < 46 => KillAsync(fleet.Workers),
        < 74 => KillAsync(fleet.Schedulers),
        < 80 => KillAsync([fleet.Web]),
        < 83 => KillDatabaseAsync(),
        < 88 => PauseAsync(fleet.Workers, lease * StoppedLeases, "stops of a worker"),
        < 91 => PauseAsync(fleet.Schedulers, lease * StoppedLeases * random.NextDouble(), "stops of a scheduler"),
        < 94 => CutAsync(),
        < 97 => CutAtCommitAsync(random.Next(2) == 0 ? CommitCut.Before : CommitCut.After),
        _ => StallAsync(),
    };

    private async Task KillAsync(IReadOnlyList<Member> candidates)
    {
        if (Choose(candidates) is not { } victim)
            return;
        Count($"kills of a {victim.Role.ToLowerInvariant()}", isKill: true);
        TimeSpan away = LongestAway * random.NextDouble();
        await victim.KillAsync();
        await Task.Delay(away, fleet.Time);
        await victim.StartAsync();
    }

    private async Task KillDatabaseAsync()
    {
        if (!isDatabaseUp)
            return;
        isDatabaseUp = false;
        Count($"kills of the {Database}", isKill: true);
        TimeSpan away = LongestAway * random.NextDouble();
        await fleet.Server.KillAsync();
        await Task.Delay(away, fleet.Time);
        await fleet.Server.StartAgainAsync();
        isDatabaseUp = true;
    }

    private async Task PauseAsync(IReadOnlyList<Member> candidates, TimeSpan time, string kind)
    {
        if (Choose(candidates) is not { } victim)
            return;
        Count(kind);
        await victim.PauseAsync(time);
    }

    private Task CutAsync()
    {
        if (Choose(fleet.Members) is { } victim)
        {
            Count("cuts of all connections");
            victim.Proxy.CutAll();
        }

        return Task.CompletedTask;
    }

    private Task CutAtCommitAsync(CommitCut when)
    {
        if (Choose([.. fleet.Workers, .. fleet.Schedulers]) is { } victim)
        {
            Count($"cuts {(when == CommitCut.Before ? "before" : "after")} a commit");
            _ = victim.Proxy.CutAtCommitAsync(when);
        }

        return Task.CompletedTask;
    }

    private async Task StallAsync()
    {
        if (Choose(fleet.Members) is not { } victim)
            return;
        Count("stalls of all connections");
        TimeSpan time = LongestStall * random.NextDouble();
        victim.Proxy.Stall();
        await Task.Delay(time, fleet.Time);
        victim.Proxy.Resume();
    }

    private Member? Choose(IReadOnlyList<Member> candidates)
    {
        List<Member> up = [.. candidates.Where(member => member.IsUp)];
        return up.Count == 0 ? null : up[random.Next(up.Count)];
    }

    private void Count(string kind, bool isKill = false)
    {
        lock (counting)
        {
            Done[kind] = Done.GetValueOrDefault(kind) + 1;
            Kills += isKill ? 1 : 0;
        }
    }
}
