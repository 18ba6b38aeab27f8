using System.Globalization;
using Maat.Supervisor;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Processes;

/// <summary>
/// Where the working directories of one worker process are: in a folder of its own below a root that several may share. A file
/// beside the folder is locked as long as the process lives (the kernel unlocks it however the process ends), which is how the
/// next one knows which folders to sweep.
/// </summary>
public sealed partial class TaskDirectories : IDisposable
{
    private const string LockSuffix = ".lock";

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly ILogger _logger;

    private TaskDirectories(string folder, FileStream ownLock, ILogger logger)
    {
        _folder = folder;
        _lock = ownLock;
        _logger = logger;
    }

    /// <summary>Makes this process's folder and deletes those of processes that have died.</summary>
    /// <exception cref="IOException">The root cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The root cannot be made or written.</exception>
    public static TaskDirectories Open(string root, ILogger<TaskDirectories> logger)
    {
        root = Directory.CreateDirectory(root).FullName;
        Sweep(root, logger);

        // The clock makes the name unlike that of an earlier process with the same number.
        var folder = string.Create(CultureInfo.InvariantCulture, $"{root}/worker-{Environment.ProcessId}-{BootTime.Now()}");
        var ownLock = new FileStream(folder + LockSuffix, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        if (Libc.mkdir(folder, TaskDirectory.OwnerOnly) != 0)
        {
            ownLock.Dispose();
            throw new IOException($"The folder for task directories {folder} cannot be made: {Libc.Failure("mkdir").Message}");
        }

        return new TaskDirectories(folder, ownLock, logger);
    }

    /// <summary>Makes the directory of a claim, with the script in it.</summary>
    /// <exception cref="IOException">It cannot be made: the disk is full, say, or the claim already has one.</exception>
    public TaskDirectory Create(long nodeRunId, int attempt, long fence, string script)
    {
        var directory = new TaskDirectory(string.Create(CultureInfo.InvariantCulture, $"{_folder}/{nodeRunId}-{attempt}-{fence}"));
        directory.Create(script);
        return directory;
    }

    /// <summary>Deletes a directory. What cannot be deleted is left, with a warning, for the sweep at the next start.</summary>
    public void Delete(TaskDirectory directory)
    {
        try
        {
            directory.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(_logger, directory.Path, exception);
        }
    }

    /// <summary>Deletes this process's folder.</summary>
    public void Dispose()
    {
        TryDelete(_folder, _logger);
        _lock.Dispose();
    }

    private static void Sweep(string root, ILogger logger)
    {
        foreach (var lockPath in Directory.GetFiles(root, "worker-*" + LockSuffix))
        {
            try
            {
                using var dead = new FileStream(lockPath, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
                TryDelete(lockPath[..^LockSuffix.Length], logger);
            }
            catch (IOException)
            {
                // Its process lives, or another one sweeps it at this moment.
            }
        }
    }

    private static void TryDelete(string folder, ILogger logger)
    {
        try
        {
            if (Directory.Exists(folder))
                TaskDirectory.DeleteTree(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(logger, folder, exception);
        }
    }

    [LoggerMessage(4131, LogLevel.Warning, "The task directory {Path} could not be deleted; delete it by hand if the next start of the worker does not")]
    private static partial void LogNotDeleted(ILogger logger, string path, Exception exception);
}
