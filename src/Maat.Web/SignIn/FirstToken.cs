using System.Text;
using Maat.Engine.People;
using Maat.Web.Settings;

namespace Maat.Web.SignIn;

/// <summary>Puts the installation's token into the data directory of the process that made it, for the machine's owner, who may move it elsewhere.</summary>
internal sealed class FirstToken(InstallationToken tokens, DataDirectory directory)
{
    /// <summary>The token in the clear, when this start has made it: the only time that it can be shown.</summary>
    public string? Fresh { get; private set; }

    /// <summary>Makes the token of an installation that has none.</summary>
    public async Task MakeIfMissingAsync(CancellationToken cancellation)
    {
        string? kept = null;
        bool made = await tokens.MakeIfMissingAsync(
            token =>
            {
                WriteForOwner(directory.TokenFile, token);
                kept = token;
            },
            cancellation);
        if (made)
            Fresh = kept;
        else if (kept is not null)
            File.Delete(directory.TokenFile);
    }

    private static void WriteForOwner(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // A file that is there keeps its mode, so it goes first.
        File.Delete(path);
        using var writer = new StreamWriter(path, Encoding.ASCII, options);
        writer.WriteLine(text);
    }
}
