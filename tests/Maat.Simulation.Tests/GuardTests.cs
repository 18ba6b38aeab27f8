using Maat.Simulation.Guards;

namespace Maat.Simulation.Tests;

public sealed class GuardTests
{
    /// <summary>The rarest takes some hundreds: a worker must come back to life within one read and one write of a scheduler.</summary>
    private const int MostSchedules = 20_000;

    public static TheoryData<Guard> Guards { get; } = [.. Enum.GetValues<Guard>()];

    [Theory]
    [MemberData(nameof(Guards))]
    public void Guard_TakenAway_IsFoundOut(Guard guard)
    {
        SweepResult result = Sweep.Run(firstSeed: 1, MostSchedules, Environment.ProcessorCount, guard, stopAtFailure: true);

        Assert.NotEmpty(result.Failed);
    }
}
