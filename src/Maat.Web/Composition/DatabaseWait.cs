using System.Security.Authentication;
using Maat.Storage;
using Maat.Web.Settings;
using MySqlConnector;

namespace Maat.Web.Composition;

/// <summary>
/// Waits for a database server that is away at the start, for as long as it takes: whoever starts Maat beside its database, or after a power
/// failure, need not mind the order. What waiting does not mend (a wrong password, a database that is not made, a server that Maat cannot
/// run on) ends the process with the reason.
/// </summary>
internal sealed partial class DatabaseWait(MaatOptions settings, IConfiguration configuration, TimeProvider time, ILogger logger)
{
    /// <summary>Somebody may be asking whether this process lives; what takes longer than this happens in the waiting room.</summary>
    private static readonly TimeSpan BeforeTheRoom = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Short, so that work begins within seconds of the database's coming.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>How often it is said again.</summary>
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(1);

    /// <param name="prepare">May be run again after an error.</param>
    /// <returns>False when the process was asked to end before the database came.</returns>
    /// <exception cref="MySqlException">Of a kind that waiting does not mend.</exception>
    public async Task<bool> UntilPreparedAsync(Func<CancellationToken, Task> prepare)
    {
        Task first = prepare(CancellationToken.None);
        await Task.WhenAny(first, Task.Delay(BeforeTheRoom, time));
        if (first.IsCompleted && !(first.Exception is { InnerException: { } failure } && IsWorthWaiting(failure)))
        {
            await first;
            return true;
        }

        await using WaitingRoom room = await WaitingRoom.OpenAsync(configuration, ListenAddresses.Of(settings));
        try
        {
            await TryUntilAsync(first, prepare, room.Stopping);
            return true;
        }
        catch (OperationCanceledException) when (room.Stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task TryUntilAsync(Task attempt, Func<CancellationToken, Task> prepare, CancellationToken stopping)
    {
        long? said = null;
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await attempt.WaitAsync(stopping);
                return;
            }
            catch (Exception exception) when (IsWorthWaiting(exception))
            {
                if (said is not { } last || time.GetElapsedTime(last) >= SayAgain)
                {
                    LogAway(logger, Place(settings), (Error(exception) ?? exception).Message);
                    said = time.GetTimestamp();
                }
            }

            await Task.Delay(pause, time, stopping);
            attempt = prepare(stopping);
        }
    }

    /// <summary>Where the database is, and for whom. Never the connection string itself: it has a password.</summary>
    public static string Place(MaatOptions settings)
    {
        var connection = new MySqlConnectionStringBuilder(settings.Database.ConnectionString!);
        return $"{connection.Database} on {connection.Server}:{connection.Port} as {connection.UserID}";
    }

    /// <summary>
    /// Whether the same may succeed later: nobody answers there yet, the server starts, stops or fails over, it is full, or another process
    /// was in the way. Certificates do not mend themselves.
    /// </summary>
    internal static bool IsWorthWaiting(Exception exception) =>
        exception is AmbiguousCommitException || Error(exception) is { IsTransient: true, InnerException: not AuthenticationException };

    private static MySqlException? Error(Exception? exception) => exception is null or MySqlException ? exception as MySqlException : Error(exception.InnerException);

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "The database {Database} does not answer ({Reason}). Maat waits for it and starts when it does.")]
    private static partial void LogAway(ILogger logger, string database, string reason);
}
