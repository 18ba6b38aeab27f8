using Maat.Domain.Documents;
using Maat.Engine.Templates;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>The outcome simulator of the designer, by mouse and by keyboard.</summary>
public sealed class SimulationTests(Chromium chromium)
{
    private const string Flow = """
        apiVersion: maat/v1
        kind: Template
        name: simulated
        nodes:
          - { key: extract, kind: bash, with: { script: "true" } }
          - key: choose
            kind: branch
            with: { arms: [{ arm: full, when: "true" }, { arm: delta, otherwise: true }] }
          - { key: full, kind: bash, with: { script: "true" } }
          - { key: delta, kind: bash, with: { script: "true" } }
          - { key: join, kind: bash, trigger_rule: none_failed_min_one_success, with: { script: "true" } }
          - { key: alarm, kind: bash, trigger_rule: one_failed, with: { script: "true" } }
        edges:
          - { from: extract, to: choose }
          - { from: choose, to: full, arm: full }
          - { from: choose, to: delta, arm: delta }
          - { from: full, to: join }
          - { from: delta, to: join }
          - { from: full, to: alarm }
        """;

    [Fact]
    public async Task Simulate_ByMouse_ShowsWhatRulesAndBranchesMakeOfSupposedEnds()
    {
        TemplateDraft made = await MakeAsync("simulated by mouse");
        await using Visit visit = await chromium.VisitAsync();
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Simulate" }).ClickAsync();
        await ShowsAsync(designer, "extract succeeded", "choose succeeded", "full succeeded", "delta skipped", "join succeeded", "alarm skipped");
        await Assertions.Expect(page.GetByText("The run would succeed: 4 succeeded, 2 skipped.")).ToBeVisibleAsync();

        await designer.Node("full").ClickAsync();
        await page.GetByText("fails", new() { Exact = true }).ClickAsync();
        await ShowsAsync(designer, "full failed", "join upstream_failed", "alarm succeeded");
        await Assertions.Expect(page.GetByText("The run would fail: ")).ToBeVisibleAsync();
        await designer.Node("delta").ClickAsync();
        await Assertions.Expect(page.Locator(".simulation__outcome")).ToContainTextAsync("a branch chooses another arm");

        await designer.Node("choose").ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "delta" }).CheckAsync();
        await ShowsAsync(designer, "full skipped", "delta succeeded", "join succeeded", "alarm skipped");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("simulation.en.light");

        // What is drawn meanwhile takes part; the document knows nothing of the simulation.
        await designer.EditAsync(() => designer.Node("alarm").ClickAsync().ContinueWith(_ => page.Keyboard.PressAsync("Delete"), TaskScheduler.Default).Unwrap());
        await Assertions.Expect(page.GetByText("The run would succeed: 4 succeeded, 1 skipped.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset" }).ClickAsync();
        await ShowsAsync(designer, "full succeeded", "delta skipped");
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave simulation" }).ClickAsync();
        await Assertions.Expect(page.Locator(".x6-node[data-state], [data-flow], .simulation")).ToHaveCountAsync(0);
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Simulate_ByKeyboardInChineseAndDark_SupposesEndsOfTheChosenNode()
    {
        TemplateDraft made = await MakeAsync("simulated by keyboard");
        await using Visit visit = await chromium.VisitAsync(language: "zh-CN", scheme: ColorScheme.Dark);
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;

        await page.Keyboard.PressAsync("Shift+Alt+S");
        await ShowsAsync(designer, "extract succeeded");
        await designer.Node("extract").FocusAsync();
        await page.Keyboard.PressAsync(" ");
        await page.Keyboard.PressAsync("f");
        await ShowsAsync(designer, "extract failed", "choose upstream_failed", "join upstream_failed", "alarm succeeded");
        await page.Keyboard.PressAsync("k");
        await ShowsAsync(designer, "extract skipped", "choose skipped", "full skipped", "join skipped");
        await page.Keyboard.PressAsync("s");
        await ShowsAsync(designer, "extract succeeded", "choose succeeded", "join succeeded");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("simulation.zh.dark");
        await page.Keyboard.PressAsync("Shift+Alt+S");
        await Assertions.Expect(page.Locator(".x6-node[data-state]")).ToHaveCountAsync(0);
        Assert.Empty(visit.Troubles);
    }

    private Task<TemplateDraft> MakeAsync(string name) =>
        DesignerPage.MakeAsync(chromium, TemplateReader.Read(YamlSource.Read(Flow)).Document! with { Name = name });

    private static async Task ShowsAsync(DesignerPage designer, params string[] states)
    {
        foreach (string[] expected in states.Select(state => state.Split(' ')))
            await Assertions.Expect(designer.Node(expected[0])).ToHaveAttributeAsync("data-state", expected[1]);
    }
}
