using Maat.Simulation.Seeds;

namespace Maat.Simulation.Tests;

public sealed class SweepTests
{
    /// <summary>Enough that each kind of fault meets each kind of step many times; a million are for the console command.</summary>
    private const int Schedules = 10_000;

    /// <summary>So that rare things, too, come up in every sweep; what a schedule of this number of steps has by the thousand says nothing.</summary>
    private const long LeastOfEach = 20;

    [Fact]
    public void Sweep_TenThousandSchedules_AllInvariantsHoldAndEverythingHappened()
    {
        SweepResult result = Sweep.Run(firstSeed: 1, Schedules, Environment.ProcessorCount);

        Assert.True(result.Failed.Count == 0, string.Join('\n', result.Failed.Select(f => $"seed {f.Seed}: {f.Violation}")));
        Assert.Equal(Schedules, result.Schedules);
        Assert.All(Enum.GetValues<Happening>(), happening => Assert.True(
            result.Coverage[happening] >= LeastOfEach, $"{happening} happened only {result.Coverage[happening]} times."));
    }
}
