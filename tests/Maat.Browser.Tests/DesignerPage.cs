using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Templates;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>What tests do in the designer.</summary>
internal sealed class DesignerPage(IPage page)
{
    public ILocator Root => page.Locator(".designer");

    public ILocator Nodes => page.Locator(".x6-node");

    public ILocator Edges => page.Locator("[data-edge]");

    public ILocator Status => page.Locator(".designer__status");

    /// <summary>Makes a template of the first project.</summary>
    public static async Task<TemplateDraft> MakeAsync(Chromium chromium, TemplateDocument document)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        IServiceProvider services = chromium.Product.Services;
        long project = await services.GetRequiredService<IMaatDatabase>().ReadAsync(
            (context, token) => context.Projects.Select(p => p.Id).FirstAsync(token), cancellation);
        return await services.GetRequiredService<TemplateEditing>().ImportAsync(Actor.Administrator("owner"), project, document, revision: null, cancellation);
    }

    public static async Task<DesignerPage> OpenAsync(Visit visit, long id)
    {
        var opened = new DesignerPage(visit.Page);
        await visit.Page.GotoAsync($"/templates/{id}");
        await opened.ReadyAsync();
        return opened;
    }

    public Task ReadyAsync() => Assertions.Expect(page.Locator(".designer[data-edits]")).ToBeVisibleAsync();

    public ILocator Node(string key) => page.Locator($".x6-node[data-key={key}]");

    /// <summary>Drags a kind from the palette to a point of the canvas.</summary>
    public async Task DropAsync(string kind, float x, float y)
    {
        LocatorBoundingBoxResult canvas = (await page.Locator(".graph").BoundingBoxAsync())!;
        await EditAsync(() => DragAsync(page.Locator($"[data-kind={kind}]"), 20, 15, canvas.X + x, canvas.Y + y));
    }

    /// <summary>Drags from the lower edge of a node to another one.</summary>
    public async Task LinkAsync(string from, string to)
    {
        LocatorBoundingBoxResult target = (await Node(to).Locator(".graph-node__box").BoundingBoxAsync())!;
        await EditAsync(() => DragAsync(Node(from).Locator(".graph-node__grip"), 11, 14, target.X + (target.Width / 2), target.Y + (target.Height / 2)));
    }

    public async Task ScriptAsync(string key, string script)
    {
        await Node(key).ClickAsync();
        await Assertions.Expect(page.Locator("#field-key")).ToHaveValueAsync(key);
        await page.Locator(".code--script .cm-content").ClickAsync();
        await page.Keyboard.InsertTextAsync(script);
    }

    public async Task DragAsync(ILocator what, float atX, float atY, float x, float y)
    {
        LocatorBoundingBoxResult box = (await what.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + atX, box.Y + atY);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x, y, new() { Steps = 12 });
        await page.Mouse.UpAsync();
    }

    /// <summary>Does one thing, and waits until the page has counted it as an edit.</summary>
    public async Task EditAsync(Func<Task> act)
    {
        int before = int.Parse((await Root.GetAttributeAsync("data-edits"))!, System.Globalization.CultureInfo.InvariantCulture);
        await act();
        await Assertions.Expect(Root).ToHaveAttributeAsync("data-edits", (before + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
