using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Processes;

/// <summary>Where the supervisor's program and the .NET host that runs it are, when the usual places are not right.</summary>
/// <param name="Assembly">Maat.Supervisor.dll; by default beside the program's own assemblies.</param>
/// <param name="DotnetHost">The <c>dotnet</c> to run it with; by default the one that runs this process.</param>
public sealed record SupervisorOptions(string? Assembly = null, string? DotnetHost = null);

/// <summary>The supervisor as a process: its start, its pipes, and what it writes to standard error, which goes to the log.</summary>
internal sealed partial class SupervisorProcess : IDisposable
{
    private readonly Process _process;

    private SupervisorProcess(Process process, ILogger logger)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrEmpty(line.Data))
                LogStandardError(logger, process.Id, line.Data);
        };
        process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    internal int Input => Descriptor(_process.StandardInput.BaseStream);

    internal int Output => Descriptor(_process.StandardOutput.BaseStream);

    /// <exception cref="InvalidOperationException">It cannot be started; the message says what was tried and what to set.</exception>
    internal static SupervisorProcess Start(SupervisorOptions options, ILogger logger)
    {
        var assembly = options.Assembly is { } given ? Path.GetFullPath(given) : Path.Combine(AppContext.BaseDirectory, "Maat.Supervisor.dll");
        if (!File.Exists(assembly))
            throw new InvalidOperationException(Wording.Of($"The supervisor is not at {assembly}. Deploy Maat.Supervisor.dll and its runtimeconfig.json beside the program.").ToString());
        var host = options.DotnetHost ?? FindDotnet();
        var start = new ProcessStartInfo(host, [assembly])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };

        // No settings of the worker (database passwords among them), no profiler and no start-up hook reach it.
        foreach (var name in start.Environment.Keys.Where(name => name is not ("PATH" or "HOME" or "DOTNET_ROOT" or "LD_LIBRARY_PATH")).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        try
        {
            return new SupervisorProcess(Process.Start(start)!, logger);
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(Wording.Of($"The supervisor cannot be started with {host}: {SystemErrors.Of(exception.NativeErrorCode)}").ToString(), exception);
        }
    }

    /// <summary>Closes its input, upon which it kills what runs and ends.</summary>
    internal void CloseInput() => _process.StandardInput.Close();

    internal Task WaitForExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    internal void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    public void Dispose() => _process.Dispose();

    /// <summary>
    /// The host that runs this process when it is <c>dotnet</c> itself; else, under an application host, the one whose runtime
    /// this process has loaded (<c>ROOT/shared/NAME/VERSION/</c>); else what the environment names.
    /// </summary>
    private static string FindDotnet()
    {
        if (Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet")
            return path;
        string?[] candidates =
        [
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet")),
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            Path.Combine(Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "/usr/share/dotnet", "dotnet"),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, "dotnet")),
        ];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(Wording.Of($"The supervisor needs the dotnet host, which was not found. Set DOTNET_ROOT to the folder that holds it.").ToString());
    }

    private static int Descriptor(Stream stream) => (int)((PipeStream)stream).SafePipeHandle.DangerousGetHandle();

    [LoggerMessage(4111, LogLevel.Warning, "Supervisor {ProcessId}: {Line}")]
    private static partial void LogStandardError(ILogger logger, int processId, string line);
}
