using Microsoft.Playwright;

namespace Maat.Browser.Tests.Newcomers;

/// <summary>The whole way on a product that was just started and holds nothing of this person: by mouse, by keyboard alone, and in Chinese.</summary>
public sealed class NewcomerTests(Chromium chromium)
{
    [Fact]
    public async Task Newcomer_ByMouse_ComesFromTheFirstLinkToARunThatSucceeded()
    {
        using var gate = new Gate();
        await using var product = new ProductServer();
        await using Visit visit = await chromium.VisitAsync(signedIn: false, address: product.Address);
        await WalkAsync(new Newcomer(visit, new MouseHands(visit.Page), Words.English, gate, "en"), product);
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Newcomer_ByKeyboardAlone_ComesFromTheFirstLinkToARunThatSucceeded()
    {
        using var gate = new Gate();
        await using var product = new ProductServer();
        await using Visit visit = await chromium.VisitAsync(signedIn: false, address: product.Address);
        KeyboardHands hands = await KeyboardHands.OnAsync(visit.Page);
        await WalkAsync(new Newcomer(visit, hands, Words.English, gate, "keys"), product);
        Assert.Empty(hands.Pointed);
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Newcomer_InChinese_ComesFromTheFirstLinkToARunThatSucceeded()
    {
        using var gate = new Gate();
        await using var product = new ProductServer();
        await using Visit visit = await chromium.VisitAsync(signedIn: false, language: "zh-CN", scheme: ColorScheme.Dark, address: product.Address);
        var newcomer = new Newcomer(visit, new MouseHands(visit.Page), Words.Chinese, gate, "zh");
        await WalkAsync(newcomer, product);
        Assert.True(newcomer.English.Count == 0, string.Join('\n', newcomer.English.Distinct()));
        Assert.Empty(visit.Troubles);
    }

    private static async Task WalkAsync(Newcomer newcomer, ProductServer product)
    {
        await newcomer.SetUpAsync(product);
        await newcomer.MakeProjectAsync();
        await newcomer.MakeTemplateAsync();
        await newcomer.DrawAsync();
        await newcomer.PublishAsync(1);
        await newcomer.ApplyAsync();
        await newcomer.ScheduleAsync();
        await newcomer.TriggerAsync();
        await newcomer.WatchAsync();
        await newcomer.MendAsync();
        await newcomer.PublishAsync(2);
        await newcomer.RunAgainAsync();
    }
}
