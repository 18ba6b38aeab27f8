using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Maat.Web.SignIn;

/// <summary>
/// Which sessions of browsers are open, as this process knows. A session's cookie says by itself who somebody is; but a page and a hub's
/// connection live on long after the request that opened them, and ask here whether their session does. A cookie that was signed out, here
/// or at another process, is refused here, too, wherever it was copied to.
/// </summary>
internal sealed class OpenSessions(TimeProvider time)
{
    private const int IdBytes = 16;

    /// <summary>How often those that ended are forgotten: they are few, and cost a hundred bytes each.</summary>
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private long _swept = time.GetTimestamp();

    private sealed record Session(DateTimeOffset Until, bool Ended);

    /// <summary>Names a new session.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>A request came with the session's cookie. One that has ended does not come back by that.</summary>
    /// <param name="until">When the cookie ends; another one of the same session may last longer.</param>
    public void Seen(string id, DateTimeOffset until)
    {
        _sessions.AddOrUpdate(id, _ => new Session(until, Ended: false), (_, known) => known.Until < until ? known with { Until = until } : known);
        if (time.GetElapsedTime(Volatile.Read(ref _swept)) >= Sweep)
        {
            Forget();
        }
    }

    /// <summary>The person signed out: every cookie of the session is worth nothing any more.</summary>
    /// <param name="until">When the last of them ends.</param>
    public void End(string id, DateTimeOffset until) => _sessions[id] = new Session(until, Ended: true);

    /// <summary>False when it has ended or expired, and for one that was never seen.</summary>
    public bool IsOpen(string id) => _sessions.TryGetValue(id, out Session? known) && !known.Ended && known.Until > time.GetUtcNow();

    private void Forget()
    {
        Volatile.Write(ref _swept, time.GetTimestamp());
        DateTimeOffset now = time.GetUtcNow();
        foreach ((string id, Session session) in _sessions)
        {
            if (session.Until <= now)
            {
                _sessions.TryRemove(new KeyValuePair<string, Session>(id, session));
            }
        }
    }
}
