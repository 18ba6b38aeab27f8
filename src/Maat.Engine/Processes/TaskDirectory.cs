using System.Text;
using Maat.Supervisor;

namespace Maat.Engine.Processes;

/// <summary>
/// The working directory of one claim of a task, with what Maat puts there. Its files begin with a dot, so that the script's
/// patterns do not meet them, and only this user may look inside.
/// </summary>
public sealed class TaskDirectory
{
    /// <summary>Read, write and enter for this user, nothing for others.</summary>
    internal const uint OwnerOnly = 0b111_000_000;

    internal TaskDirectory(string path)
    {
        Path = path;
        ScriptPath = path + "/.maat-script";
        OutputPath = path + "/.maat-output";
    }

    public string Path { get; }

    public string ScriptPath { get; }

    /// <summary>For <c>$MAAT_OUTPUT</c>; it does not exist until the script writes to it.</summary>
    public string OutputPath { get; }

    internal void Create(string script)
    {
        if (Libc.mkdir(Path, OwnerOnly) != 0)
            throw new IOException(Wording.Of($"The task directory {Path} cannot be made: {SystemErrors.Of(Libc.Error)}").ToString());
        using var file = File.OpenHandle(ScriptPath, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(script), 0);
    }

    /// <summary>Deletes the directory with all that the script left in it. Links are deleted, not followed.</summary>
    /// <exception cref="IOException">Something cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Something belongs to another user.</exception>
    internal void Delete()
    {
        // Most scripts leave nothing else behind; a tree is only walked when one did.
        _ = Libc.unlink(ScriptPath);
        _ = Libc.unlink(OutputPath);
        if (Libc.rmdir(Path) != 0 && Directory.Exists(Path))
            DeleteTree(Path);
    }

    internal static void DeleteTree(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // A script may take the rights from its own folders.
            MakeDeletable(path);
            Directory.Delete(path, recursive: true);
        }
    }

    private static void MakeDeletable(string path)
    {
        _ = Libc.chmod(path, OwnerOnly);
        foreach (var child in new DirectoryInfo(path).EnumerateDirectories())
        {
            if (child.LinkTarget is null)
                MakeDeletable(child.FullName);
        }
    }
}
