using System.Text.Json;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>Two web processes of one installation, as behind one address: what is done at one is seen at the other.</summary>
public sealed class TwoWebTests(Chromium chromium)
{
    [Fact]
    public async Task Pages_AtAnotherWebProcess_AreLive_AndEndWithTheSession()
    {
        await using Installation installation = await Installation.StartAsync("Web", "Web", "Scheduler", "Worker");
        (string here, string there) = (installation.Of("Web").First().Address, installation.Of("Web").Last().Address);
        await using Visit visit = await chromium.VisitAsync(signedIn: false, address: here);
        await installation.Web.SetUpAsync(visit.Page);
        IPage first = visit.Page;
        // A cookie is for a host, whatever the port.
        IPage second = await first.Context.NewPageAsync();

        // Two people, or one in two windows, in one draft.
        await first.GotoAsync("/templates/1");
        await Assertions.Expect(first.Locator(".designer[data-edits]")).ToBeVisibleAsync();
        await second.GotoAsync($"{there}/templates/1");
        await Assertions.Expect(second.Locator(".designer__others")).ToContainTextAsync(ProductServer.AdministratorName);
        await Assertions.Expect(first.Locator(".designer__others")).ToContainTextAsync(ProductServer.AdministratorName);

        // A run that is triggered here and watched there.
        await first.GotoAsync("/applications/1");
        await first.Locator("[data-opens=trigger]:enabled").ClickAsync();
        await first.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Trigger run", Exact = true }).ClickAsync();
        await first.ArrivesAsync("/runs/*");
        await second.GotoAsync($"{there}{new Uri(first.Url).AbsolutePath}");
        foreach (IPage page in new[] { first, second })
            await Assertions.Expect(page.Locator("[data-run=chip] span")).ToHaveTextAsync("succeeded");

        // Its pages come back at once when their connection is closed; that does not keep the process from ending.
        await second.GotoAsync($"{there}/applications/1");
        await Assertions.Expect(second.Locator("#setting-name")).ToBeEnabledAsync();
        Assert.Equal(0, await installation.Of("Web").Last().StopAsync());
        await Assertions.Expect(second.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await installation.Of("Web").Last().StartAsync();
        await Assertions.Expect(second.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Assertions.Expect(second.Locator("#setting-name")).ToBeEnabledAsync();

        await first.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your sign-in has ended.");
        // While a web process is away the browser says so on its console, in many words.
        Assert.DoesNotContain(visit.Troubles, trouble => trouble.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
