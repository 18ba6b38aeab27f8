using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>From the first start to a member who may only look, as people do it; on a product of its own.</summary>
public sealed partial class PeopleTests(Chromium chromium)
{
    private const string Password = ProductServer.Password;

    [Fact]
    public async Task FirstStart_ByKeyboard_MakesTheAdministratorAPersonAndAProject()
    {
        await using var product = new ProductServer();
        await using var visit = await chromium.VisitAsync(signedIn: false, address: product.Address);
        var page = visit.Page;
        await page.GotoAsync(LinkOnTheConsole().Match(product.Console.ToString()).Value);
        await page.GetByLabel("Name").WaitForAsync();
        await visit.KeepScreenshotAsync("set-up.en.light");
        Assert.Empty(await visit.FindBarriersAsync());
        await page.Keyboard.TypeAsync("Grace");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Password);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ArrivesAsync("/");

        await page.GotoAsync("/people");
        await Assertions.Expect(page.Locator("[data-person='Grace']")).ToBeVisibleAsync();
        var add = page.GetByRole(AriaRole.Button, new() { Name = "Add a person…" });
        await Assertions.Expect(add).ToBeEnabledAsync();
        await add.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).GetByLabel("Name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Victor");
        await page.Keyboard.PressAsync("Enter");
        string link = await page.Locator("[data-secret]").InputValueAsync();
        await visit.KeepScreenshotAsync("people.link.en.light");
        Assert.Empty(await visit.FindBarriersAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-person='Victor']")).ToContainTextAsync("Has no password yet");
        await visit.KeepScreenshotAsync("people.en.light");

        await page.GotoAsync("/projects");
        var create = page.GetByRole(AriaRole.Button, new() { Name = "New project…" });
        await Assertions.Expect(create).ToBeEnabledAsync();
        await create.PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync("search");
        await page.Keyboard.PressAsync("Enter");
        // It leads to what comes next, a template; what is set is a click away.
        await page.ArrivesAsync("/projects/*/templates");
        await page.GetByRole(AriaRole.Link, new() { Name = "Project", Exact = true }).PressAsync("Enter");
        await page.ArrivesAsync("/projects/*");
        string project = new Uri(page.Url).AbsolutePath;
        await Assertions.Expect(page.Locator(".nav__project")).ToContainTextAsync("search");
        await page.GetByRole(AriaRole.Link, new() { Name = "Members" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add a member" })).ToBeEnabledAsync();
        await page.Locator("#member-name").FillAsync("Victor");
        await page.Locator("#member-name").PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-member='Victor']")).ToContainTextAsync("Viewer");
        await visit.KeepScreenshotAsync("project.members.en.light");
        Assert.Empty(await visit.FindBarriersAsync());
        await page.GotoAsync($"{project}?tab=tokens");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make a token" })).ToBeEnabledAsync();
        await page.Locator("#token-name").FillAsync("ci");
        await page.Locator("#token-name").PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-secret]")).ToHaveValueAsync(new Regex("^maat_"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-token='ci']")).ToContainTextAsync("Operator");
        await visit.KeepScreenshotAsync("project.tokens.en.light");
        await page.GotoAsync($"{project}?tab=audit");
        await Assertions.Expect(page.Locator("[data-audit='token.create']")).ToContainTextAsync("Grace");
        await visit.KeepScreenshotAsync("project.audit.en.light");
        Assert.Empty(await visit.FindBarriersAsync());

        await VictorLooksAsync(product, link, project);
    }

    [Theory]
    [InlineData("people", "/people", "[data-person]")]
    [InlineData("projects", "/projects", ".table")]
    [InlineData("project", "/projects/1", "#project-name")]
    [InlineData("members", "/projects/1?tab=members", "#member-name")]
    [InlineData("tokens", "/projects/1?tab=tokens", "#token-name")]
    [InlineData("audit", "/projects/1?tab=audit", "[data-audit]")]
    [InlineData("account", "/account", "#tokens-title")]
    [InlineData("password", "/account/password", "#present")]
    public async Task Page_InBothThemesAndLanguages_HasNoBarrierAndNoTrouble(string name, string path, string drawn)
    {
        foreach (var (language, lang, scheme) in new[] { ("en-US", "en", ColorScheme.Light), ("zh-CN", "zh-Hans", ColorScheme.Dark) })
        {
            await using var visit = await chromium.VisitAsync(signedIn: true, language, scheme);
            await visit.Page.GotoAsync(path);
            await visit.Page.Locator(drawn).First.WaitForAsync();
            await visit.KeepScreenshotAsync($"{name}.{lang}.{scheme.ToString().ToLowerInvariant()}");
            Assert.Equal(lang, await visit.Page.Locator("html").GetAttributeAsync("lang"));
            Assert.Empty(await visit.FindBarriersAsync());
            Assert.Empty(visit.Troubles);
        }
    }

    [Fact]
    public async Task Switcher_OpenedByKeyboard_ShowsProjectsAndClosesByEscape()
    {
        await using var visit = await chromium.VisitAsync();
        await visit.Page.GotoAsync("/projects");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "New project…" })).ToBeEnabledAsync();
        var switcher = visit.Page.Locator(".nav__project");
        await switcher.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#projects").GetByRole(AriaRole.Link, new() { Name = "example" })).ToBeVisibleAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("switcher.en.light");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator("#projects")).ToBeHiddenAsync();
        await Assertions.Expect(switcher).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Switcher_OpenedBeforeThePageAnswers_StaysOpen()
    {
        await using var visit = await chromium.VisitAsync();
        var page = visit.Page;
        var opened = new TaskCompletionSource();
        await page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            await opened.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync("/projects");
        await page.Locator(".nav__project").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#projects")).ToBeVisibleAsync();
        // Of the page that the server sent first nothing is left when the button works.
        await page.Locator("#projects").EvaluateAsync("element => element.dataset.first = ''");
        opened.SetResult();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "New project…" })).ToBeEnabledAsync();
        await Assertions.Expect(page.Locator("#projects:not([data-first])")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#projects")).ToBeHiddenAsync();
    }

    /// <summary>In Chinese: a viewer sets a password by the link, looks, finds nothing to change, and nothing of other projects.</summary>
    private async Task VictorLooksAsync(ProductServer product, string link, string project)
    {
        await using var visit = await chromium.VisitAsync(signedIn: false, language: "zh-CN", scheme: ColorScheme.Dark, address: product.Address);
        var page = visit.Page;
        await page.GotoAsync(link);
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("#again").FillAsync(Password + "x");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("两次输入的密码不一致");
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("#again").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ArrivesAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "人员" })).ToHaveCountAsync(0);

        await page.GotoAsync(project);
        await Assertions.Expect(page.GetByText("由项目负责人修改。")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "保存设置" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "成员" })).ToHaveCountAsync(0);
        // The example's project, to which Victor does not belong.
        Assert.Equal(404, (await page.GotoAsync("/projects/1"))!.Status);
        await page.GotoAsync("/people");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-person]")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "退出登录" }).ClickAsync();
        await page.GotoAsync($"{project}?tab=settings");
        await page.GetByLabel("姓名").FillAsync("Victor");
        await page.Locator("#password").FillAsync("wrong password here");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("姓名或密码有误");
        await visit.KeepScreenshotAsync("sign-in.refused.zh-Hans.dark");
        await page.Locator("#password").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ArrivesAsync($"{project}?tab=settings");
    }

    [GeneratedRegex("/sign-in\\?code=\\S+")]
    private static partial Regex LinkOnTheConsole();
}
