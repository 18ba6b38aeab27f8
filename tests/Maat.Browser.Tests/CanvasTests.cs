using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Domain.Variables;
using Maat.Engine.Templates;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>The designer's canvas by mouse: what only a browser shows of it, small and large.</summary>
public sealed class CanvasTests(Chromium chromium)
{
    private static readonly Actor Owner = Actor.Administrator("owner");

    [Fact]
    public async Task Drag_OntoNothingAndOntoAnEdge_AddsNodesThatAreConnected()
    {
        TemplateDraft made = await MakeAsync(new TemplateDocument("extended")
        {
            Nodes = [Bash("a"), Bash("b"), Bash("alone")],
            Edges = [new EdgeDefinition("a", "b")],
            Layout = [new NodePosition("a", 0, 0), new NodePosition("b", 0, 291), new NodePosition("alone", 400, 0)],
        });
        await using Visit visit = await chromium.VisitAsync();
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;

        // To a blank place: the kind that is chosen stands there, behind the node.
        LocatorBoundingBoxResult alone = (await designer.Node("alone").Locator(".graph-node__box").BoundingBoxAsync())!;
        await designer.DragAsync(designer.Node("alone").Locator(".graph-node__grip"), 11, 14, alone.X + 60, alone.Y + 200);
        await page.GetByRole(AriaRole.Option, new() { Name = "Branch" }).ClickAsync();
        await Assertions.Expect(designer.Node("branch")).ToBeVisibleAsync();

        // Onto an edge: it goes through the node.
        LocatorBoundingBoxResult a = (await designer.Node("a").Locator(".graph-node__box").BoundingBoxAsync())!;
        LocatorBoundingBoxResult canvas = (await page.Locator(".graph").BoundingBoxAsync())!;
        await designer.DropAsync("bash", a.X + (a.Width / 2) - canvas.X, a.Y + 140 - canvas.Y);
        await Assertions.Expect(designer.Node("bash")).ToBeVisibleAsync();

        // Its plus asks for one more.
        await page.Locator("[data-edge][data-cell-id='a → bash']").HoverAsync(new() { Force = true });
        await page.Locator("[data-edge][data-cell-id='a → bash'] .graph-edge__plus").ClickAsync();
        await page.GetByRole(AriaRole.Combobox).PressAsync("Enter");
        await Assertions.Expect(designer.Node("bash_2")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(designer.Status).ToContainTextAsync("Saved ");
        Assert.Equal(
            ["a → bash_2", "alone → branch", "bash → b", "bash_2 → bash"],
            (await GetAsync(made.Id)).Document.Edges.Select(edge => $"{edge.From} → {edge.To}").Order(StringComparer.Ordinal));

        await page.Locator(".drop summary").ClickAsync();
        IDownload picture = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Save as a picture (SVG)" }).ClickAsync());
        string svg = await File.ReadAllTextAsync((await picture.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Contains(">bash_2</text>", svg, StringComparison.Ordinal);
        // A file has neither the page's style sheet nor its symbols.
        Assert.DoesNotContain("var(", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<use", svg, StringComparison.Ordinal);
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Reload_WithWhatIsNotFitForTheDraftYet_KeepsItWithItsReason()
    {
        TemplateDraft made = await MakeAsync(new TemplateDocument("unfinished")
        {
            Variables = [new VariableDefinition("options", VariableType.Json)],
            Nodes = [Bash("a"), Bash("b")],
        });
        await using Visit visit = await chromium.VisitAsync();
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;
        await designer.Node("b").ClickAsync();
        await page.Locator("#field-key").FillAsync("a");
        await Assertions.Expect(page.Locator(".field__refusal")).ToContainTextAsync("already has the key a");
        await page.Locator(".palette__row", new() { HasText = "options" }).ClickAsync();
        await page.Locator(".code--json .cm-content").ClickAsync();
        await page.Keyboard.InsertTextAsync("{ \"half\": ");
        await Assertions.Expect(page.Locator(".code-field")).ToContainTextAsync("not JSON yet");
        await page.Locator("[data-splitter=maat-designer-panel]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.Empty(await visit.FindBarriersAsync());

        await page.ReloadAsync();
        await designer.ReadyAsync();
        Assert.Equal(416, (await page.Locator(".designer__panel").BoundingBoxAsync())!.Width);
        await page.Locator(".palette__row", new() { HasText = "options" }).ClickAsync();
        await Assertions.Expect(page.Locator(".code--json .cm-content")).ToContainTextAsync("{ \"half\": ");
        await Assertions.Expect(page.Locator(".code-field")).ToContainTextAsync("not JSON yet");
        await page.Locator(".code--json .cm-content").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.InsertTextAsync("1 }");
        await Assertions.Expect(page.Locator(".code-field")).Not.ToContainTextAsync("not JSON yet");
        await designer.Node("b").ClickAsync();
        await Assertions.Expect(page.Locator("#field-key")).ToHaveValueAsync("a");
        await Assertions.Expect(page.Locator(".field__refusal")).ToContainTextAsync("already has the key a");
        await page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(designer.Status).ToContainTextAsync("Saved ");
        TemplateDocument saved = (await GetAsync(made.Id)).Document;
        Assert.NotNull(saved.Variables.Single().Default);
        Assert.Equal(["a", "b"], saved.Nodes.Select(node => node.Key));
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task LargeGraph_FromAfarAndNear_IsChosenWalkedAndMoved()
    {
        string[] keys = [.. Enumerable.Range(0, 400).Select(i => $"n{i}")];
        TemplateDraft made = await MakeAsync(new TemplateDocument("large")
        {
            Nodes = [.. keys.Select(Bash)],
            Edges = [.. keys.Skip(20).Select((key, i) => new EdgeDefinition(keys[i], key))],
            Layout = [.. keys.Select((key, i) => new NodePosition(key, i % 20 * 264, i / 20 * 97))],
        });
        await using Visit visit = await chromium.VisitAsync();
        var designer = await DesignerPage.OpenAsync(visit, made.Id);
        IPage page = visit.Page;
        await Assertions.Expect(designer.Root.Locator(".graph[data-far=shapes]")).ToBeVisibleAsync();
        // The others are in the picture.
        await Assertions.Expect(designer.Nodes).ToHaveCountAsync(1);

        // The whole is in the middle of the canvas, and so is the corner between the four nodes in its middle.
        LocatorBoundingBoxResult canvas = (await page.Locator(".graph").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(canvas.X + (canvas.Width / 2) + 8, canvas.Y + (canvas.Height / 2) + 6);
        await Assertions.Expect(page.Locator("#field-key")).ToHaveValueAsync("n210");
        await Assertions.Expect(designer.Node("n210")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(designer.Node("n230")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("0");
        await Assertions.Expect(designer.Node("n231")).ToBeVisibleAsync();
        await visit.KeepScreenshotAsync("canvas.large.en.light");
        Assert.Empty(await visit.FindBarriersAsync());

        LocatorBoundingBoxResult box = (await designer.Node("n230").Locator(".graph-node__box").BoundingBoxAsync())!;
        await designer.EditAsync(() => designer.DragAsync(designer.Node("n230").Locator(".graph-node__box"), 60, 20, box.X + 60, box.Y + 20 + 40));
        await page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(designer.Status).ToContainTextAsync("Saved ");
        TemplateDocument saved = (await GetAsync(made.Id)).Document;
        NodePosition moved = saved.Layout.Single(place => place.Node == "n230");
        Assert.Equal(10 * 264, moved.X);
        Assert.InRange(moved.Y, (11 * 97) + 34, (11 * 97) + 46);
        Assert.Empty(visit.Troubles);
    }

    private static NodeDefinition Bash(string key) =>
        new(key, "bash") { With = new ObjectValue([KeyValuePair.Create("script", (Value)new TextValue("true"))]) };

    private TemplateEditing Templates => chromium.Product.Services.GetRequiredService<TemplateEditing>();

    private Task<TemplateDraft> GetAsync(long id) => Templates.GetAsync(Owner, id, TestContext.Current.CancellationToken);

    private async Task<TemplateDraft> MakeAsync(TemplateDocument document)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        long project = await chromium.Product.Services.GetRequiredService<IMaatDatabase>().ReadAsync(
            (context, token) => context.Projects.Select(p => p.Id).FirstAsync(token), cancellation);
        return await Templates.ImportAsync(Owner, project, document, revision: null, cancellation);
    }
}
