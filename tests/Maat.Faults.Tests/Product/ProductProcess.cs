using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using Maat.Faults.Tests.Processes;

namespace Maat.Faults.Tests.Product;

/// <summary>One start of the product, as anybody would start it.</summary>
internal sealed class ProductProcess : IDisposable
{
    private static readonly string Program = typeof(ProductProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Product").Value!;

    /// <summary>Below 32768, where outgoing connections get their ports: one that probes such a port can connect to itself.</summary>
    private static int lastPort = 20_000 + (Environment.ProcessId % 8_000);

    private readonly Process process;
    private readonly HttpClient http;
    private readonly ConcurrentQueue<string> said;

    private ProductProcess(Process process, HttpClient http, ConcurrentQueue<string> said)
    {
        (this.process, this.http, this.said) = (process, http, said);
        Api = new ProductApi(http);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public ProductApi Api { get; }

    /// <summary>The process that starts the scripts.</summary>
    public int Supervisor => ProcessTable.Child(Id, "Maat.Supervisor");

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="said">Takes what it writes to its console.</param>
    public static async Task<ProductProcess> StartAsync(string dataDirectory, IEnumerable<string> settings, string mark, ConcurrentQueue<string> said)
    {
        string address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [Program, $"--Maat:Listen={address}", $"--Maat:DataDirectory={dataDirectory}", .. settings])
        {
            WorkingDirectory = Path.GetDirectoryName(dataDirectory),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ProcessTable.MarkName] = mark;
        var http = new HttpClient { BaseAddress = new Uri(address) };
        var product = new ProductProcess(Process.Start(start)!, http, said);
        await Eventually.HoldsAsync(product.AnswersAsync, "the product answers");
        // The first process that serves programs has it, for all of them.
        IEnumerable<string> tokens = Directory.GetDirectories(Path.GetDirectoryName(dataDirectory)!).Select(directory => Path.Combine(directory, "token"));
        if (tokens.FirstOrDefault(File.Exists) is { } token)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(token)).Trim());
        return product;
    }

    /// <summary>Copies an embedded database to the server of the settings, as anybody would.</summary>
    /// <returns>What the command said.</returns>
    public static async Task<string> CopyAsync(string dataDirectory, IEnumerable<string> settings)
    {
        using Process copy = Process.Start(new ProcessStartInfo("dotnet", [Program, "copy-to-mysql", $"--Maat:DataDirectory={dataDirectory}", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = copy.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await copy.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Eventually.CompletesAsync(copy.WaitForExitAsync(TestContext.Current.CancellationToken), "the copy ends");
        return output + await errors;
    }

    public void Send(Signal signal) => ProcessTable.Send(Id, signal);

    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        Assert.Equal(128 + (int)Signal.Kill, await ExitAsync());
    }

    /// <summary>Kills it unless it has ended: not by its number, which may be another's by then.</summary>
    public void End() => process.Kill();

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await Eventually.CompletesAsync(process.WaitForExitAsync(TestContext.Current.CancellationToken), "the product ends");
        return process.ExitCode;
    }

    public void Dispose()
    {
        http.Dispose();
        process.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        Assert.False(process.HasExited, $"The product ended at its start:\n{string.Join('\n', said)}");
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        if (line is not null)
            said.Enqueue(line);
    }

    private static int FreePort()
    {
        while (true)
        {
            int port = Interlocked.Increment(ref lastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's: the next one.
            }
        }
    }
}
