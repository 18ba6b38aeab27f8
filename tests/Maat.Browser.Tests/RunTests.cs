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
        await page.WaitForURLAsync("**/runs/*");
        await Assertions.Expect(State(page)).ToHaveTextAsync("running");
        await page.EvaluateAsync("() => { window.neverReloaded = true; }");

        // The log of a node that runs.
        await Row(page, "slow").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("first <b>写</b>␀ line");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).Not.ToContainTextAsync("second");
        await Assertions.Expect(Row(page, "slow")).ToHaveAttributeAsync("data-state", "running");
        await Assertions.Expect(Row(page, "flaky")).ToHaveAttributeAsync("data-state", "waiting");
        await visit.KeepScreenshotAsync("run.running.en.light");
        gate.Open("slow");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("second");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("End of the log");
        await Assertions.Expect(Row(page, "slow")).ToHaveAttributeAsync("data-state", "succeeded");

        // What it handed on.
        await page.GetByRole(AriaRole.Link, new() { Name = "Outputs 1" }).ClickAsync();
        await Assertions.Expect(page.Locator(".outputs")).ToContainTextAsync("rows");
        await Assertions.Expect(page.Locator(".outputs dd")).ToHaveTextAsync("7");

        // A failure, why, and what it kept from running.
        await Assertions.Expect(State(page)).ToHaveTextAsync("failed");
        await Assertions.Expect(Row(page, "flaky")).ToContainTextAsync("exited with code 3");
        await Assertions.Expect(Row(page, "last")).ToHaveAttributeAsync("data-state", "upstream_failed");
        await Row(page, "flaky").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("broken");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("run.failed.en.light");
        await SeeInChineseAndDarkAsync(page.Url, "run.failed");

        gate.Open("mended");
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry failed" }).ClickAsync();
        await Assertions.Expect(State(page)).ToHaveTextAsync("succeeded");
        await Assertions.Expect(Row(page, "last")).ToHaveAttributeAsync("data-state", "succeeded");
        await page.GetByRole(AriaRole.Link, new() { Name = "Attempts 2" }).ClickAsync();
        await Assertions.Expect(page.Locator(".attempt").First).ToContainTextAsync("Attempt 2: succeeded");
        await Row(page, "last").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("got 7");
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
    public async Task Run_OfAThousandNodes_IsFilteredWalkedAndCancelled()
    {
        using var gate = new Gate();
        await ApplyAsync("wide", Wide(1_003, gate));
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync(await ApplicationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger wide" }).ClickAsync();
        await Assertions.Expect(page.Locator(".node-row")).ToHaveCountAsync(1_004);
        await Assertions.Expect(Row(page, "root")).ToHaveAttributeAsync("data-state", "running");
        await visit.KeepScreenshotAsync("run.wide.en.light");

        await page.Locator(".legend__entry[data-state=running]").ClickAsync();
        await Assertions.Expect(page.Locator(".node-list__item:not([hidden]) .node-row")).ToHaveCountAsync(1);
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
        await Assertions.Expect(page.Locator(".node-row:not([data-state=cancelled])")).ToHaveCountAsync(0);
        await visit.KeepScreenshotAsync("run.cancelled.en.light");
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Mark_AsksForTheState_AndARefusalStaysOnThePage()
    {
        using var gate = new Gate();
        await ApplyAsync("marked", Watched(gate));
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync(await ApplicationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger marked" }).ClickAsync();
        await Assertions.Expect(Row(page, "slow")).ToHaveAttributeAsync("data-state", "running");

        await Row(page, "slow").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry from here…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry 3" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Still running: slow");
        await visit.KeepScreenshotAsync("run.refused.en.light");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as…" }).ClickAsync();
        await page.GetByLabel("failed", new() { Exact = true }).CheckAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("run.mark.en.light");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark", Exact = true }).ClickAsync();
        await Assertions.Expect(Row(page, "slow")).ToHaveAttributeAsync("data-state", "failed");
        await Assertions.Expect(State(page)).ToHaveTextAsync("failed");
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

    private static ILocator Row(IPage page, string key) => page.Locator($".node-row[href*='node={key}']").First;

    private async Task SeeInChineseAndDarkAsync(string url, string name)
    {
        await using Visit visit = await chromium.VisitAsync(language: "zh-CN", scheme: ColorScheme.Dark);
        await visit.Page.GotoAsync(url);
        await Assertions.Expect(visit.Page.Locator(".node-row, .table tbody tr").First).ToBeVisibleAsync();
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
