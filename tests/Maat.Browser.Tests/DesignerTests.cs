using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Templates;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>The designer as people use it: drawn by mouse, drawn by keyboard, and nothing lost whatever happens.</summary>
public sealed class DesignerTests(Chromium chromium)
{
    private static readonly Actor Owner = Actor.Administrator("owner");
    private static readonly Actor Other = Actor.Administrator("somebody else");

    [Fact]
    public async Task Draw_ByDragAndDrop_IsSavedPublishedAndReopened()
    {
        TemplateDraft made = await MakeAsync("drawn by mouse");
        await using Visit visit = await chromium.VisitAsync();
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;
        await visit.KeepScreenshotAsync("designer.empty.en.light");

        // Six nodes: a branch, its two ways, and where they meet.
        await designer.DropAsync("bash", 400, 60);
        await designer.DropAsync("branch", 400, 160);
        await designer.DropAsync("bash", 250, 260);
        await designer.DropAsync("bash", 560, 260);
        await designer.DropAsync("bash", 400, 360);
        await designer.DropAsync("bash", 400, 460);
        foreach ((string from, string to) in new[] { ("bash", "branch"), ("branch", "bash_2"), ("branch", "bash_3"), ("bash_2", "bash_4"), ("bash_3", "bash_4"), ("bash_4", "bash_5") })
            await designer.LinkAsync(from, to);
        await Assertions.Expect(designer.Edges).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator(".graph-arm__key")).ToHaveTextAsync(["yes", "no"]);

        // Back to where the flow came from is refused, and says why.
        LocatorBoundingBoxResult first = (await designer.Node("bash").Locator(".graph-node__box").BoundingBoxAsync())!;
        await designer.DragAsync(designer.Node("bash_5").Locator(".graph-node__grip"), 11, 14, first.X + (first.Width / 2), first.Y + (first.Height / 2));
        await Assertions.Expect(page.GetByText("Not connected: bash comes before bash_5")).ToBeVisibleAsync();
        await Assertions.Expect(designer.Edges).ToHaveCountAsync(6);

        await designer.ScriptAsync("bash", "echo \"rows=7\" >> \"$MAAT_OUTPUT\"");
        foreach (string key in new[] { "bash_2", "bash_3", "bash_5" })
            await designer.ScriptAsync(key, "true");
        // The output of a node upstream is offered while its name is typed.
        await designer.Node("bash_4").ClickAsync();
        await page.Locator(".code--script .cm-content").ClickAsync();
        await page.Keyboard.TypeAsync("echo ${{ nodes.bash.");
        await page.Locator(".cm-tooltip-autocomplete li", new() { HasText = "nodes.bash.outputs.rows" }).ClickAsync();
        await Assertions.Expect(page.Locator(".code--script .cm-content")).ToContainTextAsync("nodes.bash.outputs.rows");

