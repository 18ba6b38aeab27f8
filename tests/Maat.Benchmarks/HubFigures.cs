using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Maat.Benchmarks.Databases;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Runs;
using Maat.Web.Live;
using Maat.Web.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maat.Benchmarks;

/// <summary>
/// A run with 200 changes a second that nobody watches, the same with 200 watchers, and a bare group send of messages as large and as
/// frequent to as many: the first is the engine's share, the last is what SignalR itself costs.
/// </summary>
internal static class HubFigures
{
    private const int Clients = 200;
    private const int Slots = 20;

    /// <summary>Each node changes twice, when it starts and when it ends: 20 slots of 200 ms are 100 nodes a second.</summary>
    private static readonly TimeSpan NodeTime = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(12);

    /// <summary>Of the aggregator: what is longer than this is delay.</summary>
    private const double BeatMs = 220;

    public static async Task PrintAsync(CancellationToken cancellation)
    {
        string directory = Directory.CreateTempSubdirectory("maat-benchmark-").FullName;
        await using MeasuredDatabase measured = await new SqliteDatabases().NewAsync(cancellation);
        await using (WebApplication app = Build(measured, directory))
        {
            long project = await BenchEngine.ProjectAsync(measured.Database, cancellation);
            int nodes = (int)((WarmUp + Window + TimeSpan.FromSeconds(8)) / NodeTime * Slots);
            long application = await BenchEngine.ApplicationAsync(app.Services, project, Fan(nodes), cancellation);
            await app.StartAsync(cancellation);
            Line($"{Environment.ProcessorCount} processors, {Clients} clients in another process on the same machine, {Window.TotalSeconds:0} s each");

            double alone = await EngineAloneAsync(app, application, cancellation);
            Line($"engine alone, nobody watches:     {alone:0.0} % of a processor");
            await WatchedAsync(app, application, alone, cancellation);
            await BareAsync(app, cancellation);
            await app.StopAsync(cancellation);
        }

        Directory.Delete(directory, recursive: true);
    }

    private static async Task<double> EngineAloneAsync(WebApplication app, long application, CancellationToken cancellation)
    {
        (long run, Action go) = await TriggerAsync(app, application, cancellation);
        go();
        await Task.Delay(WarmUp, cancellation);
        double share = await ShareAsync(cancellation);
        // What is left of it must not take slots from the next one.
        await app.Services.GetRequiredService<RunActions>().CancelAsync(Actor.System, run, cancellation);
        return share;
    }

    private static async Task WatchedAsync(WebApplication app, long application, double alone, CancellationToken cancellation)
    {
        (long run, Action go) = await TriggerAsync(app, application, cancellation);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using Audience audience = await Audience.StartAsync(AddressOf(app, "/hubs/run"), "Watch", run, cancellation);
        double kilobytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / Clients;
        go();
        (double share, HubSeen seen) = await audience.MeasureAsync(cancellation);
        await app.Services.GetRequiredService<RunActions>().CancelAsync(Actor.System, run, cancellation);
        Line($"{Clients} watch it:                     {share:0.0} % of a processor, of which the hub {share - alone:0.0} %; {kilobytes:0.0} KB of memory a client");
        Print(seen);
    }

    private static async Task BareAsync(WebApplication app, CancellationToken cancellation)
    {
        using Audience audience = await Audience.StartAsync(AddressOf(app, BareHub.Path), nameof(BareHub.Watch), 0, cancellation);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task sending = SendAsync(app.Services.GetRequiredService<IHubContext<BareHub>>(), ending.Token);
        (double share, HubSeen seen) = await audience.MeasureAsync(cancellation);
        await ending.CancelAsync();
        await sending;
        Line($"bare group send to as many:       {share:0.0} % of a processor");
        Print(seen);
    }

