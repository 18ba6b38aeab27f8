namespace Maat.Engine.Workers;

/// <summary>
/// What kills everything that this worker runs when its lease is over, even if the worker itself is stopped: the process supervisor.
/// </summary>
public interface ILeaseDeadline
{
    /// <summary>Told of each renewal of the lease.</summary>
    /// <param name="left">
    /// How long the lease still holds when it is called. To be called after reading the clock on which the deadline is counted: whatever
    /// time passes in between then makes the deadline earlier, never later.
    /// </param>
    void Renew(Func<TimeSpan> left);
}
