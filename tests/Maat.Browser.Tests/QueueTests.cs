using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>Queues are made, limited and paused in the browser; the process that serves them is there to see.</summary>
public sealed class QueueTests(Chromium chromium)
{
    [Fact]
    public async Task Queue_IsMadeLimitedAndPaused_WithErrorsUnderTheirFields()
    {
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync("/queues");
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await page.Locator("[data-opens=queue]:enabled").ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("Heavy Queue");
        await dialog.GetByLabel("Nodes that may run at once").FillAsync("2");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".field__error")).ToContainTextAsync("'Heavy Queue' cannot be the name of a queue");
        Assert.Empty(await visit.FindBarriersAsync());
        await dialog.GetByLabel("Name").FillAsync("heavy");
        await page.Keyboard.PressAsync("Enter");
        ILocator heavy = page.Locator("[data-queue=heavy]");
        await Assertions.Expect(heavy.Locator("td").Nth(3)).ToHaveTextAsync("2");

        await heavy.GetByRole(AriaRole.Button, new() { Name = "Pause heavy" }).ClickAsync();
        await Assertions.Expect(heavy.Locator(".chip")).ToHaveTextAsync("paused");
        await heavy.GetByRole(AriaRole.Button, new() { Name = "Change… heavy" }).ClickAsync();
        await Assertions.Expect(dialog.GetByLabel("Paused")).ToBeCheckedAsync();
        await dialog.GetByLabel("Nodes that may run at once").FillAsync("");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(heavy.Locator("td").Nth(3)).ToHaveTextAsync("none");
        await heavy.GetByRole(AriaRole.Button, new() { Name = "Resume heavy" }).ClickAsync();
        await Assertions.Expect(heavy.Locator(".chip")).ToHaveCountAsync(0);

        await Assertions.Expect(page.Locator("[data-process]").First).ToContainTextAsync("alive");
        Assert.Empty(visit.Troubles);
    }
}
