using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.People;
using Maat.Engine.Projects;
using Maat.Engine.Templates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>What is read and not edited: old versions, what a viewer sees, and the way from the pages that need the width.</summary>
public sealed class ReadingTests(Chromium chromium)
{
    private static readonly Actor Owner = Actor.Administrator("owner");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version_OpenedFromTheDraft_IsReadOnly_AndIsRestoredIntoTheDraft()
    {
        Made made = await MakeAsync("versions");
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync($"/templates/{made.Template}");
        await Assertions.Expect(page.Locator(".designer[data-edits]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(2);

        await VersionsAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "v1", Exact = true }).ClickAsync();
        await page.ArrivesAsync("/templates/*/versions/1");
        await Assertions.Expect(page.Locator(".designer[data-edits]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByText("v1, read-only")).ToBeVisibleAsync();
        await ExpectNoEditingToolsAsync(page);
        await visit.KeepScreenshotAsync("designer.version.en.light");
        Assert.Empty(await visit.FindBarriersAsync());

        await page.GetByRole(AriaRole.Link, new() { Name = "Draft", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(2);
        await VersionsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore into the draft" }).ClickAsync();
        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".designer__offer")).ToContainTextAsync("Version 1 is in the draft now.");
        await page.Locator(".designer__offer").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Redo" }).ClickAsync();
        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".designer__status")).ToContainTextAsync("Saved ");
        Assert.Single((await Service<TemplateEditing>().GetAsync(Owner, made.Template, Cancellation)).Document.Nodes);
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Viewer_OnEveryPageOfTheProject_SeesNothingToEditOrOperate()
    {
        Made made = await MakeAsync("viewed only");
        await using Visit visit = await chromium.VisitAsync(signedIn: false);
        IPage page = visit.Page;
        PasswordLink link = await Service<PeopleEditing>().CreateAsync(Owner, "Vera", administrator: false, Cancellation);
        await Service<MemberEditing>().AddAsync(Owner, made.Project, "Vera", Role.Viewer, Cancellation);
        await page.GotoAsync($"/set-password?code={link.Code}");
        await page.Locator("#password").FillAsync(ProductServer.Password);
        await page.Locator("#again").FillAsync(ProductServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ArrivesAsync("/");

        await page.GotoAsync($"/templates/{made.Template}");
        await Assertions.Expect(page.Locator(".designer[data-edits]")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Draft, read-only")).ToBeVisibleAsync();
        await ExpectNoEditingToolsAsync(page);
        await visit.KeepScreenshotAsync("designer.viewer.en.light");

        await page.GotoAsync($"/projects/{made.Project}/templates");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync(["viewed only"]);
        await Assertions.Expect(page.Locator(".main").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.GotoAsync($"/projects/{made.Project}/applications");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync(["viewed only"]);
        await Assertions.Expect(page.Locator(".main button:enabled:visible")).ToHaveCountAsync(0);
        await page.GotoAsync($"/applications/{made.Application}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "viewed only" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".main").GetByRole(AriaRole.Button, new() { Name = "Trigger" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".application__form :is(input, select, textarea):enabled")).ToHaveCountAsync(0);
        await page.GotoAsync($"/runs/{made.Run}?node=only");
        await Assertions.Expect(page.Locator("[data-run=chip] span")).ToHaveTextAsync("succeeded");
        await Assertions.Expect(page.Locator(".bar").GetByText("Retry")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".panel__actions")).ToHaveCountAsync(0);
        await visit.KeepScreenshotAsync("run.viewer.en.light");
        Assert.Empty(await visit.FindBarriersAsync());
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Rail_OnTheDesignerAndOnARun_SaysWhereOneIsAndLeadsEverywhere()
    {
        Made made = await MakeAsync("railed");
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        ILocator rail = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        foreach ((string address, string current, string next, string leads) in new[]
        {
            ($"/templates/{made.Template}", "Templates", "Applications", $"/projects/{made.Project}/applications"),
            ($"/runs/{made.Run}", "Runs", "Home", "/"),
            ($"/templates/{made.Template}", "Templates", "Runs", $"/projects/{made.Project}/runs"),
            ($"/runs/{made.Run}", "Runs", "Project", $"/projects/{made.Project}"),
        })
        {
            await page.GotoAsync(address);
            await Assertions.Expect(page.Locator(".x6-node").First).ToBeVisibleAsync();
            await Assertions.Expect(rail.Locator("[aria-current=page]")).ToHaveAttributeAsync("aria-label", current);
            await rail.GetByRole(AriaRole.Button, new() { Name = "Project: railed" }).ClickAsync();
            await Assertions.Expect(page.Locator("#projects").GetByRole(AriaRole.Link, new() { Name = "railed", Exact = true })).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Locator("#projects")).ToBeHiddenAsync();
            await rail.GetByRole(AriaRole.Link, new() { Name = next, Exact = true }).ClickAsync();
            await page.ArrivesAsync(leads);
            await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();
        }

        Assert.Empty(visit.Troubles);
    }

    private sealed record Made(long Project, long Template, long Application, long Run);

    private static async Task VersionsAsync(IPage page)
    {
        await page.Locator(".bar .drop summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Versions", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("the first one");
    }

    private static async Task ExpectNoEditingToolsAsync(IPage page)
    {
        await Assertions.Expect(page.Locator(".palette")).ToHaveCountAsync(0);
        foreach (string name in (string[])["Publish…", "Undo", "Redo", "Tidy layout", "Add a variable"])
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })).ToHaveCountAsync(0);
        await page.Locator(".x6-node[data-key=only]").ClickAsync();
        await Assertions.Expect(page.Locator("#field-name")).ToBeDisabledAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Connect to…" })).ToHaveCountAsync(0);
        int nodes = await page.Locator(".x6-node").CountAsync();
        await page.Locator(".x6-node[data-key=only]").FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await page.Keyboard.PressAsync("Control+d");
        await page.Locator(".code--script .cm-content").ClickAsync();
        await page.Keyboard.TypeAsync("nothing of this");
        await Assertions.Expect(page.Locator(".code--script .cm-content")).ToHaveTextAsync("echo only");
        Assert.Equal(nodes, await page.Locator(".x6-node").CountAsync());
        await Assertions.Expect(page.Locator(".designer")).ToHaveAttributeAsync("data-edits", "0");
    }

    private T Service<T>()
        where T : notnull => chromium.Product.Services.GetRequiredService<T>();

    /// <summary>A project with one template, whose draft has a node more than its version, an application of it and a run that succeeded.</summary>
    private async Task<Made> MakeAsync(string name)
    {
        var only = new NodeDefinition("only", "bash") { With = Script("echo only") };
        long project = (await Service<ProjectEditing>().CreateAsync(Owner, new ProjectDefinition(name), Cancellation)).Id;
        var templates = Service<TemplateEditing>();
        TemplateDraft draft = await templates.ImportAsync(Owner, project, new TemplateDocument(name) { Nodes = [only] }, revision: null, Cancellation);
        await templates.PublishAsync(Owner, draft.Id, draft.Revision, "the first one", Cancellation);
        draft = await templates.GetAsync(Owner, draft.Id, Cancellation);
        await templates.SaveDraftAsync(
            Owner, draft.Id, draft.Document with { Nodes = [only, new NodeDefinition("another", "bash") { With = Script("true") }] }, draft.Revision, Cancellation);
        var values = new Dictionary<string, Value>();
        long application = (await Service<ApplicationEditing>().CreateAsync(Owner, project, new ApplicationDefinition(name, draft.Id, values), Cancellation)).Id;
        TriggerResult run = await Service<Triggering>().TriggerAsync(Owner, application, TriggerRequest.Plain, Cancellation);
        return new Made(project, draft.Id, application, run.RunId);
    }

    private static ObjectValue Script(string text) => new(new Dictionary<string, Value> { ["script"] = new TextValue(text) });
}
