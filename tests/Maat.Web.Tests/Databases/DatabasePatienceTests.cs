using System.Data.Common;
using Maat.Web.Composition;
using Maat.Web.Tests.Hosting;

namespace Maat.Web.Tests.Databases;

public sealed class DatabasePatienceTests
{
    [Fact]
    public async Task Ask_OfADatabaseThatIsAwayForAWhile_AnswersWhenItIsBack()
    {
        var clock = new ManualClock();
        int asked = 0;
        Task<int> answer = DatabasePatience.AskAsync(() => ++asked < 3 ? throw new Away() : Task.FromResult(asked), clock, TestContext.Current.CancellationToken);

        for (int pause = 1; pause < 3; pause++)
        {
            while (asked < pause || !clock.IsAwaited)
                await Task.Yield();
            Assert.False(answer.IsCompleted);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, await answer);
    }

    [Fact]
    public async Task Ask_WhileTheProcessEnds_GivesUp()
    {
        using var ending = new CancellationTokenSource();
        Task<int> answer = DatabasePatience.AskAsync<int>(() => throw new Away(), new ManualClock(), ending.Token);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task Ask_WithAMistakeOfOurOwn_IsNotAskedAgain() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => DatabasePatience.AskAsync<int>(() => throw new InvalidOperationException(), new ManualClock(), TestContext.Current.CancellationToken));

    private sealed class Away : DbException;
}
