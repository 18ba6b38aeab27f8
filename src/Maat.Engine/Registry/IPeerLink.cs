namespace Maat.Engine.Registry;

/// <summary>How processes reach each other.</summary>
public interface IPeerLink
{
    /// <summary>Where this process is reached; null when others cannot.</summary>
    string? OwnAddress { get; }

    /// <summary>Tells a peer that something changed which concerns it. Whatever goes wrong is thrown.</summary>
    Task WakeAsync(string address, WakeUp what, CancellationToken cancellation);
}

/// <summary>Another living process.</summary>
/// <param name="Address">Where it is reached.</param>
/// <param name="Concerns">What it wants to hear of, by its roles.</param>
public sealed record Peer(long Id, string Address, WakeUp Concerns)
{
    private static readonly Dictionary<string, WakeUp> ByRole = new(StringComparer.Ordinal)
    {
        ["web"] = WakeUp.Events | WakeUp.People,
        ["scheduler"] = WakeUp.Delayed | WakeUp.Admission | WakeUp.Schedules,
        ["worker"] = WakeUp.Ready | WakeUp.StopRequests,
    };

    /// <summary>What a process with these roles wants to hear of.</summary>
    public static WakeUp ConcernsOf(IEnumerable<string> roles) => roles.Aggregate(WakeUp.None, (all, role) => all | ByRole.GetValueOrDefault(role));
}
