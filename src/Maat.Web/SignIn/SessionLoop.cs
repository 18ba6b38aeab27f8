using Maat.Engine;
using Maat.Engine.People;

namespace Maat.Web.SignIn;

/// <summary>
/// Learns what happened to people and sessions in other processes: at once when a peer tells, and else by looking. It reads once for the
/// whole process, whatever the number of open pages, and what it reads are the few sessions that ended since the last time.
/// </summary>
internal sealed partial class SessionLoop(
    EndedSessions ended, OpenSessions sessions, Identities identities, EngineSignals signals, TimeProvider time, ILogger<SessionLoop> logger) : BackgroundService
{
    /// <summary>How long a sign-out at a process that cannot reach this one may go unnoticed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Read again each time: a transaction takes a while to be seen, and machines' clocks differ a little.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private DateTime _since = DateTime.UnixEpoch;

    /// <summary>Nobody comes in before this process knows whom to refuse.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await signals.People.WaitAsync(Interval, time, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        identities.Forget();
        try
        {
            foreach (string id in await ended.SinceAsync(_since, cancellation))
                sessions.End(id, now + Session.Lifetime);
            _since = now - Overlap;
        }
#pragma warning disable CA1031 // The edge of the loop.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(logger, exception, Interval);
        }
    }

    [LoggerMessage(EventId = 521, Level = LogLevel.Warning, Message = "Could not look who signed out at other processes. Looking again after {Interval}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, TimeSpan interval);
}
