using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Maat.Browser.Tests.Chromium))]

namespace Maat.Browser.Tests;

/// <summary>One browser and one product for all tests; each test opens a context of its own, with its own cookies.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? session;

    public ProductServer Product { get; } = new();

    /// <summary>How long a condition is waited for, in milliseconds: long enough for a machine that has much else to do.</summary>
    internal const float Patience = 60_000;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = InstalledChromium.Find(), Args = InstalledChromium.Arguments });
        // Once for all: attempts to sign in are counted.
        await using var visit = await VisitAsync(signedIn: false);
        await Product.SetUpAsync();
        await visit.SignInAsync(ProductServer.AdministratorName, ProductServer.Password);
        session = await visit.Page.Context.StorageStateAsync();
    }

    /// <summary>A page of a new browser, 1440 × 900 as the designs are drawn; it knows its session and nothing else.</summary>
    /// <param name="address">Another product than <see cref="Product"/>.</param>
    /// <param name="session">Who is signed in there.</param>
    public async Task<Visit> VisitAsync(bool signedIn = true, string language = "en-US", ColorScheme scheme = ColorScheme.Light, string? address = null, string? session = null)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = address ?? Product.Address,
            StorageState = session ?? (signedIn ? this.session : null),
            Locale = language,
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = 1440, Height = 900 },
        });
        context.SetDefaultTimeout(Patience);
        return new Visit(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        await Product.DisposeAsync();
    }
}
