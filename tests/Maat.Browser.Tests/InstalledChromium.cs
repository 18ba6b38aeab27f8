namespace Maat.Browser.Tests;

/// <summary>The machine's own Chromium: none is downloaded.</summary>
public static class InstalledChromium
{
    /// <summary>Names another browser of Chromium's kind than the machine's own.</summary>
    private const string PathVariable = "MAAT_CHROMIUM";

    private static readonly string[] Installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>No sandbox, because it does not work for root in a container; nothing that asks for the outside world.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Its path.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Find() =>
        Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named
            ? named
            : Installed.FirstOrDefault(File.Exists)
                ?? throw new InvalidOperationException($"No Chromium is installed. tests/run installs it; or name one in {PathVariable}.");
}
