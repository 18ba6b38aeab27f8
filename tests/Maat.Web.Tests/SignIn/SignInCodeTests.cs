using Maat.Web.SignIn;
using Maat.Web.Tests.Hosting;

namespace Maat.Web.Tests.SignIn;

public sealed class SignInCodeTests
{
    private readonly ManualClock clock = new();
    private readonly SignInCode codes;

    public SignInCodeTests() => codes = new SignInCode(clock);

    [Fact]
    public void Code_AtTheEndOfItsTime_StillLetsIn()
    {
        var code = codes.Issue();
        clock.Advance(SignInCode.Lifetime);
        Assert.True(codes.Redeem(code));
    }

    [Fact]
    public void Code_AfterItsTime_LetsNobodyIn()
    {
        var code = codes.Issue();
        clock.Advance(SignInCode.Lifetime + TimeSpan.FromTicks(1));
        Assert.False(codes.Redeem(code));
    }

    [Fact]
    public void Code_LookedAt_StaysGoodUntilItIsRedeemed()
    {
        var code = codes.Issue();
        Assert.True(codes.IsGood(code));
        Assert.True(codes.IsGood(code));
        Assert.False(codes.IsGood(code + "x"));
        Assert.True(codes.Redeem(code));
        Assert.False(codes.IsGood(code));
    }

    [Fact]
    public void Code_Wrong_LetsNobodyInAndSpoilsNothing()
    {
        var code = codes.Issue();
        Assert.False(codes.Redeem(code + "x"));
        Assert.False(codes.Redeem(""));
        Assert.True(codes.Redeem(code));
    }

    [Fact]
    public void Code_IssuedAnew_EndsTheOneBefore()
    {
        var first = codes.Issue();
        var second = codes.Issue();
        Assert.False(codes.Redeem(first));
        Assert.True(codes.Redeem(second));
    }

    [Fact]
    public void Code_BeforeAnyWasIssued_LetsNobodyIn() => Assert.False(codes.Redeem(""));

    [Fact]
    public void Code_RedeemedByManyAtOnce_LetsOneIn()
    {
        var code = codes.Issue();
        var entered = 0;
        Parallel.For(0, 64, _ =>
        {
            if (codes.Redeem(code))
                Interlocked.Increment(ref entered);
        });
        Assert.Equal(1, entered);
    }
}
