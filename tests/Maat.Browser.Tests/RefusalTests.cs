using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Projects;
using Maat.Engine.Templates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>What is refused, what is wrong and why something failed, said to a person who reads Chinese.</summary>
public sealed class RefusalTests(Chromium chromium)
{
    private const string Failing = """
        apiVersion: maat/v1
        kind: Template
        name: 流程
        nodes:
          - { key: first, kind: bash, with: { script: "echo x=0 >> $MAAT_OUTPUT" } }
          - { key: choose, kind: branch, with: { arms: [ { arm: many, when: 1 / nodes.first.outputs.x > 1 }, { arm: few, otherwise: true } ] } }
          - { key: after, kind: bash, with: { script: "true" } }
        edges:
          - { from: first, to: choose }
          - { from: choose, to: after, arm: many }
        """;

    private const string Wrong = """
        apiVersion: maat/v1
        kind: Template
        name: 有误
        nodes:
          - { key: b, kind: bsh, with: { script: "true" } }
          - { key: c, kind: bash, with: { script: "echo ${{ vars.region }}" } }
        edges:
          - { from: c, to: c }
        """;

    private static readonly Actor Owner = Actor.Administrator("owner");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusals_InChinese_AreSaidInChineseOnEveryPage()
    {
        long project = (await Service<ProjectEditing>().CreateAsync(Owner, new ProjectDefinition("拒绝"), Cancellation)).Id;
        TemplateDraft wrong = await Service<TemplateCreation>().ImportAsync(Owner, project, Wrong, replace: false, Cancellation);
        TemplateDraft failing = await Service<TemplateCreation>().ImportAsync(Owner, project, Failing, replace: false, Cancellation);
        await Service<TemplateEditing>().PublishAsync(Owner, failing.Id, failing.Revision, "", Cancellation);
        long application = (await Service<ApplicationEditing>().CreateAsync(
            Owner, project, new ApplicationDefinition("应用", failing.Id, new Dictionary<string, Value>()), Cancellation)).Id;
        long run = (await Service<Triggering>().TriggerAsync(
            Owner, application, new TriggerRequest(new Dictionary<string, Value>()), Cancellation)).RunId;

        await using Visit visit = await chromium.VisitAsync(language: "zh-CN", scheme: ColorScheme.Dark);
        IPage page = visit.Page;

        // The use case, in a banner.
        await page.GotoAsync("/projects");
        await page.GetByRole(AriaRole.Button, new() { Name = "新建项目" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).First.FillAsync("拒绝");
        await page.GetByRole(AriaRole.Dialog).Locator(".btn--primary").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("已有名为“拒绝”的项目。请换一个名称。");
        await visit.KeepScreenshotAsync("refusal.project.zh.dark");

        // The parser of crontabs, beside its field.
        await page.GotoAsync($"/applications/{application}");
        await page.GetByRole(AriaRole.Button, new() { Name = "添加调度" }).First.ClickAsync();
        ILocator schedule = page.GetByRole(AriaRole.Dialog);
        await schedule.GetByLabel("Crontab").FillAsync("0 25 * * *");
        await Assertions.Expect(schedule.Locator(".field__error")).ToContainTextAsync("“25”超出范围：时应在 0 到 23 之间（第 3 个字符）");
        await visit.KeepScreenshotAsync("refusal.crontab.zh.dark");

        // The checks of a draft, through the API in the language of the page; a key at the beginning is not made another.
        await page.GotoAsync($"/templates/{wrong.Id}");
        ILocator problems = page.Locator(".problem > .cut");
        await Assertions.Expect(problems.Filter(new() { HasText = "没有“bsh”类型的节点；是否想写“bash”？" })).ToBeVisibleAsync();
        await Assertions.Expect(problems.Filter(new() { HasText = "没有变量“region”" })).ToBeVisibleAsync();
        Assert.Equal("“c”不能等待自己：请删除这条连线", await problems.Filter(new() { HasText = "不能等待自己" }).InnerTextAsync());
        await visit.KeepScreenshotAsync("refusal.designer.zh.dark");

        // What was stored in English when the node failed, with the problem of the expression in it.
        await page.GotoAsync($"/runs/{run}?node=choose");
        await Assertions.Expect(page.Locator(".panel")).ToContainTextAsync("出口“many”的条件无法求值：除数为零。（第 1 行第 3 列）");
        await visit.KeepScreenshotAsync("refusal.reason.zh.dark");
        Assert.Empty(visit.Troubles);
    }

    private T Service<T>()
        where T : notnull => chromium.Product.Services.GetRequiredService<T>();
}
