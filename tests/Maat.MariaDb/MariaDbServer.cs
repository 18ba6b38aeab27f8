using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Maat.MariaDb;

/// <summary>
/// A private MariaDB on loopback, with a data directory of its own that is removed with it. It ends with the process that started it, also
/// when that is killed.
/// </summary>
public sealed class MariaDbServer : IAsyncDisposable
{
    /// <summary>May do everything, from loopback.</summary>
    public const string User = "maat";

    public const string Password = "maat-test";

    /// <summary>How long starting and stopping may take on a machine that has much else to do.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Runs the server until standard input ends, which it does when whoever holds the other end is gone, and takes its files with it.
    /// </summary>
    private const string Watch =
        """
        directory=$1; shift
        exec 3<&0
        "$@" </dev/null &
        server=$!
        (read -r _ <&3; kill -TERM "$server" 2>/dev/null) &
        waiting=$!
        wait "$server"
        status=$?
        kill "$waiting" 2>/dev/null
        rm -rf "$directory"
        exit "$status"
        """;

    /// <summary>Where Debian and Fedora put it; it is a service's program and not on everybody's path.</summary>
    private static readonly string[] Installed = ["/usr/sbin/mariadbd", "/usr/libexec/mariadbd", "/usr/bin/mariadbd"];

    private readonly Process watch;
    private readonly List<string> log = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MariaDbServer(string directory, int port, IReadOnlyList<string> options)
    {
        Port = port;
        Socket = Path.Combine(directory, "socket");
        watch = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh")
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    "-c", Watch, "sh", directory, Find(), "--no-defaults", $"--datadir={directory}/data", $"--socket={Socket}", $"--user={Environment.UserName}",
                    "--bind-address=127.0.0.1", $"--port={port}", "--skip-name-resolve", "--skip-log-bin", "--character-set-server=utf8mb4",
                    "--collation-server=utf8mb4_bin", "--transaction-isolation=READ-COMMITTED", "--innodb-flush-log-at-trx-commit=0",
                    "--max-allowed-packet=64M", $"--init-file={directory}/init.sql",
                },
                Environment = { ["TMPDIR"] = TemporaryFilesOf(directory) },
            },
        };
        foreach (string option in options)
            watch.StartInfo.ArgumentList.Add(option);
        watch.ErrorDataReceived += (_, said) => Hear(said.Data);
    }

    public int Port { get; }

    /// <summary>The path of its Unix socket.</summary>
    public string Socket { get; }

    /// <summary>Makes a data directory and starts a server on it.</summary>
    /// <param name="options">Options of <c>mariadbd</c> that count more than ours, as <c>--innodb-flush-log-at-trx-commit=1</c>.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start; the message has what it said.</exception>
    public static async Task<MariaDbServer> StartAsync(IReadOnlyList<string>? options = null, CancellationToken cancellation = default)
    {
        string directory = Directory.CreateTempSubdirectory("maat-mariadb-").FullName;
        await InitialiseAsync(directory, cancellation);
        var server = new MariaDbServer(directory, FreePort(), options ?? []);
        server.watch.Start();
        server.watch.BeginErrorReadLine();
        try
        {
            await server.ready.Task.WaitAsync(Limit, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        watch.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        await watch.WaitForExitAsync(limit.Token);
        watch.Dispose();
    }

    /// <summary>A server that starts removes every temporary table that it finds where it keeps its own: several must not share that place.</summary>
    private static string TemporaryFilesOf(string directory) => Directory.CreateDirectory(Path.Combine(directory, "tmp")).FullName;

    private static async Task InitialiseAsync(string directory, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(
            Path.Combine(directory, "init.sql"), $"CREATE USER IF NOT EXISTS '{User}'@'%' IDENTIFIED BY '{Password}';\nGRANT ALL ON *.* TO '{User}'@'%' WITH GRANT OPTION;\n", cancellation);
        using var install = Process.Start(new ProcessStartInfo("mariadb-install-db")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--no-defaults", $"--datadir={directory}/data", $"--user={Environment.UserName}", "--auth-root-authentication-method=normal", "--skip-test-db",
                "--skip-name-resolve",
            },
            Environment = { ["TMPDIR"] = TemporaryFilesOf(directory) },
        })!;
        Task<string> errors = install.StandardError.ReadToEndAsync(cancellation);
        string output = await install.StandardOutput.ReadToEndAsync(cancellation);
        await install.WaitForExitAsync(cancellation);
        if (install.ExitCode != 0)
            throw new InvalidOperationException($"mariadb-install-db ended with {install.ExitCode}:\n{output}{await errors}");
    }

    private void Hear(string? line)
    {
        lock (log)
        {
            if (line is null)
                ready.TrySetException(new InvalidOperationException($"MariaDB ended before it was ready:\n{string.Join('\n', log)}"));
            else
                log.Add(line);
        }

        if (line?.Contains("ready for connections", StringComparison.Ordinal) == true)
            ready.TrySetResult();
    }

    private static string Find() =>
        Installed.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("No MariaDB is installed. tests/run installs it.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
