using Maat.Web.SignIn;
using Maat.Web.Tests.Hosting;

namespace Maat.Web.Tests.SignIn;

public sealed class SignInCodeTests
{
    private readonly ManualClock clock = new();
    private readonly KnownToken token = new("id", "name");
    private readonly SignInCode codes;

    public SignInCodeTests() => codes = new SignInCode(clock);

    [Fact]
    public void Code_AtTheEndOfItsTime_StillLetsIn()
    {
        var code = codes.Issue(token);
        clock.Advance(SignInCode.Lifetime);
        Assert.Equal(token, codes.Redeem(code));
    }

    [Fact]
    public void Code_AfterItsTime_LetsNobodyIn()
    {
        var code = codes.Issue(token);
        clock.Advance(SignInCode.Lifetime + TimeSpan.FromTicks(1));
        Assert.Null(codes.Redeem(code));
    }

    [Fact]
    public void Code_Wrong_LetsNobodyInAndSpoilsNothing()
    {
        var code = codes.Issue(token);
        Assert.Null(codes.Redeem(code + "x"));
        Assert.Null(codes.Redeem(""));
        Assert.Equal(token, codes.Redeem(code));
    }

    [Fact]
    public void Code_IssuedAnew_EndsTheOneBefore()
    {
        var first = codes.Issue(token);
        var second = codes.Issue(token);
        Assert.Null(codes.Redeem(first));
        Assert.Equal(token, codes.Redeem(second));
    }

    [Fact]
    public void Code_BeforeAnyWasIssued_LetsNobodyIn() => Assert.Null(codes.Redeem(""));

    [Fact]
    public void Code_RedeemedByManyAtOnce_LetsOneIn()
    {
        var code = codes.Issue(token);
        var entered = 0;
        Parallel.For(0, 64, _ =>
        {
            if (codes.Redeem(code) is not null)
                Interlocked.Increment(ref entered);
        });
        Assert.Equal(1, entered);
    }
}
