using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>One person's browser: its first page, and everything that went wrong in any of its pages.</summary>
public sealed class Visit : IAsyncDisposable
{
    /// <summary>When set, each <see cref="KeepScreenshotAsync"/> writes <c>artifacts/NAME.png</c> below the directory that it names.</summary>
    private const string ScreenshotsVariable = "MAAT_SCREENSHOTS";

    private readonly IBrowserContext context;
    private readonly List<string> troubles = [];

    internal Visit(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                troubles.Add($"{message.Type}: {message.Text}");
        };
        context.WebError += (_, error) => troubles.Add(error.Error);
    }

    public IPage Page { get; }

    /// <summary>What the browser's console complained about: errors of scripts, and everything that the content policy refused.</summary>
    public IReadOnlyList<string> Troubles => troubles;

    /// <summary>Opens Home, is asked to sign in, and comes back to Home.</summary>
    public async Task SignInAsync(string name, string password)
    {
        await Page.GotoAsync("/");
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.ArrivesAsync("/");
    }

    /// <summary>What axe finds on the page by WCAG 2.2 A and AA, serious or worse.</summary>
    public async Task<IReadOnlyList<string>> FindBarriersAsync()
    {
        // In the page's own world the content policy applies, so the script is evaluated, not added as an element.
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe.min.js"), TestContext.Current.CancellationToken));
        // The page's title is set again when it becomes interactive, and is away for a moment.
        await Assertions.Expect(Page).ToHaveTitleAsync(new Regex(".+"));
        var found = await Page.EvaluateAsync<JsonElement>(
            """
            async () => {
              // What fades in is looked at when it is there.
              for (const animation of document.getAnimations()) {
                if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
              }
              const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
              const { violations } = await axe.run(document, { runOnly: tags });
              return violations
                // Looked at above.
                .filter((v) => v.id !== 'document-title')
                .filter((v) => v.impact === 'serious' || v.impact === 'critical')
                // Swagger UI nests its buttons in the head of an operation; that is its markup and not ours.
                .flatMap((v) => v.nodes
                  .filter((n) => v.id !== 'nested-interactive' || !n.target.join(' ').startsWith('#operations-'))
                  .map((n) => `${v.id} at ${n.target.join(' ')}: ${n.failureSummary}`));
            }
            """);
        return [.. found.EnumerateArray().Select(finding => finding.GetString()!)];
    }

    /// <summary>Keeps a picture of the page for people to look at, when <c>MAAT_SCREENSHOTS</c> asks for it.</summary>
    public async Task KeepScreenshotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotsVariable) is { Length: > 0 } root)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(root, "artifacts", $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
