using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Maat.MariaDb;
using Maat.Web.Settings;
using Maat.Web.Tests.Hosting;
using MySqlConnector;

namespace Maat.Web.Tests.Databases;

/// <summary>The product as a process, started before its database server.</summary>
public sealed class DatabaseAwayTests
{
    private const string Password = "hidden-from-everybody";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_BeforeItsDatabase_LivesSaysWhatIsMissingAndStartsWhenItComes()
    {
        using var data = new TemporaryData();
        int port = LoopbackPorts.Next();
        await using var product = Product.Start(data.Path, port, Password);
        await product.AnswersAsync("/health/live", HttpStatusCode.OK);
        string ready = await product.AnswersAsync("/health/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Contains("The database does not answer", ready, StringComparison.Ordinal);
        await product.AnswersAsync("/", HttpStatusCode.ServiceUnavailable);
        await product.AnswersAsync("/metrics", HttpStatusCode.ServiceUnavailable);
        await Eventually.HoldsAsync(() => product.Said.Any(line => line.Contains($"The database maat on 127.0.0.1:{port} as maat does not answer", StringComparison.Ordinal)), "it says what it waits for");

        await using MariaDbServer server = await StartAsync(data.Path, port, $"CREATE DATABASE maat;\nCREATE USER 'maat'@'%' IDENTIFIED BY '{Password}';\nGRANT ALL ON maat.* TO 'maat'@'%';\n");
        await product.AnswersAsync("/health/ready", HttpStatusCode.OK);
        await product.AnswersAsync("/sign-in", HttpStatusCode.OK);
        Assert.True(File.Exists(Path.Combine(data.Path, "token")));
        Assert.DoesNotContain(product.Said, line => line.Contains(Password, StringComparison.Ordinal));
        product.Terminate();
        Assert.Equal(0, await product.ExitAsync());
    }

    [Fact]
    public async Task Process_ThatIsToEndWhileItWaits_EndsAtOnceAndInOrder()
    {
        using var data = new TemporaryData();
        await using var product = Product.Start(data.Path, LoopbackPorts.Next(), Password);
        await product.AnswersAsync("/health/live", HttpStatusCode.OK);
        product.Terminate();
        Assert.Equal(0, await product.ExitAsync());
    }

    [Fact]
    public async Task Process_WhosePasswordIsRefusedWhenTheDatabaseComes_EndsWithThat()
    {
        using var data = new TemporaryData();
        int port = LoopbackPorts.Next();
        await using var product = Product.Start(data.Path, port, Password);
        await product.AnswersAsync("/health/live", HttpStatusCode.OK);
        await using MariaDbServer server = await StartAsync(data.Path, port, "CREATE DATABASE maat;\nCREATE USER 'maat'@'%' IDENTIFIED BY 'another';\nGRANT ALL ON maat.* TO 'maat'@'%';\n");
        Assert.Equal(SettingsException.ExitCode, await product.ExitAsync());
        Assert.Contains(product.Said, line => line.Contains("cannot be used", StringComparison.Ordinal) && line.Contains("Access denied", StringComparison.Ordinal));
        Assert.DoesNotContain(product.Said, line => line.Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_WhoseDatabaseIsNotMade_EndsWithThat()
    {
        using var data = new TemporaryData();
        int port = LoopbackPorts.Next();
        await using MariaDbServer server = await StartAsync(data.Path, port, $"CREATE USER 'maat'@'%' IDENTIFIED BY '{Password}';\nGRANT ALL ON maat.* TO 'maat'@'%';\n");
        await using var product = Product.Start(data.Path, port, Password);
        Assert.Equal(SettingsException.ExitCode, await product.ExitAsync());
        Assert.Contains(product.Said, line => line.Contains("Unknown database", StringComparison.Ordinal));
    }

    private static async Task<MariaDbServer> StartAsync(string directory, int port, string statements)
    {
        string file = Path.Combine(directory, "init.sql");
        await File.WriteAllTextAsync(file, statements, Cancellation);
        return await MariaDbServer.StartAsync([$"--port={port}", $"--init-file={file}"], Cancellation);
    }

    private sealed class Product : IAsyncDisposable
    {
        private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

        private readonly Process process;
        private readonly HttpClient http;

        private Product(Process process, int port)
        {
            this.process = process;
            http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            process.OutputDataReceived += (_, line) => Said.Enqueue(line.Data ?? "");
            process.ErrorDataReceived += (_, line) => Said.Enqueue(line.Data ?? "");
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public ConcurrentQueue<string> Said { get; } = [];

        public static Product Start(string data, int databasePort, string password)
        {
            int port = LoopbackPorts.Next();
            var connection = new MySqlConnectionStringBuilder { Server = "127.0.0.1", Port = (uint)databasePort, Database = "maat", UserID = "maat", Password = password };
            var start = new ProcessStartInfo(
                "dotnet",
                [
                    typeof(Program).Assembly.Location, $"--Maat:Listen=http://127.0.0.1:{port}", $"--Maat:DataDirectory={data}", "--Maat:Roles:0=Web",
                    "--Maat:Database:Provider=MySql", $"--Maat:Database:ConnectionString={connection.ConnectionString}",
                ])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            return new Product(Process.Start(start)!, port);
        }

        /// <summary>Waits for the answer and returns its text.</summary>
        public async Task<string> AnswersAsync(string path, HttpStatusCode status)
        {
            string text = "";
            await Eventually.BecomesAsync(
                async () =>
                {
                    try
                    {
                        using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
                        text = await answer.Content.ReadAsStringAsync(Cancellation);
                        return answer.StatusCode;
                    }
                    catch (HttpRequestException)
                    {
                        return (HttpStatusCode)0;
                    }
                },
                answered => answered == status, _ => process.HasExited, $"{path} answers {status}; it said {string.Join('\n', Said)}");
            return text;
        }

        public void Terminate() => Process.Start("kill", ["-TERM", $"{process.Id}"])!.Dispose();

        public async Task<int> ExitAsync()
        {
            await process.WaitForExitAsync(Cancellation).WaitAsync(Limit, Cancellation);
            return process.ExitCode;
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            http.Dispose();
        }
    }
}
