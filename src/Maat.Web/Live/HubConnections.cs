using System.Collections.Concurrent;
using Maat.Domain.Projects;
using Maat.Web.SignIn;

namespace Maat.Web.Live;

/// <summary>
/// Closes the hub's connections of those who may no longer be here: disabled, signed out, beyond their session's end, or with other rights
/// than those the connection was opened with. Who still may comes back by itself, and is asked for each run again.
/// </summary>
internal sealed partial class HubConnections(TimeProvider time, ILogger<HubConnections> logger) : BackgroundService
{
    /// <summary>The bound within which a connection is closed; one look into a cache for each connection.</summary>
    public static readonly TimeSpan Interval = CircuitAuthentication.Interval;

    private readonly ConcurrentDictionary<string, Open> _open = new(StringComparer.Ordinal);

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    private sealed record Open(ActorIdentity Identity, Actor OpenedBy, Action Abort);

    /// <param name="abort">Ends the connection.</param>
    public void Add(string connection, ActorIdentity identity, Action abort) => _open[connection] = new Open(identity, identity.Acting, abort);

    public void Remove(string connection) => _open.TryRemove(connection, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach ((string connection, Open open) in _open)
            {
                if (!await MayStayAsync(open, stoppingToken))
                {
                    Remove(connection);
                    open.Abort();
                }
            }
        }
    }

    /// <summary>A database that does not answer closes nothing: it is asked again.</summary>
    private async ValueTask<bool> MayStayAsync(Open open, CancellationToken cancellation)
    {
        try
        {
            return await open.Identity.RefreshAsync(cancellation) && HasSameRights(open.OpenedBy, open.Identity.Acting);
        }
#pragma warning disable CA1031 // The edge of the loop: one that cannot be looked at must not keep the others from it.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(logger, exception, Interval);
            return true;
        }
    }

    private static bool HasSameRights(Actor opened, Actor now) =>
        opened.IsAdministrator == now.IsAdministrator
        && opened.Roles.Count == now.Roles.Count
        && opened.Roles.All(role => now.Roles.TryGetValue(role.Key, out Role held) && held == role.Value);

    [LoggerMessage(EventId = 503, Level = LogLevel.Warning, Message = "Could not look whether somebody who watches a run may still do so. Looking again after {Interval}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, TimeSpan interval);
}
