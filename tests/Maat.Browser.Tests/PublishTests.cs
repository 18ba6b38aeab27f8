using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Domain.Variables;
using Maat.Engine.Applications;
using Maat.Engine.Templates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>What publishing shows before it is done: what changed, and what that does to each application.</summary>
public sealed class PublishTests(Chromium chromium)
{
    private static readonly Actor Owner = Actor.Administrator("owner");

    [Fact]
    public async Task Publish_ThatWouldBreakSome_SaysWhichAndWhyAndMovesTheOthersAndBack()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var first = new TemplateDocument("reaches applications")
        {
            Variables = new[] { new VariableDefinition("city", VariableType.Text) { Default = new TextValue("hz") } }.ToItemList(),
            Nodes = new[] { Node("build", "echo ${{ vars.city }}\necho 2\necho 3\necho 4\necho 5") }.ToItemList(),
        };
        TemplateDraft made = await DesignerPage.MakeAsync(chromium, first);
        await Service<TemplateEditing>().PublishAsync(Owner, made.Id, made.Revision, "", cancellation);
        long given = await ApplyAsync(made, "given", new TextValue("sh"));
        long bare = await ApplyAsync(made, "bare", null);
        long pinned = await ApplyAsync(made, "pinned", new TextValue("sh"), follows: false);
        TemplateDraft draft = await Service<TemplateEditing>().GetAsync(Owner, made.Id, cancellation);
        await Service<TemplateEditing>().SaveDraftAsync(Owner, made.Id, first with
        {
            Variables = new[] { new VariableDefinition("city", VariableType.Text) { Required = true } }.ToItemList(),
            Nodes = new[] { Node("build", "echo ${{ vars.city }}\necho 2\necho 3\necho 4\necho five"), Node("tell", "true") }.ToItemList(),
            Edges = new[] { new EdgeDefinition("build", "tell") }.ToItemList(),
        }, draft.Revision, cancellation);

        await using Visit visit = await chromium.VisitAsync();
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish…" }).ClickAsync();

        // What changed, line by line.
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator(".diff__line--add")).ToContainTextAsync("echo five");
        await Assertions.Expect(page.Locator(".diff__line--del")).ToContainTextAsync("echo 5");
        await page.GetByRole(AriaRole.Option).First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator(".changes__detail h4")).ToHaveTextAsync("Node tell");

        // What that does to each application.
        await Assertions.Expect(page.Locator($"[data-application='{bare}']")).ToContainTextAsync("'city' needs a value");
        await Assertions.Expect(page.Locator($"[data-application='{bare}'] input")).ToBeDisabledAsync();
        await Assertions.Expect(page.Locator($"[data-application='{pinned}']")).ToContainTextAsync("stays on v1");
        await Assertions.Expect(page.Locator($"[data-application='{given}'] input")).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByText("1 of 3 applications take v2 with their next run.")).ToBeVisibleAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("publish.effects.en.light");
        await page.GetByText("Would break 1").ClickAsync();
        await Assertions.Expect(page.Locator("[data-application]:visible")).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Publish v2" }).ClickAsync();
        await Assertions.Expect(page.Locator(".designer__offer")).ToContainTextAsync("Version 2 is published");
        Assert.Equal("1 2 1", await VersionsAsync(bare, given, pinned));

        // Back again: the versions, and which applications use one.
        await page.Locator(".drop summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Versions" }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { Name = "v1" }).GetByRole(AriaRole.Button, new() { Name = "Use…" }).ClickAsync();
        await Assertions.Expect(page.Locator($"[data-application='{bare}']")).ToContainTextAsync("uses it already");
        await page.GetByRole(AriaRole.Button, new() { Name = "Let 1 take v1" }).ClickAsync();
        await Assertions.Expect(page.Locator(".designer__offer")).ToContainTextAsync("use version 1 from their next run on");
        Assert.Equal("1 1 1", await VersionsAsync(bare, given, pinned));
        Assert.Empty(visit.Troubles);
    }

    private static NodeDefinition Node(string key, string script) =>
        new(key, "bash") { With = new ObjectValue([new("script", new TextValue(script))]) };

    private async Task<long> ApplyAsync(TemplateDraft template, string name, Value? city, bool follows = true)
    {
        Dictionary<string, Value> values = city is null ? [] : new() { ["city"] = city };
        return (await Service<ApplicationEditing>().CreateAsync(
            Owner, template.ProjectId, new ApplicationDefinition($"reached {name}", template.Id, values, Follows: follows), TestContext.Current.CancellationToken)).Id;
    }

    private async Task<string> VersionsAsync(params long[] applications)
    {
        var versions = new List<int>();
        foreach (long application in applications)
            versions.Add((await Service<ApplicationViews>().GetAsync(Owner, application, TestContext.Current.CancellationToken)).Application.Version);
        return string.Join(' ', versions);
    }

    private T Service<T>()
        where T : notnull => chromium.Product.Services.GetRequiredService<T>();
}
