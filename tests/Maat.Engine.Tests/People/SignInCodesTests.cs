using Maat.Engine.People;
using Maat.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Maat.Engine.Tests.People;

public sealed class SignInCodesTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("maat-codes-").FullName;
    private readonly FakeTimeProvider _clock = new();
    private SqliteDatabase _database = null!;
    private SignInCodes _codes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(Path.Combine(_directory, "maat.db"), SqliteDurability.Normal, "test", _clock);
        await _database.MigrateAsync(Cancellation);
        _codes = new SignInCodes(_database, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Code_AtTheEndOfItsTime_StillLetsIn()
    {
        string code = await _codes.IssueAsync(Cancellation);
        _clock.Advance(SignInCodes.Lifetime);
        Assert.True(await _codes.RedeemAsync(code, Cancellation));
    }

    [Fact]
    public async Task Code_AfterItsTime_LetsNobodyIn()
    {
        string code = await _codes.IssueAsync(Cancellation);
        _clock.Advance(SignInCodes.Lifetime + TimeSpan.FromSeconds(1));
        Assert.False(await _codes.RedeemAsync(code, Cancellation));
    }

    [Fact]
    public async Task Code_LookedAt_StaysGoodUntilItIsRedeemed()
    {
        string code = await _codes.IssueAsync(Cancellation);
        Assert.True(await _codes.IsGoodAsync(code, Cancellation));
        Assert.True(await _codes.IsGoodAsync(code, Cancellation));
        Assert.False(await _codes.IsGoodAsync(code + "x", Cancellation));
        Assert.True(await _codes.RedeemAsync(code, Cancellation));
        Assert.False(await _codes.IsGoodAsync(code, Cancellation));
    }

    [Fact]
    public async Task Code_Wrong_LetsNobodyInAndSpoilsNothing()
    {
        string code = await _codes.IssueAsync(Cancellation);
        Assert.False(await _codes.RedeemAsync(code + "x", Cancellation));
        Assert.False(await _codes.RedeemAsync("", Cancellation));
        Assert.True(await _codes.RedeemAsync(code, Cancellation));
    }

    /// <summary>Each of several processes prints a link of its own, and any of them takes it.</summary>
    [Fact]
    public async Task Code_OfAnotherProcess_LetsInOnceBesideThisOnes()
    {
        var elsewhere = new SignInCodes(_database, _clock);
        string first = await _codes.IssueAsync(Cancellation);
        string second = await elsewhere.IssueAsync(Cancellation);
        Assert.True(await elsewhere.RedeemAsync(first, Cancellation));
        Assert.False(await _codes.RedeemAsync(first, Cancellation));
        Assert.True(await _codes.RedeemAsync(second, Cancellation));
    }

    [Fact]
    public async Task Code_RedeemedByManyAtOnce_LetsOneIn()
    {
        string code = await _codes.IssueAsync(Cancellation);
        bool[] entered = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _codes.RedeemAsync(code, Cancellation))));
        Assert.Single(entered, true);
    }
}