        // The join would never run: the list says so, and leads there.
        await page.GetByRole(AriaRole.Button, new() { Name = "can never run" }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Run rules" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use “none failed, one succeeded”" }).ClickAsync();
        await Assertions.Expect(page.Locator("#field-trigger_rule")).ToHaveValueAsync("none_failed_min_one_success");
        await Assertions.Expect(page.Locator(".graph-rule")).ToContainTextAsync("none failed, one succeeded");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add a variable" }).First.ClickAsync();
        await page.Locator("#field-key").FillAsync("region");
        await page.Locator("#field-type").SelectOptionAsync("choice");
        await page.Locator("#field-choices").FillAsync("hz\nsh");
        await page.Locator("#field-default").SelectOptionAsync("");
        await Assertions.Expect(page.Locator(".palette__row code")).ToHaveTextAsync("region");

        // Undo and redo, copy and paste.
        await designer.Node("bash_5").ClickAsync();
        await page.Keyboard.PressAsync("Control+c");
        await page.Keyboard.PressAsync("Control+v");
        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(7);
        await page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(6);
        await page.Keyboard.PressAsync("Control+Shift+z");
        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(7);
        await designer.Node("bash_6").ClickAsync();
        await page.Keyboard.PressAsync("Delete");
        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(6);
        await Assertions.Expect(designer.Status).ToContainTextAsync("Saved ");
        await Assertions.Expect(designer.Root).ToHaveAttributeAsync("data-problems", "1");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("designer.drawn.en.light");

        await page.ReloadAsync();
        await designer.ReadyAsync();
        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(6);
        await Assertions.Expect(designer.Edges).ToHaveCountAsync(6);
        TemplateDraft saved = await GetAsync(made.Id);
        Assert.Equal(["hz", "sh"], saved.Document.Variables.Single().Choices);
        Assert.Equal(["no", "yes"], saved.Document.Edges.Select(edge => edge.Arm).OfType<string>().Order());

        await page.GetByRole(AriaRole.Button, new() { Name = "Publish…" }).ClickAsync();
        await page.GetByLabel("Comment").FillAsync("the first one");
        Assert.Empty(await visit.FindBarriersAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish v1" }).ClickAsync();
        await Assertions.Expect(page.Locator(".designer__offer")).ToContainTextAsync("Version 1 is published");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Description" }).FillAsync("after the first");
        await Assertions.Expect(designer.Status).ToContainTextAsync("Saved ");

        await page.Locator(".drop summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Versions" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("the first one");
        await page.GetByRole(AriaRole.Link, new() { Name = "v1" }).ClickAsync();
        await page.ArrivesAsync("/templates/*/versions/1");
        await designer.ReadyAsync();
        await Assertions.Expect(page.Locator(".palette")).ToHaveCountAsync(0);
        await designer.Node("bash").ClickAsync();
        await Assertions.Expect(page.Locator("#field-name")).ToBeDisabledAsync();
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Draw_ByKeyboardAlone_InChineseAndDark_MakesAndConnectsNodes()
    {
        TemplateDraft made = await MakeAsync("drawn by keyboard");
        await using Visit visit = await chromium.VisitAsync(language: "zh-CN", scheme: ColorScheme.Dark);
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;

        foreach (string kind in new[] { "bash", "branch", "bash", "bash" })
        {
            await page.Locator($"[data-kind={kind}]").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(4);
        await Assertions.Expect(designer.Node("bash_3")).ToBeFocusedAsync();
        foreach ((string from, string to) in new[] { ("bash", "branch"), ("branch", "bash_2"), ("branch", "bash_3") })
        {
            await page.Keyboard.PressAsync("Control+f");
            await page.Keyboard.TypeAsync(from);
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(designer.Node(from)).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("c");
            await page.Keyboard.TypeAsync(to);
            await page.Keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(designer.Edges).ToHaveCountAsync(3);
        await page.Keyboard.PressAsync("Shift+Alt+T");
        await page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(designer.Node("bash")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("F2");
        await page.Keyboard.TypeAsync("抽取");
        await Assertions.Expect(designer.Node("bash")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^抽取, Bash, bash"));
        await page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(designer.Status).ToContainTextAsync("已保存 ");
        Assert.Equal("抽取", (await GetAsync(made.Id)).Document.Nodes[0].Name);

        await page.Keyboard.PressAsync("Escape");
        await designer.Node("bash_3").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await designer.Node("bash_3").FocusAsync();
        await page.Keyboard.PressAsync(" ");
        await page.Keyboard.PressAsync("Delete");
        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(3);
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("designer.keyboard.zh.dark");
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Save_WhenSomebodyElseSaved_AsksAndKeepsBoth()
    {
        TemplateDraft made = await MakeAsync("two editors");
        await using Visit visit = await chromium.VisitAsync();
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;
        await SaveAsync(Other, made, "theirs");

        IResponse refused = await page.RunAndWaitForResponseAsync(
            () => page.Locator("#field-description").FillAsync("mine"), answer => answer.Request.Method == "PUT");
        Assert.Equal(409, refused.Status);
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("somebody else");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("designer.conflict.en.light");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Take theirs" }).ClickAsync();
        await Assertions.Expect(page.Locator("#field-description")).ToHaveValueAsync("theirs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator("#field-description")).ToHaveValueAsync("mine");
        await page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(designer.Status).ToContainTextAsync("Saved ");
        Assert.Equal("mine", (await GetAsync(made.Id)).Document.Description);
    }

    [Fact]
    public async Task Reload_WhileTheServerDoesNotAnswer_OrTheSessionIsOver_LosesNothing()
    {
        TemplateDraft made = await MakeAsync("kept edits");
        await using Visit visit = await chromium.VisitAsync();
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;

        await page.RouteAsync("**/document?revision=*", route => route.AbortAsync());
        await page.Locator("#field-description").FillAsync("typed offline");
        await Assertions.Expect(designer.Status).ToContainTextAsync("Not saved: the server does not answer");
        await page.UnrouteAsync("**/document?revision=*");
        await page.ReloadAsync();
        await designer.ReadyAsync();
        await Assertions.Expect(page.Locator("#field-description")).ToHaveValueAsync("typed offline");
        await Assertions.Expect(designer.Status).ToContainTextAsync("Saved ");

        IReadOnlyList<BrowserContextCookiesResult> session = await page.Context.CookiesAsync();
        await page.Context.ClearCookiesAsync();
        await page.Locator("#field-description").FillAsync("typed without a session");
        await Assertions.Expect(designer.Status).ToContainTextAsync("your sign-in has expired");
        await page.Context.AddCookiesAsync(session.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path }));
        await page.ReloadAsync();
        await designer.ReadyAsync();
        await Assertions.Expect(page.Locator("#field-description")).ToHaveValueAsync("typed without a session");
        await Assertions.Expect(designer.Status).ToContainTextAsync("Saved ");
        Assert.Equal("typed without a session", (await GetAsync(made.Id)).Document.Description);
    }

    [Fact]
    public async Task Import_ReplacesTheDraft_AndUndoBringsItBack()
    {
        TemplateDraft made = await MakeAsync("imported into");
        await using Visit visit = await chromium.VisitAsync();
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;
        const string Yaml = "apiVersion: maat/v1\nkind: Template\nname: Other\nnodes:\n  - { key: a, kind: bash, with: { script: 'true' } }\n  - { key: b, kind: bash, with: { script: 'true' } }\nedges:\n  - { from: a, to: b }\n";

        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "other.yaml", MimeType = "application/yaml", Buffer = System.Text.Encoding.UTF8.GetBytes(Yaml) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace the draft" }).ClickAsync();
        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("imported into");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Redo" }).ClickAsync();

        await page.Locator(".drop summary").ClickAsync();
        IDownload file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Export YAML" }).ClickAsync());
        string text = await File.ReadAllTextAsync((await file.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], TemplateReader.Read(YamlSource.Read(text)).Document!.Nodes.Select(node => node.Key));
        Assert.Empty(visit.Troubles);
    }

    private TemplateEditing Templates => chromium.Product.Services.GetRequiredService<TemplateEditing>();

    private Task<TemplateDraft> GetAsync(long id) => Templates.GetAsync(Owner, id, TestContext.Current.CancellationToken);

    private Task<TemplateDraft> MakeAsync(string name) => DesignerPage.MakeAsync(chromium, new TemplateDocument(name));

    private Task<TemplateDraft> SaveAsync(Actor actor, TemplateDraft draft, string description) =>
        Templates.SaveDraftAsync(actor, draft.Id, draft.Document with { Description = description }, draft.Revision, TestContext.Current.CancellationToken);
}
