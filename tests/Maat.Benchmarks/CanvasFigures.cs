using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Maat.Browser.Tests;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Benchmarks;

/// <summary>
/// How the canvas feels: the product in this process, Chromium without a GPU beside it, and the pages' own handlers fed one step of the
/// wheel with every frame. An empty page in the same browser says what the machine lets through just then.
/// </summary>
internal static class CanvasFigures
{
    /// <summary>Other work on the machine moves single figures, so each is measured so often, and the worst and the best are told.</summary>
    private const int Times = 3;

    /// <summary>How long one is measured, in milliseconds.</summary>
    private const int Window = 2_500;

    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Counts frames while a step is done in each of them. A browser that falls behind gives fewer of them, for it holds back the next one
    /// until it has drawn enough of the last.
    /// </summary>
    private const string Meter = """
        window.measureFrames = (milliseconds, step) => new Promise((resolve) => {
          const took = [];
          const began = performance.now();
          let last = began;
          const frame = () => {
            const now = performance.now();
            took.push(now - last);
            last = now;
            step(now - began);
            if (now - began < milliseconds) requestAnimationFrame(frame);
            else resolve({ rate: 1000 * took.length / (now - began), worst: Math.max(...took.slice(1)) });
          };
          requestAnimationFrame(frame);
        });
        window.turnWheel = (x, y, ctrlKey) => {
          const canvas = document.querySelector('.graph');
          const box = canvas.getBoundingClientRect();
          canvas.dispatchEvent(new WheelEvent('wheel', {
            bubbles: true, cancelable: true, deltaX: x, deltaY: y, ctrlKey, clientX: box.left + box.width / 2, clientY: box.top + box.height / 2,
          }));
        };
        """;

    private const string Nothing = "() => {}";
    private const string Pan = "(t) => turnWheel(12 * Math.cos(t / 300), 12 * Math.sin(t / 300), false)";
    private const string Zoom = "(t) => turnWheel(0, 16 * Math.cos(t / 400), true)";
    private const string LongPan = "(t) => turnWheel(25 * Math.cos(t / 300), 25 * Math.sin(t / 300), false)";

    /// <summary>Prints the figures of one recorded workflow; its run's scripts sleep <paramref name="scale"/> times their recorded time.</summary>
    public static async Task PrintAsync(string path, double scale, CancellationToken cancellation)
    {
        RecordedWorkflow workflow = RecordedWorkflow.Read(path);
        await using var product = new ProductServer();
        await product.SetUpAsync();
        IMaatDatabase database = product.Services.GetRequiredService<IMaatDatabase>();
        long project = await BenchEngine.ProjectAsync(database, cancellation);
        long application = await BenchEngine.ApplicationAsync(product.Services, project, workflow.ToTemplate(scale), cancellation);
        long template = await database.ReadAsync(
            (context, token) => context.Applications.Where(a => a.Id == application).Select(a => a.TemplateId).FirstAsync(token), cancellation);

        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = InstalledChromium.Find(), Args = InstalledChromium.Arguments });
        IBrowserContext context = await browser.NewContextAsync(new() { BaseURL = product.Address, ViewportSize = new() { Width = 1440, Height = 900 } });
        await context.AddInitScriptAsync(Meter);
        context.SetDefaultTimeout((float)LongestRun.TotalMilliseconds);
        IPage page = await context.NewPageAsync();
        await SignInAsync(page);

        Line($"{workflow.Name}: {workflow.Nodes.Count} nodes, {workflow.Nodes.Sum(n => n.Parents.Count)} edges; {Environment.ProcessorCount} processors, no GPU, 1440 x 900, each {Times} x {Window / 1000.0} s");
        await page.GotoAsync("/account");
        await FramesAsync(page, "an empty page's frames", Nothing);

        await OpenAsync(page, $"/templates/{template}", ".designer[data-edits]", "designer");
        await FramesAsync(page, "designer, fitted: pan", Pan);
        await FramesAsync(page, "designer, fitted: zoom", Zoom);
        await page.Keyboard.PressAsync("0");
        await FramesAsync(page, "designer, full size: pan", LongPan);

        TriggerResult run = await product.Services.GetRequiredService<Triggering>().TriggerAsync(
            Actor.System, application, new TriggerRequest(new Dictionary<string, Value>()), cancellation);
        long began = Stopwatch.GetTimestamp();
        await OpenAsync(page, $"/runs/{run.RunId}", ".graph-host[aria-label]", "run page");
        await FramesAsync(page, "run page, live, fitted", Nothing);
        await FramesAsync(page, "run page, live, fitted: pan", Pan);
        await FramesAsync(page, "run page, live, fitted: zoom", Zoom);
        await page.Locator(".bar--run .chip[data-state=succeeded], .bar--run .chip[data-state=failed]").WaitForAsync();
        string state = await page.Locator(".bar--run .chip").First.GetAttributeAsync("data-state") ?? "";
        Line($"run {state} after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, as the page shows it");
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/");
        await page.GetByLabel("Name").FillAsync(ProductServer.AdministratorName);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(ProductServer.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ArrivesAsync("/");
    }

    /// <summary>Opens a page and tells when its graph was there and fitted; the second frame after that is on the screen.</summary>
    private static async Task OpenAsync(IPage page, string address, string ready, string name)
    {
        long began = Stopwatch.GetTimestamp();
        await page.GotoAsync(address);
        await page.Locator(ready).WaitForAsync();
        await page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Line($"{name,-28} {Stopwatch.GetElapsedTime(began).TotalSeconds,5:0.0} s from the address to the drawn graph");
    }

    private static async Task FramesAsync(IPage page, string name, string step)
    {
        var rates = new List<double>();
        double worst = 0;
        for (int i = 0; i < Times; i++)
        {
            JsonElement seen = await page.EvaluateAsync<JsonElement>($"measureFrames({Window}, {step})");
            rates.Add(seen.GetProperty("rate").GetDouble());
            worst = Math.Max(worst, seen.GetProperty("worst").GetDouble());
        }

        Line($"{name,-28} {rates.Min(),5:0.0} .. {rates.Max():0.0} frames a second, the longest {worst:0} ms");
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
