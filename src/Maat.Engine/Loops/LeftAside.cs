using Maat.Engine.Runs;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Loops;

/// <summary>
/// The rows that a loop cannot read and has to leave: each is logged once, and the loop reads so many rows more, so that they never fill
/// its batch. What can be read again is taken up as if nothing had been.
/// </summary>
/// <param name="what">Names a row in the log, for example 'schedule'.</param>
internal sealed partial class LeftAside(string what, ILogger logger)
{
    /// <summary>Bounds what a batch can grow to.</summary>
    private const int Most = 10_000;

    private readonly HashSet<long> _rows = [];

    public int Count => _rows.Count;

    public void Leave(long row, UnreadableException exception)
    {
        if (_rows.Count < Most && _rows.Add(row))
        {
            LogLeft(logger, exception, what, row);
        }
    }

    public void TakeUp(long row) => _rows.Remove(row);

    [LoggerMessage(EventId = 110, Level = LogLevel.Error, Message = "The {What} {Row} cannot be read. It stays as it is and is tried again; everything else goes on.")]
    private static partial void LogLeft(ILogger logger, Exception exception, string what, long row);
}
