using Microsoft.Playwright;

namespace Maat.Browser.Tests.Newcomers;

/// <summary>Points, clicks and drags; texts are typed.</summary>
internal sealed class MouseHands(IPage page) : IHands
{
    public Task PressAsync(ILocator what) => what.ClickAsync();

    public async Task FillAsync(ILocator field, string text)
    {
        await field.ClickAsync();
        await field.FillAsync(text);
    }

    public async Task WriteAsync(ILocator editor, string text)
    {
        await editor.ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.InsertTextAsync(text);
    }

    public async Task ChooseAsync(ILocator select, string label) => await select.SelectOptionAsync(new SelectOptionValue { Label = label });

    public async Task TakeAsync(ILocator menu, ILocator entry)
    {
        await menu.ClickAsync();
        await entry.ClickAsync();
    }

    public Task TurnToAsync(ILocator tab) => tab.ClickAsync();

    public async Task AddAsync(string kind, float x, float y)
    {
        LocatorBoundingBoxResult canvas = await BoxAsync(page.Locator(".graph"));
        LocatorBoundingBoxResult item = await BoxAsync(page.Locator($"[data-kind={kind}]"));
        int before = await page.Locator(".x6-node").CountAsync();
        await DragAsync(item.X + 20, item.Y + 15, canvas.X + x, canvas.Y + y);
        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(before + 1);
    }

    public async Task ConnectAsync(string from, string to)
    {
        LocatorBoundingBoxResult source = await BoxAsync(Node(from).Locator(".graph-node__grip"));
        LocatorBoundingBoxResult target = await BoxAsync(Node(to).Locator(".graph-node__box"));
        int before = await page.Locator("[data-edge]").CountAsync();
        await DragAsync(source.X + (source.Width / 2), source.Y + (source.Height / 2), target.X + (target.Width / 2), target.Y + (target.Height / 2));
        await Assertions.Expect(page.Locator("[data-edge]")).ToHaveCountAsync(before + 1);
    }

    public async Task SelectAsync(string key)
    {
        await Node(key).ClickAsync();
        await Assertions.Expect(Node(key)).ToHaveAttributeAsync("aria-current", "true");
    }

    public Task LookAtAsync(string key) => SelectAsync(key);

    private ILocator Node(string key) => page.Locator($".graph .x6-node[data-key='{key}']");

    /// <summary>Where it is. What is drawn anew, because its state changed, is nowhere for a moment.</summary>
    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator what)
    {
        while (true)
        {
            await Assertions.Expect(what).ToBeVisibleAsync();
            if (await what.BoundingBoxAsync() is { } box)
                return box;
        }
    }

    private async Task DragAsync(float fromX, float fromY, float toX, float toY)
    {
        await page.Mouse.MoveAsync(fromX, fromY);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(toX, toY, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }
}