    /// <summary>Two states of as many nodes as come in a beat, every beat.</summary>
    private static async Task SendAsync(IHubContext<BareHub> hub, CancellationToken cancellation)
    {
        int states = (int)(2 * Slots * BeatMs / NodeTime.TotalMilliseconds);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(BeatMs));
        try
        {
            for (long sequence = 1; await timer.WaitForNextTickAsync(cancellation); sequence++)
            {
                DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
                var message = new RunChanged(
                    sequence, null, [.. Enumerable.Range(0, states).Select(i => new NodeStatus(i, i % 2 == 0 ? "running" : "succeeded", 1, 1, now, i % 2 == 0 ? null : now, null, null))]);
                await hub.Clients.Group(BareHub.Group).SendAsync("changed", message, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // It has been measured.
        }
    }

    private static void Print(HubSeen seen)
    {
        double[] late = [.. seen.DelaysMs.Select(delay => Math.Max(0, delay - BeatMs))];
        Line($"  {seen.Messages / seen.Seconds / seen.Clients:0.0} messages a second and client, {seen.Changes / seen.Seconds / (seen.Clients / 20.0):0} changes a second in them");
        Line($"  from change to client p50 {At(seen.DelaysMs, .5):0} ms, p99 {At(seen.DelaysMs, .99):0} ms; beyond {BeatMs:0} ms of coalescing p50 {At(late, .5):0} ms, p99 {At(late, .99):0} ms");
        Line($"  {seen.Bytes / seen.Seconds / seen.Clients / 1024:0.0} KB a second and client");
    }

    private static double At(double[] ascending, double part) => ascending.Length == 0 ? double.NaN : ascending[(int)(part * (ascending.Length - 1))];

    /// <summary>A run whose first node waits until it may go.</summary>
    private static async Task<(long Run, Action Go)> TriggerAsync(WebApplication app, long application, CancellationToken cancellation)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Services.GetRequiredService<NoOpExecutor>().Pace = async () =>
        {
            await gate.Task;
            await Task.Delay(NodeTime, CancellationToken.None);
        };
        TriggerResult made = await app.Services.GetRequiredService<Triggering>().TriggerAsync(
            Actor.System, application, new TriggerRequest(new Dictionary<string, Value>()), cancellation);
        return (made.RunId, gate.SetResult);
    }

    private static async Task<double> ShareAsync(CancellationToken cancellation)
    {
        using Process self = Process.GetCurrentProcess();
        (TimeSpan used, long began) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(Window, cancellation);
        self.Refresh();
        return (self.TotalProcessorTime - used) / Stopwatch.GetElapsedTime(began) * 100;
    }

    private static WebApplication Build(MeasuredDatabase measured, string directory)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        BenchEngine.Register(builder.Services, measured, directory, Slots);
        builder.AddLive();
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Use((http, next) =>
        {
            Actor actor = Actor.Administrator("benchmark");
            http.User = new ClaimsPrincipal(new ActorIdentity(actor, _ => ValueTask.FromResult<Actor?>(actor), [], "benchmark"));
            return next(http);
        });
        app.MapLive();
        app.MapHub<BareHub>(BareHub.Path);
        return app;
    }

    private static Uri AddressOf(WebApplication app, string path) => new UriBuilder(app.Urls.First()) { Scheme = "ws", Path = path }.Uri;

    private static TemplateDocument Fan(int nodes) => new("fan")
    {
        Nodes = [new NodeDefinition("root", NoOpKind.KindName), .. Enumerable.Range(0, nodes).Select(i => new NodeDefinition($"n{i}", NoOpKind.KindName))],
        Edges = [.. Enumerable.Range(0, nodes).Select(i => new EdgeDefinition("root", $"n{i}"))],
    };

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>SignalR and nothing else.</summary>
    private sealed class BareHub : Hub
    {
        public const string Path = "/bare";
        public const string Group = "all";

        public Task Watch(string _) => Groups.AddToGroupAsync(Context.ConnectionId, Group);
    }

    /// <summary>The clients' process.</summary>
    private sealed class Audience(Process process) : IDisposable
    {
        public static async Task<Audience> StartAsync(Uri address, string method, long run, CancellationToken cancellation)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
            foreach (string argument in (string[])[typeof(HubFigures).Assembly.Location, HubAudience.Command, address.ToString(), method, $"{run}", $"{Clients}"])
                start.ArgumentList.Add(argument);
            var audience = new Audience(Process.Start(start)!);
            await audience.ReadAsync(cancellation);
            return audience;
        }

        public async Task<(double Share, HubSeen Seen)> MeasureAsync(CancellationToken cancellation)
        {
            await Task.Delay(WarmUp, cancellation);
            await process.StandardInput.WriteLineAsync("measure");
            double share = await ShareAsync(cancellation);
            await process.StandardInput.WriteLineAsync("stop");
            return (share, JsonSerializer.Deserialize<HubSeen>(await ReadAsync(cancellation))!);
        }

        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }

        private async Task<string> ReadAsync(CancellationToken cancellation) =>
            await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("The clients' process ended early.");
    }
}
