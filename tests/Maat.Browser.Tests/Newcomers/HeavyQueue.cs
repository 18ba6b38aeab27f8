using System.Text.Json;
using Microsoft.Playwright;

namespace Maat.Browser.Tests.Newcomers;

/// <summary>
/// What happens around a newcomer whose first node belongs to a queue of its own: the queue is made, and one process of each kind is killed
/// while they look at a page, which must then be as it was, or come back by itself.
/// </summary>
internal sealed class HeavyQueue(IPage page, Installation installation)
{
    public const string Name = "heavy";

    /// <summary>How many processes were killed.</summary>
    public int Killed { get; private set; }

    /// <param name="step">At what the newcomer looks.</param>
    public Task HappenAsync(string step) => step switch
    {
        "home" => MakeQueueAsync(),
        "script" => KillWebInTheDesignerAsync(),
        "scheduled" => KillAsync(installation.Of("Scheduler").First()),
        "running" => KillTheOnlyWorkerAsync(),
        "failed" => KillWebBesideTheLogAsync(),
        _ => Task.CompletedTask,
    };

    private ILocator Lost => page.Locator("#components-reconnect-modal");

    private async Task MakeQueueAsync()
    {
        await page.GotoAsync("/queues");
        await page.Locator("[data-opens=queue]:enabled").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync(Name);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator($"[data-queue={Name}]")).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();
    }

    /// <summary>The script was typed a moment ago. The designer goes on by itself, and asks before it loads the rest of the page anew.</summary>
    private async Task KillWebInTheDesignerAsync()
    {
        await KillAsync(installation.Web);
        await Assertions.Expect(Lost).ToContainTextAsync("what you typed is kept");
        await installation.Web.StartAsync();
        await Assertions.Expect(page.Locator(".designer__status")).ToContainTextAsync("Saved");
        await Lost.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();
        await Assertions.Expect(Lost).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".designer[data-edits]")).ToBeVisibleAsync();
        await page.Locator(".graph .x6-node[data-key=extract]").ClickAsync();
        await Assertions.Expect(page.Locator(".code--script .cm-content")).ToContainTextAsync("echo extracting");
    }

    /// <summary>Nobody but this worker may run the node: it waits, and says for what, until there is one again.</summary>
    private async Task KillTheOnlyWorkerAsync()
    {
        ProductProcess worker = installation.Of($"Worker {Name}").Single();
        Assert.Equal([worker.Id], await BusyAsync());
        await KillAsync(worker);
        await Assertions.Expect(page.Locator(".why")).ToContainTextAsync($"No worker serves the queue {Name}");
        await worker.StartAsync();
        await Assertions.Expect(page.Locator(".graph .x6-node[data-key=extract]")).ToHaveAttributeAsync("data-state", "running");
        Assert.Equal([worker.Id], await BusyAsync());
    }

    private async Task KillWebBesideTheLogAsync()
    {
        string address = page.Url;
        await KillAsync(installation.Web);
        await Assertions.Expect(Lost).ToBeVisibleAsync();
        await installation.Web.StartAsync();
        await Assertions.Expect(Lost).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("no such server");
        Assert.Equal(address, page.Url);

        // What failed fails again: that, too, is seen as it happens.
        await page.Locator(".bar summary", new() { HasText = "Retry" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry 1 failed…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Retry 1", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Attempts 2" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-run=chip] span")).ToHaveTextAsync("failed");
    }

    private async Task KillAsync(ProductProcess process)
    {
        await process.KillAsync();
        Killed++;
    }

    /// <summary>The workers that run something, by the numbers of their processes.</summary>
    private async Task<IEnumerable<int>> BusyAsync()
    {
        JsonElement workers = await installation.Web.GetAsync("workers?state=alive");
        return workers.GetProperty("items").EnumerateArray().Where(w => w.GetProperty("running").GetInt32() > 0)
            .Select(w => int.Parse(w.GetProperty("name").GetString()!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
