using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Templates;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>The whole path of a run: triggered from the list of applications, watched, read, mended.</summary>
public sealed class RunTests(Chromium chromium)
{
    private static readonly Actor Owner = Actor.Administrator("owner");

    [Fact]
    public async Task Run_FromTriggerToMending_IsSeenWithoutAReload()
    {
        using var gate = new Gate();
        await ApplyAsync("watched", Watched(gate));
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync(await ApplicationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger watched" }).ClickAsync();
        await page.ArrivesAsync("/runs/*");
        await Assertions.Expect(State(page)).ToHaveTextAsync("running");
        await page.EvaluateAsync("() => { window.neverReloaded = true; }");

        // The graph, and the log of a node that runs.
        await Assertions.Expect(Node(page, "slow")).ToHaveAttributeAsync("data-state", "running");
        await Node(page, "slow").ClickAsync();
        await page.ArrivesAsync("/runs/*?node=slow");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("first <b>写</b>␀ line");
        await Assertions.Expect(page.Locator(".log .a-bold")).ToHaveTextAsync("<b>写</b>␀");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).Not.ToContainTextAsync("second");
        await Assertions.Expect(Node(page, "flaky")).ToHaveAttributeAsync("data-state", "waiting");
        // The panel took room from the graph, which stands in the middle of what is left.
        await page.WaitForFunctionAsync(
            """
            () => {
              const middle = (of) => { const { left, width } = document.querySelector(of).getBoundingClientRect(); return left + width / 2; };
              return Math.abs(middle('.graph') - middle('.graph .x6-node[data-key=slow] .graph-node__box')) < 2;
            }
            """);
        await visit.KeepScreenshotAsync("run.running.en.light");
        gate.Open("slow");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("second");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("End of the log");
        await Assertions.Expect(Node(page, "slow")).ToHaveAttributeAsync("data-state", "succeeded");

        // What it handed on.
        await page.GetByRole(AriaRole.Link, new() { Name = "Outputs 1" }).ClickAsync();
        await Assertions.Expect(page.Locator(".outputs")).ToContainTextAsync("rows");
        await Assertions.Expect(page.Locator(".outputs dd")).ToHaveTextAsync("7");

        // A failure, why, and what it kept from running.
        await Assertions.Expect(State(page)).ToHaveTextAsync("failed");
        await Assertions.Expect(Node(page, "flaky")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("failed · the script exited with code 3$"));
        await Assertions.Expect(Node(page, "last")).ToHaveAttributeAsync("data-state", "upstream_failed");
        await page.GotoAsync($"{new Uri(page.Url).AbsolutePath}?node=flaky");
        await page.EvaluateAsync("() => { window.neverReloaded = true; }");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("broken");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("run.failed.en.light");
        await SeeInChineseAndDarkAsync(page.Url, "run.failed");

        gate.Open("mended");
        await MenuAsync(page, "Retry", "Retry 1 failed…");
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("Build index");
        await Assertions.Expect(dialog).ToContainTextAsync("Publish");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("run.retry.en.light");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Retry 2" }).ClickAsync();
        await Assertions.Expect(State(page)).ToHaveTextAsync("succeeded");
        await Assertions.Expect(Node(page, "last")).ToHaveAttributeAsync("data-state", "succeeded");
        await page.GetByRole(AriaRole.Link, new() { Name = "Attempts 2" }).ClickAsync();
        await Assertions.Expect(page.Locator(".attempt").First).ToContainTextAsync("Attempt 2: succeeded");
        // The log of the attempt before.
        await page.Locator(".attempt").Last.GetByRole(AriaRole.Link, new() { Name = "Log" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("broken");
        Assert.True(await page.EvaluateAsync<bool>("() => window.neverReloaded"));
        Assert.Empty(visit.Troubles);

        string run = new Uri(page.Url).AbsolutePath;
        await page.GotoAsync("/runs");
        await Assertions.Expect(page.Locator($"tr:has(a[href='{run}'])")).ToHaveAttributeAsync("data-run-state", "succeeded");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("runs.en.light");
        await SeeInChineseAndDarkAsync("/runs", "runs");
    }

    [Fact]
    public async Task Views_AreInTheAddress_AndGoOnByThemselves()
    {
        using var gate = new Gate();
        await ApplyAsync("viewed", Watched(gate));
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync(await ApplicationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger viewed" }).ClickAsync();
        await Assertions.Expect(Node(page, "slow")).ToHaveAttributeAsync("data-state", "running");
        string run = new Uri(page.Url).AbsolutePath;

        // Why it waits, with a link to the cause.
        await page.GotoAsync($"{run}?tab=gantt&node=flaky");
        await Assertions.Expect(page.Locator(".why")).ToContainTextAsync("Why is Build index waiting? For Extract rows 抽取 (running for");
        await Assertions.Expect(page.Locator(".gantt__row[data-key=slow] .gantt__bar[data-state=running]")).ToBeVisibleAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("run.gantt.en.light");
        await page.Locator(".why a").ClickAsync();
        await Assertions.Expect(page.Locator(".panel__title")).ToHaveTextAsync("Extract rows 抽取");
        Assert.Contains("tab=gantt", page.Url, StringComparison.Ordinal);
        gate.Open("slow");
        await Assertions.Expect(page.Locator(".gantt__row[data-key=last] .gantt__end[data-state=upstream_failed]")).ToBeVisibleAsync();

        await TabAsync(page, "Events");
        await Assertions.Expect(page.Locator(".event-row").First).ToContainTextAsync("The run");
        await Assertions.Expect(page.Locator(".event-row[data-state=failed]").First).ToBeVisibleAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("run.events.en.light");

        await TabAsync(page, "Context");
        await Assertions.Expect(page.Locator(".context-row")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Extract rows 抽取rowsnumber7"));
        await page.GetByPlaceholder("Find values").FillAsync("nothing like it");
        await Assertions.Expect(page.Locator(".context-row")).ToHaveCountAsync(0);
        Assert.Empty(await visit.FindBarriersAsync());

        await page.GoBackAsync();
        await Assertions.Expect(page.Locator(".event-list")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".event-list")).ToBeVisibleAsync();

        await page.GotoAsync($"{run}?tab=list&q=build");
        await Assertions.Expect(page.Locator(".node-row:visible")).ToHaveCountAsync(1);
        await page.Locator(".legend__entry[data-state=succeeded]").ClickAsync();
        await Assertions.Expect(page.Locator(".node-list__nothing")).ToBeVisibleAsync();
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Run_ByTheKeyboardAlone_IsReadAndRetried()
    {
        using var gate = new Gate();
        gate.Open("slow");
        await ApplyAsync("typed", Watched(gate));
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync(await ApplicationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger typed" }).ClickAsync();
        await Assertions.Expect(State(page)).ToHaveTextAsync("failed");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();

        // The graph is one stop of Tab; arrows walk it, and choose.
        await TabUntilAsync(page, ".x6-node");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator(".panel__title")).ToHaveTextAsync("Build index");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("broken");

        gate.Open("mended");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).FocusAsync();
        await TabUntilAsync(page, "summary");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry 1 failed…" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry 2" }).WaitForAsync();
        await TabUntilAsync(page, ".btn--primary");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(State(page)).ToHaveTextAsync("succeeded");
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Log_OfManyLines_IsSearchedAndReadFromItsBeginning()
    {
        await ApplyAsync("long", """
            apiVersion: maat/v1
            kind: Template
            name: Long
            nodes:
              - { key: say, kind: bash, with: { script: "echo the very first; for i in $(seq 1 12000); do echo \"line $i of a log that is longer than what is shown of it at first\"; done; echo ERROR at last" } }
            """);
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync(await ApplicationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger long" }).ClickAsync();
        await Assertions.Expect(State(page)).ToHaveTextAsync("succeeded");
        await page.GotoAsync($"{new Uri(page.Url).AbsolutePath}?node=say");
        ILocator log = page.GetByRole(AriaRole.Log);
        await Assertions.Expect(log).ToContainTextAsync("End of the log");
        await Assertions.Expect(log).Not.ToContainTextAsync("the very first");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "1 error" })).ToBeVisibleAsync();

        await page.GetByPlaceholder("Search the log").FillAsync("LINE 11999 ");
        await Assertions.Expect(log.Locator("mark")).ToHaveTextAsync("line 11999 ");
        await Assertions.Expect(page.Locator("[data-log=matches]")).ToHaveTextAsync("1 of 1");

        ILocator earlier = log.GetByRole(AriaRole.Button, new() { Name = "Show more" });
        for (int i = 0; i < 5 && await earlier.IsVisibleAsync(); i++)
        {
            string before = await log.Locator(".log__line").First.InnerTextAsync();
            await earlier.ClickAsync();
            await Assertions.Expect(log.Locator(".log__line").First).Not.ToHaveTextAsync(before);
        }

        await Assertions.Expect(log.Locator(".log__line").First).ToHaveTextAsync("the very first");
        await Assertions.Expect(log.Locator(".log__line").First).ToHaveAttributeAsync("data-n", "1");
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Run_OfAThousandNodes_IsFilteredWalkedAndCancelled()
    {
        using var gate = new Gate();
        await ApplyAsync("wide", Wide(1_003, gate));
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync(await ApplicationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger wide" }).ClickAsync();
        await Assertions.Expect(Node(page, "root")).ToHaveAttributeAsync("data-state", "running");
        await visit.KeepScreenshotAsync("run.wide.en.light");
        await TabAsync(page, "List 1004");
        await Assertions.Expect(Row(page, "root")).ToHaveAttributeAsync("data-state", "running");
        // As many rows as are seen, and some more.
        Assert.InRange(await page.Locator(".node-row").CountAsync(), 10, 60);

        await page.Locator(".legend__entry[data-state=running]").ClickAsync();
        await Assertions.Expect(page.Locator(".node-row:visible")).ToHaveCountAsync(1);
        Assert.Contains("state=running", page.Url, StringComparison.Ordinal);
        await page.GoBackAsync();
        await Row(page, "root").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(Row(page, "n1003")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".panel__title")).ToHaveTextAsync("n1003");
        Assert.Empty(await visit.FindBarriersAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel run…" }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("1003");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("run.cancel.en.light");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await Assertions.Expect(State(page)).ToHaveTextAsync("cancelled");
        await Assertions.Expect(page.Locator(".node-row:visible:not([data-state=cancelled])")).ToHaveCountAsync(0);
        await visit.KeepScreenshotAsync("run.cancelled.en.light");
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Mark_AsksForTheState_AndWhatARunningNodeRefusesIsNotOffered()
    {
        using var gate = new Gate();
        await ApplyAsync("marked", Watched(gate));
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync(await ApplicationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger marked" }).ClickAsync();
        await Assertions.Expect(Node(page, "slow")).ToHaveAttributeAsync("data-state", "running");

        await Node(page, "slow").ClickAsync();
        await page.Locator(".panel summary").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Mark as…" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry from here…" })).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as…" }).ClickAsync();
        await page.GetByLabel("failed", new() { Exact = true }).CheckAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("run.mark.en.light");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark", Exact = true }).ClickAsync();
        await Assertions.Expect(Node(page, "slow")).ToHaveAttributeAsync("data-state", "failed");
        await Assertions.Expect(State(page)).ToHaveTextAsync("failed");
    }

    [Fact]
    public async Task SignIn_ThatIsOver_IsSaidWithTheWayBack()
    {
        using var gate = new Gate();
        await ApplyAsync("left", Watched(gate));
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync(await ApplicationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger left" }).ClickAsync();
        await Assertions.Expect(Node(page, "slow")).ToHaveAttributeAsync("data-state", "running");
        await page.Context.ClearCookiesAsync();
        await TabAsync(page, "Events");
        ILocator alert = page.GetByRole(AriaRole.Alert);
        await Assertions.Expect(alert).ToContainTextAsync("You are no longer signed in.");
        await Assertions.Expect(alert.GetByRole(AriaRole.Link)).ToHaveAttributeAsync(
            "href", $"/sign-in?returnUrl={Uri.EscapeDataString(new Uri(page.Url).PathAndQuery)}");
        // What was seen stays.
        await TabAsync(page, "Graph");
        await Assertions.Expect(Node(page, "slow")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Run_ThatIsNotThere_IsNotFound()
    {
        await using Visit visit = await chromium.VisitAsync();
        IResponse? answer = await visit.Page.GotoAsync("/runs/999999");
        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(visit.Page.Locator("#error-title")).ToBeVisibleAsync();
    }

    private static ILocator State(IPage page) => page.Locator("[data-run=chip] span");

    private static ILocator Row(IPage page, string key) => page.Locator($".node-row[data-key='{key}']");

    private static ILocator Node(IPage page, string key) => page.Locator($".graph .x6-node[data-key='{key}']");

    private static Task TabAsync(IPage page, string name) =>
        page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();

    private static async Task MenuAsync(IPage page, string menu, string item)
    {
        await page.Locator(".bar summary", new() { HasText = menu }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = item }).ClickAsync();
    }

    /// <summary>Presses Tab until it has come to such an element, as somebody without a mouse does.</summary>
    private static async Task TabUntilAsync(IPage page, string selector)
    {
        const int More = 60;
        for (int i = 0; i < More; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
                return;
        }

        Assert.Fail($"Tab does not come to {selector}.");
    }

    private async Task SeeInChineseAndDarkAsync(string url, string name)
    {
        await using Visit visit = await chromium.VisitAsync(language: "zh-CN", scheme: ColorScheme.Dark);
        await visit.Page.GotoAsync(url);
        await Assertions.Expect(visit.Page.Locator(".x6-node[data-state], .table tbody tr").First).ToBeVisibleAsync();
        if (url.Contains("/runs/", StringComparison.Ordinal))
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("日志结束");
        Assert.Empty(await visit.FindBarriersAsync());
        Assert.Empty(visit.Troubles);
        await visit.KeepScreenshotAsync($"{name}.zh.dark");
    }

    private async Task<string> ApplicationsAsync() => $"/projects/{await ProjectAsync()}/applications";

    private Task<long> ProjectAsync() => chromium.Product.Services.GetRequiredService<IMaatDatabase>().ReadAsync(
        (context, token) => context.Projects.Select(p => p.Id).FirstAsync(token), TestContext.Current.CancellationToken);

    private async Task ApplyAsync(string name, string text)
    {
        IServiceProvider services = chromium.Product.Services;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        TemplateDocument document = TemplateReader.Read(YamlSource.Read(text)).Document!;
        Assert.DoesNotContain(TemplateValidator.Validate(document, services.GetRequiredService<NodeKindCatalog>()), p => p.Severity == Severity.Error);
        long project = await ProjectAsync();
        var templates = services.GetRequiredService<TemplateEditing>();
        TemplateDraft draft = await templates.ImportAsync(Owner, project, document with { Name = name }, revision: null, cancellation);
        await templates.PublishAsync(Owner, draft.Id, draft.Revision, "", cancellation);
        await services.GetRequiredService<ApplicationEditing>().CreateAsync(
            Owner, project, new ApplicationDefinition(name, draft.Id, new Dictionary<string, Value>()), cancellation);
    }

    private static string Watched(Gate gate) => $$$"""
        apiVersion: maat/v1
        kind: Template
        name: Watched
        nodes:
          - key: slow
            name: Extract rows 抽取
            kind: bash
            with:
              script: |
                printf 'first \e[1m<b>写</b>\0\e[0m line\n'
                {{{gate.Wait("slow")}}}
                echo second
                echo rows=7 >> "$MAAT_OUTPUT"
          - key: flaky
            name: Build index
            kind: bash
            with:
              script: |
                {{{gate.IsOpen("mended")}}} || { echo broken >&2; exit 3; }
          - key: last
            name: Publish
            kind: bash
            with:
              script: echo "got ${{ nodes.slow.outputs.rows }}"
        edges:
          - { from: slow, to: flaky }
          - { from: flaky, to: last }
        """;

    private static string Wide(int children, Gate gate) => $$"""
        apiVersion: maat/v1
        kind: Template
        name: Wide
        nodes:
          - { key: root, kind: bash, with: { script: "{{gate.Wait("never")}}" } }
        {{string.Join('\n', Enumerable.Range(1, children).Select(i => $"  - {{ key: n{i}, kind: bash, with: {{ script: ':' }} }}"))}}
        edges:
        {{string.Join('\n', Enumerable.Range(1, children).Select(i => $"  - {{ from: root, to: n{i} }}"))}}
        """;
}
