using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Storage.Tests.Conformance;

/// <summary>When two names are the same, and when one is found.</summary>
public abstract class NameTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    [Theory]
    [InlineData("Nightly-HZ", "NIGHTLY")]
    [InlineData("Nightly-HZ", "ly-h")]
    [InlineData("Málaga", "malaga")]
    [InlineData("Malaga", "MÁLAGA")]
    [InlineData("ОТЧЁТ", "отчет")]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("Ｎｉｇｈｔｌｙ　１", "nightly 1")]
    [InlineData("夜间构建-杭州", "构建")]
    [InlineData("release 🚀 b", "🚀")]
    [InlineData("100% sure_x", "0% SURE_")]
    public async Task Search_InAnyCaseWidthAndAccent_Finds(string name, string sought)
    {
        await Add(AProject(name), AProject("another one"));

        Assert.Equal([name], await FindAsync(sought));
    }

    [Theory]
    [InlineData("夜间构建", "夜闻")]
    [InlineData("release 🚀", "🛸")]
    [InlineData("sure-x", "sure_x")]
    [InlineData("1000", "1%0")]
    public async Task Search_WhatIsNotThere_FindsNothing(string name, string sought)
    {
        await Add(AProject(name));

        Assert.Empty(await FindAsync(sought));
    }

    [Fact]
    public async Task Search_AfterARename_FindsTheNewNameAlone()
    {
        await Add(AProject("Before"));
        await Database.EditAsync(
            async (context, token) =>
            {
                (await context.Projects.SingleAsync(token)).Name = "ÁFTER";
                return true;
            },
            Cancellation);

        Assert.Empty(await FindAsync("before"));
        Assert.Equal(["ÁFTER"], await FindAsync("after"));
    }

    [Theory]
    [InlineData("orders", "Orders")]
    [InlineData("café", "cafe")]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("straße", "strasse")]
    [InlineData("🙂", "🙃")]
    [InlineData("Ａ", "A")]
    [InlineData("构建", "構建")]
    [InlineData("a", "\u00a0a")]
    public async Task Names_ThatDifferInAnything_AreTwo(string one, string other)
    {
        await Add(AProject(one), AProject(other));

        await Assert.ThrowsAsync<DbUpdateException>(() => Add(AProject(one)));
        Assert.Equal([one], await Database.ReadAsync((context, token) => context.Projects.Where(p => p.Name == one).Select(p => p.Name).ToListAsync(token), Cancellation));
    }

    private async Task<IReadOnlyList<string>> FindAsync(string sought)
    {
        string pattern = $"%{FoldedName.Of(sought).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
        return await Database.ReadAsync(
            (context, token) => context.Projects.Where(p => EF.Functions.Like(p.FoldedName, pattern, "\\")).Select(p => p.Name).ToListAsync(token), Cancellation);
    }
}
