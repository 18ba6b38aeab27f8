using System.Diagnostics;

namespace Maat.Web.Tests.Api;

/// <summary>A pipe at which a script waits until the test lets it pass: <c>read -r word &lt; "$MAAT_VAR_GATE"</c>.</summary>
internal sealed class Gate
{
    private Gate(string path) => Path = path;

    public string Path { get; }

    public static async Task<Gate> MakeAsync(ApiServer server)
    {
        var gate = new Gate(System.IO.Path.Combine(server.Folder, $"gate-{Guid.NewGuid():N}"));
        using var made = Process.Start("mkfifo", [gate.Path]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, made.ExitCode);
        return gate;
    }

    /// <summary>Lets one script pass; waits until one reads.</summary>
    public Task OpenAsync(string word) =>
        Task.Run(() => File.WriteAllText(Path, word + "\n")).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
}
