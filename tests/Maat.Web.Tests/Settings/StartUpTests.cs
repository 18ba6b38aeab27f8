using System.Diagnostics;
using Maat.Web.Settings;

namespace Maat.Web.Tests.Settings;

public sealed class StartUpTests
{
    [Fact]
    public async Task Process_WithAWrongSetting_EndsWithItsKeyAndNoStackTrace()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--Maat:Log:Level=loud"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(SettingsException.ExitCode, process.ExitCode);
        Assert.StartsWith("Maat did not start.", error, StringComparison.Ordinal);
        Assert.Contains("Maat:Log:Level", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(await output);
    }
}
