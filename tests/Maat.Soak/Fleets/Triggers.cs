using Maat.Faults.Product;
using MySqlConnector;

namespace Maat.Soak.Fleets;

/// <summary>
/// Keeps some runs active by triggering them by hand, each under a key of its own. A trigger whose answer is lost is repeated under its key
/// until it is answered.
/// </summary>
internal sealed class Triggers(Fleet fleet, Workload workload, int active)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<long, HashSet<long>> answered = workload.Triggered.ToDictionary(application => application, _ => new HashSet<long>());
    private int keys;

    /// <summary>How often a trigger was refused or not answered.</summary>
    public int Repeated { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (Active() < active)
                await TriggerAsync(workload.Triggered[keys++ % workload.Triggered.Count]);
            else
                await Task.Delay(Pause, fleet.Time, CancellationToken.None);
        }
    }

    /// <summary>A run for each key, and none else.</summary>
    public IEnumerable<string> Violations(IReadOnlyList<Faults.Histories.RunRow> runs) =>
        from application in workload.Triggered
        let made = runs.Where(run => run.Application == application && !run.Scheduled).Select(run => run.Id).ToHashSet()
        where !made.SetEquals(answered[application])
        select $"application {application} was triggered {answered[application].Count} times and has {made.Count} runs";

    public async Task TriggerAsync(long application)
    {
        string key = $"{application}-{keys}-{Guid.NewGuid():N}";
        while (true)
        {
            if (fleet.Web.IsUp && await TryAsync(fleet.Web.Process.Api, application, key) is { } run)
            {
                answered[application].Add(run);
                return;
            }

            Repeated++;
            await Task.Delay(Pause, fleet.Time);
        }
    }

    private static async Task<long?> TryAsync(ProductApi api, long application, string key)
    {
        try
        {
            return await api.TryTriggerAsync(application, key);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ObjectDisposedException)
        {
            // It said that it could not, because its database was away, or it was killed between the look and the call.
            return null;
        }
    }

    private int Active()
    {
        try
        {
            return (int)fleet.Database.Number(
                $"SELECT count(*) FROM run WHERE application_id IN ({string.Join(", ", workload.Triggered)}) AND ended_at IS NULL");
        }
        catch (MySqlException)
        {
            // The database was killed.
            return int.MaxValue;
        }
    }
}
