using System.Diagnostics;
using System.Globalization;

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
    /// Says the server's process, and runs it until it ends, or until standard input does, because whoever holds the other end is gone: then
    /// its files go, too.
    /// </summary>
    private const string Watch =
        """
        directory=$1; shift
        exec 3<&0
        "$@" </dev/null >&2 &
        server=$!
        echo "$server"
        (read -r _ <&3; : >"$directory/over"; kill -TERM "$server" 2>/dev/null) >/dev/null 2>&1 &
        waiting=$!
        wait "$server"
        status=$?
        kill "$waiting" 2>/dev/null
        [ -e "$directory/over" ] && rm -rf "$directory"
        exit "$status"
        """;

    /// <summary>Where Debian and Fedora put it; it is a service's program and not on everybody's path.</summary>
    private static readonly string[] Installed = ["/usr/sbin/mariadbd", "/usr/libexec/mariadbd", "/usr/bin/mariadbd"];

    private readonly string directory;
    private readonly string[] command;
    private Running? running;

    private MariaDbServer(string directory, int port, IReadOnlyList<string> options)
    {
        this.directory = directory;
        Port = port;
        Socket = Path.Combine(directory, "socket");
        command =
        [
            Find(), "--no-defaults", $"--datadir={directory}/data", $"--socket={Socket}", $"--user={Environment.UserName}",
            "--bind-address=127.0.0.1", $"--port={port}", "--skip-name-resolve", "--skip-log-bin", "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_bin", "--transaction-isolation=READ-COMMITTED", "--innodb-flush-log-at-trx-commit=0",
            "--max-allowed-packet=64M", $"--init-file={directory}/init.sql", .. options,
        ];
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
        var server = new MariaDbServer(directory, LoopbackPorts.Next(), options ?? []);
        await server.StartAgainAsync(cancellation);
        return server;
    }

    /// <summary>Starts it on what it had when it was killed, at the same port.</summary>
    /// <exception cref="InvalidOperationException">It does not start; the message has what it said.</exception>
    public async Task StartAgainAsync(CancellationToken cancellation = default)
    {
        running = new Running(directory, command);
        try
        {
            await running.Ready.WaitAsync(Limit, cancellation);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// kill -9, and waits until it is gone. What was committed is only kept when the server was told to write each commit
    /// (<c>--innodb-flush-log-at-trx-commit</c>: 1, or 2, which is enough as long as the machine lives).
    /// </summary>
    public Task KillAsync() => EndAsync(server => server.Kill());

    public async ValueTask DisposeAsync()
    {
        await EndAsync(server => server.Stop());
        // One that was killed has left its files.
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    private async Task EndAsync(Action<Running> end)
    {
        if (running is not { } ending)
            return;
        running = null;
        using var limit = new CancellationTokenSource(Limit);
        end(ending);
        await ending.EndAsync(limit.Token);
        ending.Dispose();
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

    private static string Find() =>
        Installed.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("No MariaDB is installed. tests/run installs it.");

    /// <summary>One start of the server.</summary>
    private sealed class Running : IDisposable
    {
        private readonly Process watch;
        private readonly List<string> log = [];
        private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> server = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Running(string directory, IEnumerable<string> command)
        {
            watch = new Process
            {
                StartInfo = new ProcessStartInfo("/bin/sh", ["-c", Watch, "sh", directory, .. command])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    Environment = { ["TMPDIR"] = TemporaryFilesOf(directory) },
                },
            };
            watch.OutputDataReceived += (_, said) => _ = said.Data is { } number && server.TrySetResult(int.Parse(number, CultureInfo.InvariantCulture));
            watch.ErrorDataReceived += (_, said) => Hear(said.Data);
            watch.Start();
            watch.BeginOutputReadLine();
            watch.BeginErrorReadLine();
        }

        public Task Ready => ready.Task;

        public void Kill()
        {
            using var process = Process.GetProcessById(server.Task.Result);
            process.Kill();
        }

        public void Stop() => watch.StandardInput.Close();

        public Task EndAsync(CancellationToken cancellation) => watch.WaitForExitAsync(cancellation);

        public void Dispose() => watch.Dispose();

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
    }
}
