namespace Maat.Engine.Loops;

/// <summary>
/// How long to wait before looking again: shortly after something was found, for then a wake-up that is missed is missed by work in progress,
/// and twice as long each time that nothing is, up to a bound. So a quiet installation costs next to nothing, whatever it consists of.
/// </summary>
public sealed class IdleWait(TimeSpan longest)
{
    /// <summary>Well above what a wake-up takes, which comes first.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(25);

    private TimeSpan _next = Shortest;

    /// <summary>Something was found.</summary>
    public void Found() => _next = Shortest;

    /// <summary>Nothing was found; returns how long to wait.</summary>
    public TimeSpan Next()
    {
        TimeSpan wait = _next < longest ? _next : longest;
        _next = wait * 2;
        return wait;
    }
}
