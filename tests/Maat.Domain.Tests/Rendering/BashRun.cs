using System.Diagnostics;
using System.Text;
using Maat.Domain.Rendering;

namespace Maat.Domain.Tests.Rendering;

/// <summary>Runs rendered scripts in the real bash.</summary>
internal static class BashRun
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// What a script prints, split at each NUL. It runs in a directory of its own, which it must leave as it found it: a value that was evaluated
    /// or matched file names would show.
    /// </summary>
    public static async Task<IReadOnlyList<string>> PrintedAsync(RenderedScript script, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("maat-bash-");
        try
        {
            var work = directory.CreateSubdirectory("work");
            await File.WriteAllTextAsync(Path.Combine(work.FullName, "bait a b"), "", cancellationToken);
            var file = Path.Combine(directory.FullName, "script");
            await File.WriteAllTextAsync(file, script.Text, cancellationToken);

            var printed = await RunAsync(file, work.FullName, script.Environment, cancellationToken);
            Assert.Equal(["bait a b"], work.GetFileSystemInfos().Select(entry => entry.Name));
            return printed;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<string>> RunAsync(string file, string directory, IEnumerable<KeyValuePair<string, string>> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", file])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        // Bytes, because a reader of text would take a byte-order mark off and mend what is no UTF-8.
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal("", await error);
        return Strict.GetString(output.ToArray()).Split('\0')[..^1];
    }
}
