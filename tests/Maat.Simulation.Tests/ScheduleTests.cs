using Maat.Simulation.Seeds;

namespace Maat.Simulation.Tests;

public sealed class ScheduleTests
{
    [Fact]
    public void Schedule_SameSeedTwice_SameTrace()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            ScheduleResult first = Schedule.Run(seed, new Coverage());
            ScheduleResult second = Schedule.Run(seed, new Coverage(), readable: true);

            Assert.Equal(first.Hash, second.Hash);
            Assert.Equal(first.Steps, second.Steps);
        }
    }

    [Fact]
    public void Schedule_OtherSeed_OtherTrace()
    {
        IEnumerable<ulong> hashes = Enumerable.Range(1, 50).Select(seed => Schedule.Run((ulong)seed, new Coverage()).Hash);

        Assert.Equal(50, hashes.Distinct().Count());
    }
}
