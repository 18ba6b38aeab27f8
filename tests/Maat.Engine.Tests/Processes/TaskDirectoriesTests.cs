using Maat.Engine.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Engine.Tests.Processes;

public sealed class TaskDirectoriesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("maat-directories-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Create_Claim_HasItsScriptForThisUserOnly()
    {
        using var directories = Open();

        var directory = directories.Create(7, 2, 3, "echo ü\n");

        Assert.Equal("7-2-3", Path.GetFileName(directory.Path));
        Assert.Equal("echo ü\n", File.ReadAllText(directory.ScriptPath));
        Assert.Equal([directory.ScriptPath], Directory.GetFileSystemEntries(directory.Path));
        Assert.Throws<IOException>(() => directories.Create(7, 2, 3, ""));
    }

    [Fact]
    public void Delete_WhatTheScriptLeft_GoesButLinksAreNotFollowed()
    {
        using var directories = Open();
        var directory = directories.Create(7, 1, 1, "");
        var outside = Directory.CreateDirectory(Path.Combine(_root, "outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "kept"), "");
        Directory.CreateSymbolicLink(Path.Combine(directory.Path, "link"), outside);
        Directory.CreateDirectory(Path.Combine(directory.Path, "a/b"));
        File.WriteAllText(Path.Combine(directory.Path, "a/b/file"), "");
        File.WriteAllText(directory.OutputPath, "");

        directories.Delete(directory);

        Assert.False(Directory.Exists(directory.Path));
        Assert.True(File.Exists(Path.Combine(outside, "kept")));
    }

    [Fact]
    public void Open_FolderOfADeadWorker_IsSweptAndThatOfALivingOneKept()
    {
        using var living = Open();
        var kept = living.Create(1, 1, 1, "");
        var dead = Path.Combine(_root, "worker-1-1");
        Directory.CreateDirectory(Path.Combine(dead, "2-1-1"));
        File.WriteAllText(dead + ".lock", "");

        using var next = Open();

        Assert.False(Directory.Exists(dead));
        Assert.False(File.Exists(dead + ".lock"));
        Assert.True(File.Exists(kept.ScriptPath));
    }

    [Fact]
    public void Dispose_OwnFolder_IsDeletedWithItsLock()
    {
        var directories = Open();
        directories.Create(1, 1, 1, "");

        directories.Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    private TaskDirectories Open() => TaskDirectories.Open(_root, NullLogger<TaskDirectories>.Instance);
}
