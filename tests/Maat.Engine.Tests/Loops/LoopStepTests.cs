using Maat.Engine.Loops;

namespace Maat.Engine.Tests.Loops;

public sealed class LoopStepTests
{
    /// <summary>In milliseconds; the backstop is a second.</summary>
    [Theory]
    [InlineData(null, false, 1000)]
    [InlineData(5000, true, 1000)]
    [InlineData(7, false, 7)]
    [InlineData(0, true, 0)]
    [InlineData(-9, true, 0)]
    [InlineData(0, false, 20)]
    [InlineData(-9, false, 20)]
    public void UntilDue_WaitsForWhatIsDue_AndALittleForWhatAnotherProcessHolds(int? untilDue, bool settled, int expected) => Assert.Equal(
        TimeSpan.FromMilliseconds(expected),
        LoopStep.UntilDue(untilDue is { } due ? TimeSpan.FromMilliseconds(due) : null, settled, TimeSpan.FromSeconds(1)).Wait);
}
