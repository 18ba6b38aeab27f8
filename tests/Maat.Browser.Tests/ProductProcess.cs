using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Maat.MariaDb;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>The product as a process of its own, which can be killed and started again on the same data and the same port.</summary>
/// <param name="settings">As <c>Roles:0=Worker</c>.</param>
internal sealed partial class ProductProcess : IAsyncDisposable
{
    /// <summary>Reached only by a failing test.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly string[] settings;
    private readonly string data = Directory.CreateTempSubdirectory("maat-process-").FullName;
    private readonly HttpClient http;
    private TaskCompletionSource<string> code = new();
    private Process? process;

    public ProductProcess(params string[] settings)
    {
        this.settings = [.. settings.Select(setting => $"--Maat:{setting}")];
        Address = $"http://127.0.0.1:{LoopbackPorts.Next()}";
        http = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public string Address { get; }

    /// <summary>Of its last start.</summary>
    public int Id { get; private set; }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        code = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<string> told = code;
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, $"--Maat:Listen={Address}", $"--Maat:DataDirectory={data}", "--Maat:Log:Console=false", .. settings])
        {
            WorkingDirectory = data,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        Id = process.Id;
        process.OutputDataReceived += (_, line) =>
        {
            if (CodeInLink().Match(line.Data ?? "") is { Success: true } link)
                told.TrySetResult(link.Groups[1].Value);
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await AnswersAsync(limit.Token))
            await timer.WaitForNextTickAsync(limit.Token);
        // Only a web process has one, and of several on one database only the first.
        if (http.DefaultRequestHeaders.Authorization is null && File.Exists(Path.Combine(data, "token")))
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(data, "token"), limit.Token)).Trim());
    }

    /// <summary>Asks it to end, as whoever restarts a service does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        Process running = process!;
        process = null;
        using (Process ask = Process.Start("kill", ["-TERM", $"{running.Id}"]))
            await ask.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await running.WaitForExitAsync(limit.Token);
            return running.ExitCode;
        }
        finally
        {
            running.Kill();
            running.Dispose();
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (process is not { } running)
            return;
        process = null;
        running.Kill();
        await running.WaitForExitAsync(CancellationToken.None);
        running.Dispose();
    }

    /// <summary>The link that its console shows, without the host.</summary>
    public async Task<string> LinkAsync() => $"/sign-in?code={await code.Task.WaitAsync(Limit, TestContext.Current.CancellationToken)}";

    /// <summary>Makes the first administrator in a browser, by the link that the console shows.</summary>
    public async Task SetUpAsync(IPage page)
    {
        await page.GotoAsync(await LinkAsync());
        await page.GetByLabel("Name").FillAsync(ProductServer.AdministratorName);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(ProductServer.Password);
        await page.Locator("#again").FillAsync(ProductServer.Password);
        await page.Locator("button[type=submit]").ClickAsync();
        await page.ArrivesAsync("/");
    }

    /// <summary>Asks the API with the token of the data directory.</summary>
    public Task<JsonElement> GetAsync(string path) => http.GetFromJsonAsync<JsonElement>($"/api/v1/{path}", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        http.Dispose();
        string logs = Path.Combine(data, "logs");
        foreach (string line in Directory.Exists(logs) ? Directory.GetFiles(logs).SelectMany(File.ReadAllLines).Where(line => IsTrouble().IsMatch(line)) : [])
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        Directory.Delete(data, recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        if (process!.HasExited)
            throw new InvalidOperationException($"The product ended at its start with {process.ExitCode}.");
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex("\"Level\":\"(Warning|Error|Fatal)\"")]
    private static partial Regex IsTrouble();

    [GeneratedRegex("/sign-in\\?code=(\\S+)")]
    private static partial Regex CodeInLink();
}
