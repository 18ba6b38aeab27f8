namespace Maat.Engine.Loops;

/// <summary>A heartbeat as it was read.</summary>
/// <param name="Id">Whose it is.</param>
/// <param name="Beat">Grows with each.</param>
/// <param name="Limit">For how long it may stand still.</param>
public readonly record struct HeardBeat(long Id, long Beat, TimeSpan Limit);

/// <summary>
/// Judges heartbeats by whether they move over one's own successful reads, on one's own monotonic clock. No clocks are compared, so one that
/// jumps kills nobody. A pause between two reads counts only up to twice the usual interval: if this process was stopped, or the database
/// away, the others may have been unable to beat as well.
/// </summary>
/// <param name="interval">The usual time between two reads.</param>
public sealed class BeatWatch(TimeSpan interval, TimeProvider time)
{
    private readonly Dictionary<long, Stillness> _watched = [];
    private long? _lastRead;

    /// <summary>Takes what has just been read, of everybody who counts as living, and returns those whose beat has stood still for too long.</summary>
    public IReadOnlyList<HeardBeat> FindStill(IReadOnlyCollection<HeardBeat> heard)
    {
        long read = time.GetTimestamp();
        TimeSpan passed = _lastRead is { } last ? time.GetElapsedTime(last, read) : TimeSpan.Zero;
        _lastRead = read;
        TimeSpan counted = passed < interval * 2 ? passed : interval * 2;

        var still = new List<HeardBeat>();
        foreach (HeardBeat beat in heard)
        {
            bool known = _watched.TryGetValue(beat.Id, out Stillness seen) && seen.Beat == beat.Beat;
            TimeSpan stillFor = known ? seen.For + counted : TimeSpan.Zero;
            _watched[beat.Id] = new Stillness(beat.Beat, stillFor);
            if (stillFor >= beat.Limit)
            {
                still.Add(beat);
            }
        }

        foreach (long gone in _watched.Keys.Except(heard.Select(beat => beat.Id)).ToList())
        {
            _watched.Remove(gone);
        }

        return still;
    }

    private readonly record struct Stillness(long Beat, TimeSpan For);
}
