using Microsoft.Playwright;

namespace Maat.Browser.Tests;

public sealed class ShellTests(Chromium chromium)
{
    /// <summary>The pages, the name for their pictures, and a text by which each is recognised as fully drawn.</summary>
    public static TheoryData<string, string, string> Pages() => new()
    {
        { "sign-in", "/sign-in", "#password" },
        { "home", "/", ".shell .page-title" },
        { "api", "/api", ".swagger-ui .info" },
        { "not-found", "/nowhere", "#error-title" },
        { "failed", "/error/500", "#error-title" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_InBothThemesAndLanguages_HasNoBarrierAndNoTrouble(string name, string path, string drawn)
    {
        foreach (var (language, lang, scheme) in new[] { ("en-US", "en", ColorScheme.Light), ("zh-CN", "zh-Hans", ColorScheme.Dark) })
        {
            await using var visit = await chromium.VisitAsync(signedIn: name != "sign-in", language, scheme);
            await visit.Page.GotoAsync(path);
            await visit.Page.Locator(drawn).First.WaitForAsync();
            await visit.KeepScreenshotAsync($"{name}.{lang}.{scheme.ToString().ToLowerInvariant()}");

            Assert.Equal(lang, await visit.Page.Locator("html").GetAttributeAsync("lang"));
            Assert.Empty(await visit.FindBarriersAsync());
            // The browser itself notes the status of a page that is not there.
            Assert.DoesNotContain(visit.Troubles, trouble => !trouble.Contains("the server responded with a status of", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Theme_Toggled_ChangesAtOnceAndStays()
    {
        await using var visit = await chromium.VisitAsync();
        await visit.Page.GotoAsync("/");
        var background = "() => getComputedStyle(document.body).backgroundColor";
        var light = await visit.Page.EvaluateAsync<string>(background);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Light or dark" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        var dark = await visit.Page.EvaluateAsync<string>(background);
        Assert.NotEqual(light, dark);

        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Equal(dark, await visit.Page.EvaluateAsync<string>(background));

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Light or dark" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
    }

    [Fact]
    public async Task Language_Switched_ComesBackToTheSamePage()
    {
        await using var visit = await chromium.VisitAsync();
        await visit.Page.GotoAsync("/api");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "中文" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
        Assert.Equal("/api", new Uri(visit.Page.Url).AbsolutePath);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "首页" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".page-title")).ToHaveTextAsync("首页");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".page-title")).ToHaveTextAsync("Home");
        Assert.Equal("/", new Uri(visit.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Circuit_OfASignedInPerson_IsOpened()
    {
        await using var visit = await chromium.VisitAsync();
        var circuit = visit.Page.WaitForWebSocketAsync();
        await visit.Page.GotoAsync("/");
        Assert.Contains("/_blazor", (await circuit).Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_FromTheShell_LeadsToSignIn()
    {
        await using var visit = await chromium.VisitAsync(signedIn: false);
        // A session of its own: signing out ends every copy of its cookie.
        await visit.SignInAsync(ProductServer.AdministratorName, ProductServer.Password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.Page.GetByLabel("Password", new() { Exact = true }).WaitForAsync();
        await visit.Page.GotoAsync("/");
        Assert.Equal("/sign-in", new Uri(visit.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Keyboard_OnANewPage_StartsAtItsTitle()
    {
        await using var visit = await chromium.VisitAsync();
        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Home" })).ToBeFocusedAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "API", Exact = true }).PressAsync("Enter");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "API" })).ToBeFocusedAsync();
    }
}
