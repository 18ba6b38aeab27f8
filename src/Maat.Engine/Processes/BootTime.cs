using Maat.Supervisor;

namespace Maat.Engine.Processes;

/// <summary>
/// The clock on which a worker and its supervisor agree: <c>CLOCK_BOOTTIME</c>, in nanoseconds. It is never set, goes on while
/// the machine sleeps, and is the same for every process, so that an instant of it keeps its meaning however late it is read.
/// </summary>
public static class BootTime
{
    public static long Now() => Libc.BootTimeNow();

    /// <summary>The instant that lies <paramref name="span"/> ahead of now.</summary>
    public static long After(TimeSpan span) => Now() + (span.Ticks * TimeSpan.NanosecondsPerTick);
}
