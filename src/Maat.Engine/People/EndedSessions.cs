using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.People;

/// <summary>
/// The sessions of browsers that were signed out, for every web process: each keeps in memory what it has read here, so that asking whether a
/// session is open costs nothing.
/// </summary>
public sealed class EndedSessions(IMaatDatabase database, EngineSignals signals, TimeProvider time)
{
    /// <summary>As long as a cookie lives that was made in the moment before; then it is worth nothing by itself.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(12);

    /// <summary>Says to every process that the session has ended.</summary>
    public async Task EndAsync(string session, CancellationToken cancellation)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        DateTime forgotten = now - Remembered;
        await database.EditAsync(
            async (context, token) =>
            {
                await context.EndedSessions.Where(s => s.EndedAt < forgotten).ExecuteDeleteAsync(token).ConfigureAwait(false);
                if (!await context.EndedSessions.AnyAsync(s => s.Id == session, token).ConfigureAwait(false))
                {
                    context.EndedSessions.Add(new EndedSessionRow { Id = session, EndedAt = now });
                }

                return true;
            },
            cancellation).ConfigureAwait(false);
        signals.Tell(WakeUp.People);
    }

    /// <summary>The names of those that ended at this time or later.</summary>
    public Task<List<string>> SinceAsync(DateTime since, CancellationToken cancellation) => database.ReadAsync(
        (context, token) => context.EndedSessions.Where(s => s.EndedAt >= since).Select(s => s.Id).ToListAsync(token), cancellation);
}
