using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Hosting;
using Maat.Engine.Registry;
using Maat.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Benchmarks.MySql;

/// <summary>When a node ran: ticks of the monotonic clock, which all processes of a machine share.</summary>
internal readonly record struct SeenNode(long Id, long Started, long Ended);

/// <summary>
/// The product in a process of its own, with a kind of nodes more, that do nothing. Within it: obeys lines on its input
/// (<c>peers N</c> waits until it knows so many, <c>trigger APPLICATION RUNS</c>, <c>seen</c>, <c>stop</c>) and answers each with one line.
/// </summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    public const string Command = "product";

    private readonly Process _process;
    private readonly string _directory;

    private ProductProcess(Process process, string directory) => (_process, _directory) = (process, directory);

    /// <param name="settings">As <c>Maat:Roles:0=worker</c>.</param>
    public static async Task<ProductProcess> StartAsync(string connectionString, IEnumerable<string> settings, CancellationToken cancellation)
    {
        string directory = Directory.CreateTempSubdirectory("maat-benchmark-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            typeof(ProductProcess).Assembly.Location, Command, directory, "Maat:Database:Provider=MySql",
            $"Maat:Database:ConnectionString={connectionString}", .. settings,
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var product = new ProductProcess(Process.Start(start)!, directory);
        await product.AnswerAsync(cancellation);
        return product;
    }

    public Task KnowPeersAsync(int count, CancellationToken cancellation) => AskAsync($"peers {count}", cancellation);

    public async Task<long[]> TriggerAsync(long application, int runs, CancellationToken cancellation) =>
        JsonSerializer.Deserialize<long[]>(await AskAsync($"trigger {application} {runs}", cancellation))!;

    /// <summary>The nodes that it ran since it was asked last.</summary>
    public async Task<IReadOnlyList<SeenNode>> SeenAsync(CancellationToken cancellation) =>
        JsonSerializer.Deserialize<SeenNode[]>(await AskAsync("seen", cancellation))!;

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await _process.StandardInput.WriteLineAsync("stop");
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>What the started process does.</summary>
    public static async Task<int> RunAsync(string directory, IEnumerable<string> settings, CancellationToken cancellation)
    {
        await using var server = new Server(directory, settings);
        server.Start();
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line && line != "stop")
        {
            string[] words = line.Split(' ');
            long[] numbers = [.. words.Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
            Console.WriteLine(words[0] switch
            {
                "peers" => await PeersAsync(server.Services, numbers[0], cancellation),
                "trigger" => JsonSerializer.Serialize(await TriggerAsync(server.Services, numbers[0], numbers[1], cancellation)),
                "seen" => JsonSerializer.Serialize(Seen(server.Services.GetRequiredService<NoOpExecutor>())),
                _ => throw new InvalidOperationException($"'{line}' is nothing that this process is asked."),
            });
        }

        return 0;
    }

    private static async Task<string> PeersAsync(IServiceProvider services, long count, CancellationToken cancellation)
    {
        ProcessRegistry registry = services.GetRequiredService<ProcessRegistry>();
        while (registry.Peers.Count < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }

        return "known";
    }

    private static async Task<long[]> TriggerAsync(IServiceProvider services, long application, long runs, CancellationToken cancellation)
    {
        Triggering triggering = services.GetRequiredService<Triggering>();
        var ids = new List<long>();
        for (long i = 0; i < runs; i++)
        {
            ids.Add((await triggering.TriggerAsync(Maat.Domain.Projects.Actor.System, application, new TriggerRequest(new Dictionary<string, Value>()), cancellation)).RunId);
        }

        return [.. ids];
    }

    private static SeenNode[] Seen(NoOpExecutor executor)
    {
        SeenNode[] seen = [.. executor.Seen.Select(node => new SeenNode(node.Key, node.Value.Started, node.Value.Ended))];
        executor.Seen.Clear();
        return seen;
    }

    private async Task<string> AskAsync(string line, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(line);
        return await AnswerAsync(cancellation);
    }

    private async Task<string> AnswerAsync(CancellationToken cancellation) =>
        await _process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("A process of the product ended early; its log says why.");

    private sealed class Server(string directory, IEnumerable<string> settings) : WebApplicationFactory<Texts>
    {
        public void Start()
        {
            UseKestrel(0);
            StartServer();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseContentRoot(AppContext.BaseDirectory);
            builder.UseSetting("Maat:DataDirectory", directory);
            builder.UseSetting("Maat:Log:Console", "false");
            builder.UseSetting("Maat:Log:Level", "Warning");
            foreach (string[] setting in settings.Select(s => s.Split('=', 2)))
            {
                builder.UseSetting(setting[0], setting[1]);
            }

            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton(TextWriter.Null);
                services.AddNodeKind<NoOpKind, NoOpExecutor>();
            });
        }
    }
}
