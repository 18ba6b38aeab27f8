using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using Maat.Faults.Processes;
using Maat.MariaDb;

namespace Maat.Faults.Product;

/// <summary>One start of the product, as anybody would start it.</summary>
public sealed class ProductProcess : IDisposable
{
    private static readonly string Program = typeof(ProductProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Product").Value!;

    /// <summary>For an answer of a process that may be stopped or cut off.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
    /// <exception cref="ProductEndedException">It ended before it was ready.</exception>
    public static async Task<ProductProcess> StartAsync(
        string dataDirectory, IEnumerable<string> settings, string mark, ConcurrentQueue<string> said, IReadOnlyDictionary<string, string>? environment = null)
    {
        string address = $"http://127.0.0.1:{LoopbackPorts.Next()}";
        var start = new ProcessStartInfo("dotnet", [Program, $"--Maat:Listen={address}", $"--Maat:DataDirectory={dataDirectory}", .. settings])
        {
            WorkingDirectory = Path.GetDirectoryName(dataDirectory),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ProcessTable.MarkName] = mark;
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var http = new HttpClient { BaseAddress = new Uri(address), Timeout = Patience };
        var product = new ProductProcess(Process.Start(start)!, http, said);
        try
        {
            await Eventually.HoldsAsync(product.AnswersAsync, "the product answers");
        }
        catch
        {
            product.End();
            product.Dispose();
            throw;
        }

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
        Task<string> errors = copy.StandardError.ReadToEndAsync();
        string output = await copy.StandardOutput.ReadToEndAsync();
        await Eventually.CompletesAsync(copy.WaitForExitAsync(), "the copy ends");
        return output + await errors;
    }

    public void Send(Signal signal) => ProcessTable.Send(Id, signal);

    /// <summary>kill -9, and waits until it is gone.</summary>
    /// <exception cref="ProductEndedException">It had ended before, by itself.</exception>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        if (await ExitAsync() is var code and not (128 + (int)Signal.Kill))
            throw new ProductEndedException($"The product had ended by itself with {code}:\n{string.Join('\n', said)}");
    }

    /// <summary>Kills it unless it has ended: not by its number, which may be another's by then.</summary>
    public void End() => process.Kill();

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await Eventually.CompletesAsync(process.WaitForExitAsync(), "the product ends");
        return process.ExitCode;
    }

    /// <summary>Whether it has ended, by itself or otherwise.</summary>
    public bool HasEnded => process.HasExited;

    public void Dispose()
    {
        http.Dispose();
        process.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (process.HasExited)
            throw new ProductEndedException($"The product ended at its start:\n{string.Join('\n', said)}");
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        if (line is not null)
            said.Enqueue(line);
    }
}
