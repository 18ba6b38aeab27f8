using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Maat.Browser.Tests.Newcomers;

/// <summary>The whole way on a product that was just started and holds nothing of this person: by mouse, by keyboard alone, and in Chinese.</summary>
public sealed partial class NewcomerTests(Chromium chromium)
{
    [Fact]
    public async Task Newcomer_ByMouse_ComesFromTheFirstLinkToARunThatSucceeded()
    {
        using var gate = new Gate();
        await using var product = new ProductServer();
        await using Visit visit = await chromium.VisitAsync(signedIn: false, address: product.Address);
        await WalkAsync(new Newcomer(visit, new MouseHands(visit.Page), Words.English, gate, "en"), LinkOnTheConsole(product));
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Newcomer_ByKeyboardAlone_ComesFromTheFirstLinkToARunThatSucceeded()
    {
        using var gate = new Gate();
        await using var product = new ProductServer();
        await using Visit visit = await chromium.VisitAsync(signedIn: false, address: product.Address);
        KeyboardHands hands = await KeyboardHands.OnAsync(visit.Page);
        await WalkAsync(new Newcomer(visit, hands, Words.English, gate, "keys"), LinkOnTheConsole(product));
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
        await WalkAsync(newcomer, LinkOnTheConsole(product));
        Assert.True(newcomer.English.Count == 0, string.Join('\n', newcomer.English.Distinct()));
        Assert.Empty(visit.Troubles);
    }

    /// <summary>Web, two schedulers and three workers, each a process, on MariaDB; one of each kind is killed on the way.</summary>
    [Fact]
    public async Task Newcomer_OnSeveralProcesses_ComesThroughThoughOneOfEachKindIsKilled()
    {
        using var gate = new Gate();
        await using Installation installation = await Installation.StartAsync(
            "Web", "Scheduler", "Scheduler", "Worker default", "Worker default", $"Worker {HeavyQueue.Name}");
        await using Visit visit = await chromium.VisitAsync(signedIn: false, address: installation.Web.Address);
        var around = new HeavyQueue(visit.Page, installation);
        var newcomer = new Newcomer(visit, new MouseHands(visit.Page), Words.English, gate, "processes") { Queue = HeavyQueue.Name, Meanwhile = around.HappenAsync };
        await WalkAsync(newcomer, await installation.Web.LinkAsync());
        Assert.Equal(4, around.Killed);
        // While the web process is away the browser says so on its console, in many words.
        Assert.DoesNotContain(visit.Troubles, trouble => trouble.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static string LinkOnTheConsole(ProductServer product) => Link().Match(product.Console.ToString()).Value;

    private static async Task WalkAsync(Newcomer newcomer, string link)
    {
        await newcomer.SetUpAsync(link);
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

    [GeneratedRegex("/sign-in\\?code=\\S+")]
    private static partial Regex Link();
}
