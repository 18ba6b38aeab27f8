namespace Maat.Web.Settings;

/// <summary>
/// The directory in which this process keeps what must outlive it. Only its owner can read it, unless it belongs to somebody else: then its
/// rights are that owner's affair.
/// </summary>
public sealed class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private DataDirectory(string path) => Path = path;

    public string Path { get; }

    /// <summary>The installation's token in the clear, for whoever owns the machine; Maat itself never reads it back.</summary>
    public string TokenFile => In("token");

    public string Logs => In("logs");

    public string Database => In("maat.db");

    /// <summary>The output of nodes.</summary>
    public string NodeLogs => In("node-logs");

    /// <summary>Where scripts run.</summary>
    public string Work => In("work");

    private string In(string name) => System.IO.Path.Combine(Path, name);

    /// <exception cref="SettingsException">The directory cannot be made or written to.</exception>
    public static DataDirectory Open(MaatOptions options)
    {
        var directory = new DataDirectory(System.IO.Path.GetFullPath(options.DataDirectory));
        try
        {
            foreach (var path in new[] { directory.Path, directory.Logs })
                Create(path);
            directory.CheckWritable();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"Maat:DataDirectory: '{directory.Path}' cannot be written to ({e.Message})"]);
        }

        return directory;
    }

    /// <exception cref="IOException">The directory is full, gone or read-only.</exception>
    public void CheckWritable()
    {
        var probe = In($".probe-{Guid.NewGuid():N}");
        File.WriteAllText(probe, "Maat looks whether it can write here.");
        File.Delete(probe);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void MakePrivate(string path)
    {
        Directory.CreateDirectory(path, OwnerOnly);
        try
        {
            // It may have been there before.
            File.SetUnixFileMode(path, OwnerOnly);
        }
        catch (UnauthorizedAccessException)
        {
            // A mount whose rights are set from outside.
        }
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            MakePrivate(path);
    }
}
