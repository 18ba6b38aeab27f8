using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Projects;
using Maat.Engine.Templates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>Where people find, make and run things. Each test works in a project of its own.</summary>
public sealed class ListTests(Chromium chromium)
{
    private const string Document = """
        apiVersion: maat/v1
        kind: Template
        name: Nightly
        variables:
          - { key: shards, type: number, integer: true, min: 1, max: 512, default: 8, description: How many parts }
          - { key: options, type: json }
        nodes:
          - key: only
            name: Only 节点
            kind: bash
            with:
              script: |
                echo "${{ vars.options }}"
                test "${{ vars.shards }}" != 13
        """;

    private static readonly Actor Owner = Actor.Administrator("owner");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Template_IsImported_WithItsErrorsLocatedAndItsTextKept()
    {
        long project = await ProjectAsync("imports");
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync($"/projects/{project}/templates");
        await Assertions.Expect(page.Locator(".empty__title")).ToHaveTextAsync("No templates yet");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("templates.empty.en.light");

        await page.GetByRole(AriaRole.Button, new() { Name = "Import…" }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        string wrong = Document.Replace("script:", "skript:", StringComparison.Ordinal).Replace("kind: Template", "kind: Template\nnodess: []", StringComparison.Ordinal);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync(wrong);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".located")).ToContainTextAsync("Line 3, column 1");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Textbox)).ToHaveValueAsync(wrong);
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("templates.import.en.light");

        await dialog.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "nightly.yaml", MimeType = "application/yaml", Buffer = System.Text.Encoding.UTF8.GetBytes(Document) });
        await Assertions.Expect(dialog.GetByRole(AriaRole.Textbox)).ToHaveValueAsync(Document);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await page.ArrivesAsync("/templates/*");

        await page.GotoAsync($"/projects/{project}/templates");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync(["Nightly"]);
        IDownload file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download Nightly as YAML" }).ClickAsync());
        Assert.Equal("Nightly.yaml", file.SuggestedFilename);
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy Nightly" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("Nightly");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy and open" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("has a template of this name already");
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Application_IsMadeEditedAndTriggered_WithErrorsUnderTheirFields()
    {
        long project = await ProjectAsync("applications");
        await PublishAsync(project);
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync($"/projects/{project}/applications");
        await page.GetByRole(AriaRole.Button, new() { Name = "New application" }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("nightly-hz");
        await dialog.GetByLabel("shards", new() { Exact = true }).FillAsync("1024");
        await Assertions.Expect(dialog.Locator(".field__error")).ToContainTextAsync("Use a whole number from 1 to 512.");
        Assert.Empty(await visit.FindBarriersAsync());
        await dialog.GetByLabel("shards", new() { Exact = true }).FillAsync("16");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create application" }).ClickAsync();
        await page.ArrivesAsync("/applications/*");
        // It stays until the page that it leads to is there.
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByLabel("shards", new() { Exact = true })).ToHaveValueAsync("16");

        // What is typed is kept when somebody else saves first, and both values are seen.
        long application = long.Parse(page.Url.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        await page.GetByLabel("shards", new() { Exact = true }).FillAsync("32");
        await page.GetByLabel("options", new() { Exact = true }).FillAsync("{ \"a\": ");
        await page.GetByLabel("options", new() { Exact = true }).BlurAsync();
        await Assertions.Expect(page.Locator("[data-variable=options] .field__error")).ToContainTextAsync("This is no JSON from");
        await page.GetByLabel("options", new() { Exact = true }).FillAsync("{ \"a\": 1 }");
        await page.GetByLabel("options", new() { Exact = true }).BlurAsync();
        await SetShardsAsync(application, 64);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save 2 changes" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("What you typed is kept");
        await Assertions.Expect(page.GetByLabel("shards", new() { Exact = true })).ToHaveValueAsync("32");
        await Assertions.Expect(page.Locator("[data-variable=shards] .field__theirs")).ToContainTextAsync("Set to 64");
        await visit.KeepScreenshotAsync("application.conflict.en.light");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save 2 changes" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Saved" })).ToBeVisibleAsync();

        // A schedule is previewed while it is typed.
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a schedule" }).ClickAsync();
        dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Crontab").FillAsync("0 99 * * *");
        await Assertions.Expect(dialog.Locator(".field__error")).ToContainTextAsync("position 3");
        await dialog.GetByLabel("Crontab").FillAsync("0 10,16 * * *");
        await Assertions.Expect(dialog.Locator("#crontab-notes")).ToHaveTextAsync("every day at 10:00 and 16:00");
        await Assertions.Expect(dialog.Locator(".firings__item")).ToHaveCountAsync(10);
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("application.schedule.en.light");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save schedule" }).ClickAsync();
        await Assertions.Expect(page.Locator(".schedules__item")).ToContainTextAsync("every day at 10:00 and 16:00");
        await Assertions.Expect(page.Locator(".changes")).ToContainTextAsync("added a schedule");
        Assert.Empty(await visit.FindBarriersAsync());
        await SeeInChineseAndDarkAsync($"/applications/{application}", ".schedules__item", "application");

        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger run…" }).ClickAsync();
        dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByLabel("shards", new() { Exact = true })).ToHaveValueAsync("32");
        await dialog.GetByLabel("shards", new() { Exact = true }).FillAsync("13");
        await dialog.GetByLabel("Reason", new() { Exact = true }).FillAsync("to see it fail");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Trigger run" }).ClickAsync();
        await page.ArrivesAsync("/runs/*");
        string run = new Uri(page.Url).AbsolutePath;

        // The run is in the list; filters are in the address, and back takes them away.
        await page.GotoAsync($"/projects/{project}/runs");
        await Assertions.Expect(page.Locator($"tr:has(a[href='{run}'])")).ToHaveAttributeAsync("data-run-state", "failed");
        await page.GetByLabel("State").SelectOptionAsync("succeeded");
        await page.ArrivesAsync("/projects/*/runs?*State=succeeded*");
        await Assertions.Expect(page.Locator(".empty__title")).ToHaveTextAsync("No run found");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator($"tr:has(a[href='{run}'])")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByLabel("State")).ToHaveValueAsync("");

        // Many at once, after seeing which.
        await page.GetByLabel("Choose all runs on this page").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry 1…" }).ClickAsync();
        dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.Locator(".touched li")).ToHaveCountAsync(1);
        Assert.Empty(await visit.FindBarriersAsync());
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Retry 1", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Retried: 1." })).ToBeVisibleAsync();
        await SeeInChineseAndDarkAsync($"/projects/{project}/runs", "tbody tr", "project-runs");

        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("tr", new() { HasText = "nightly-hz" }).First).ToBeVisibleAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("home.full.en.light");
        await SeeInChineseAndDarkAsync("/", ".figures", "home.full");
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Applications_AreFoundSwitchedAndTriggeredTogether()
    {
        long project = await ProjectAsync("many");
        long template = await PublishAsync(project);
        foreach (string name in (string[])["alpha", "beta", "gamma"])
            await Service<ApplicationEditing>().CreateAsync(Owner, project, new ApplicationDefinition(name, template, new Dictionary<string, Value>()), Cancellation);
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync($"/projects/{project}/applications");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("ALP");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.Contains("search=ALP", page.Url, StringComparison.OrdinalIgnoreCase);
        await page.GetByRole(AriaRole.Switch, new() { Name = "alpha enabled" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Switch, new() { Name = "alpha enabled" })).ToHaveAttributeAsync("aria-checked", "false");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);

        await page.GetByLabel("Choose all applications on this page").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger 3…" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).Locator(".touched li")).ToHaveTextAsync(["alpha", "beta", "gamma"]);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Trigger 3" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "3 runs triggered." })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".run-bars__bar")).ToHaveCountAsync(3);
        Assert.Empty(await visit.FindBarriersAsync());
        await SeeInChineseAndDarkAsync($"/projects/{project}/applications", "tbody tr", "applications");
        await SeeInChineseAndDarkAsync($"/projects/{project}/templates", "tbody tr", "templates");
        Assert.Empty(visit.Troubles);
    }

    private async Task SeeInChineseAndDarkAsync(string address, string drawn, string name)
    {
        await using Visit visit = await chromium.VisitAsync(language: "zh-CN", scheme: ColorScheme.Dark);
        await visit.Page.GotoAsync(address);
        await visit.Page.Locator(drawn).First.WaitForAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        Assert.Empty(visit.Troubles);
        await visit.KeepScreenshotAsync($"{name}.zh.dark");
    }

    private T Service<T>()
        where T : notnull => chromium.Product.Services.GetRequiredService<T>();

    private async Task<long> ProjectAsync(string name) => (await Service<ProjectEditing>().CreateAsync(Owner, new ProjectDefinition(name), Cancellation)).Id;

    private async Task<long> PublishAsync(long project)
    {
        TemplateDraft draft = await Service<TemplateCreation>().ImportAsync(Owner, project, Document, replace: false, Cancellation);
        await Service<TemplateEditing>().PublishAsync(Owner, draft.Id, draft.Revision, "", Cancellation);
        return draft.Id;
    }

    private async Task SetShardsAsync(long application, int shards)
    {
        ApplicationView view = await Service<ApplicationViews>().GetAsync(Owner, application, Cancellation);
        await Service<ApplicationEditing>().UpdateAsync(
            Owner, application, view.Application.Revision,
            new ApplicationDefinition(view.Application.Name, view.Application.TemplateId, new Dictionary<string, Value> { ["shards"] = new NumberValue(shards) }), Cancellation);
    }
}
