using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>Every page as it is met: in both languages and themes, empty, full and failing.</summary>
public sealed class AppearanceTests(Furnished furnished) : IClassFixture<Furnished>
{
    private const string TableRow = ".table tbody tr";

    /// <summary>What people wrote in Latin letters, in what is furnished and in the example project.</summary>
    private static readonly string[] Written = [ProductServer.AdministratorName, "shards", "options", "full", "delta", "enough", "publish", "rows", "hz", "sh", "index"];

    /// <summary>The name for a page's pictures, its address, and what is there once it is fully drawn, parted by semicolons.</summary>
    public static TheoryData<string, string, string> Pages() => new()
    {
        { "home", "/", ".attention, .section .table tbody tr" },
        { "projects", "/projects", TableRow },
        { "project", "/projects/{full}", "form .btn--primary:enabled" },
        { "members.empty", "/projects/{bare}?tab=members", ".empty" },
        { "tokens.empty", "/projects/{bare}?tab=tokens", ".empty" },
        { "audit", "/projects/{full}?tab=audit", TableRow },
        { "queues", "/queues", "[data-queue]; [data-process]" },
        { "people", "/people", TableRow },
        { "people.none", "/people?search=nobody", ".empty" },
        { "account", "/account", "#me-title" },
        { "password", "/account/password", "#password" },
        { "templates", "/projects/{full}/templates", TableRow },
        { "templates.empty", "/projects/{bare}/templates", ".empty" },
        { "designer", "/templates/{draft}", ".x6-node; .problems" },
        { "designer.empty", "/templates/{empty-template}", ".designer[aria-busy=false], .designer:not([aria-busy])" },
        { "version", "/templates/{template}/versions/1", ".x6-node" },
        { "applications", "/projects/{full}/applications", TableRow },
        { "applications.empty", "/projects/{bare}/applications", ".empty" },
        { "application", "/applications/{application}", ".firings__item" },
        { "application.runs", "/applications/{application}?tab=runs", TableRow },
        { "runs", "/projects/{full}/runs", TableRow },
        { "runs.empty", "/projects/{bare}/runs", ".empty" },
        { "runs.none", "/projects/{full}/runs?state=cancelled", ".empty" },
        { "run.failed", "/runs/{failed}?node=extract", ".x6-node; .log__line:visible" },
        { "run.attempts", "/runs/{failed}?node=extract&panel=attempts", ".x6-node; .attempt" },
        { "run.parameters", "/runs/{succeeded}?node=build_full&panel=parameters", ".x6-node; [data-expression]" },
        { "run.outputs", "/runs/{succeeded}?node=extract&panel=outputs", ".x6-node; .outputs" },
        { "run.list", "/runs/{succeeded}?tab=list", ".node-row" },
        { "run.gantt", "/runs/{succeeded}?tab=gantt", ".gantt__bar; [data-run=elapsed]:not(:empty)" },
        { "run.context", "/runs/{succeeded}?tab=context", ".context-row" },
        { "run.events", "/runs/{failed}?tab=events", ".event-row" },
        { "run.running", "/runs/{running}?node=publish", ".x6-node; .why" },
        { "run.queued", "/runs/{queued}", ".x6-node; .why" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_InBothLanguagesAndThemes_HasNoBarrierAndFits(string name, string address, string drawn)
    {
        await LookAsync(name, address, drawn, "en-US", ColorScheme.Light);
        await LookAsync(name, address, drawn, "zh-CN", ColorScheme.Dark);
    }

    private async Task LookAsync(string name, string address, string drawn, string language, ColorScheme scheme)
    {
        await using Visit visit = await furnished.VisitAsync(language, scheme);
        await visit.Page.GotoAsync(furnished.Address(address));
        foreach (string part in drawn.Split("; "))
            await visit.Page.Locator(part).First.WaitForAsync();
        // Buttons of a page that is not interactive yet are disabled.
        await Assertions.Expect(visit.Page.Locator(".bar .btn--primary:disabled")).ToHaveCountAsync(0);
        await visit.KeepScreenshotAsync($"{name}.{language[..2]}.{scheme.ToString().ToLowerInvariant()}");
        Assert.Empty(await visit.FindBarriersAsync());
        if (language == "zh-CN")
            Assert.Empty(await EnglishTexts.FindAsync(visit.Page, Written));

        // The narrowest window that is served.
        await visit.Page.SetViewportSizeAsync(1280, 720);
        Assert.Empty(await OverflowAsync(visit.Page));
        await visit.KeepScreenshotAsync($"{name}.{language[..2]}.{scheme.ToString().ToLowerInvariant()}.narrow");
        Assert.Empty(visit.Troubles);
    }

    /// <summary>What stands out of the page to the right, so that a part of it is not seen.</summary>
    private static Task<string[]> OverflowAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => document.documentElement.scrollWidth <= innerWidth ? [] :
          [...document.body.querySelectorAll('*')]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => `${element.tagName}.${element.className}`)
            .slice(0, 5)
        """);
}
