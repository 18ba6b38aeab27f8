using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

public sealed class ReasonsTests
{
    [Fact]
    public void Shorten_ReasonOfTheLongestLength_IsKept()
    {
        string longest = new('x', Reasons.MaxLength);

        Assert.Same(longest, Reasons.Shorten(longest));
    }

    [Fact]
    public void Shorten_LongerReason_IsCutAndSaysSo()
    {
        string cut = Reasons.Shorten(new string('x', Reasons.MaxLength + 1))!;

        Assert.Equal(new string('x', Reasons.MaxLength - 1) + "…", cut);
    }

    [Fact]
    public void Shorten_PairOfSurrogatesAtTheCut_IsNotHalved()
    {
        string cut = Reasons.Shorten(new string('x', Reasons.MaxLength - 2) + "𝌆" + "tail")!;

        Assert.Equal(new string('x', Reasons.MaxLength - 2) + "…", cut);
    }

    [Fact]
    public void Failed_WithALongReason_IsStoredShortForTheNodeAndTheAttempt()
    {
        var failed = new AttemptResult.Failed(new string('x', 10_000));

        Assert.Equal(Reasons.MaxLength, failed.Reason()!.Length);
        Assert.Equal(Reasons.MaxLength, new NodeRun(0) { Reason = failed.Reason }.Reason!.Length);
    }
}
