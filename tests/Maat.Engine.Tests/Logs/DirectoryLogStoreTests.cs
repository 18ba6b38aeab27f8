using System.Text;
using Maat.Engine.Logs;
using Maat.Engine.Tests.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Engine.Tests.Logs;

public sealed class DirectoryLogStoreTests : IDisposable
{
    private static readonly LogKey Key = new(1_234_567, "extract_rows", 2, 5);

    private readonly string _root = Directory.CreateTempSubdirectory("maat-logs-").FullName;
    private readonly DirectoryLogStore _store;

    public DirectoryLogStoreTests() => _store = new DirectoryLogStore(_root, NullLogger<DirectoryLogStore>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Write_AnyBytes_AreReadAsTheyWereInPieces()
    {
        var bytes = Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray();
        var writer = _store.Open(Key);
        writer.Write(bytes.AsSpan(0, 700));
        writer.Write(bytes.AsSpan(700));
        writer.Complete();

        var read = new List<byte>();
        var chunk = new LogChunk(default, 0, false);
        while (!chunk.IsComplete)
        {
            chunk = await _store.ReadAsync(Key, chunk.NextOffset, 300, ended: true, Cancellation);
            read.AddRange(chunk.Bytes.Span);
        }

        Assert.Equal(bytes, read);
        Assert.Equal((1000, 1000), (await _store.LengthAsync(Key, Cancellation), writer.Length));
    }

    [Fact]
    public async Task Read_LogThatGrows_SeesEachWriteAtOnceAndIsNotComplete()
    {
        var writer = _store.Open(Key);
        writer.Write("one\n"u8);
        var first = await _store.ReadAsync(Key, 0, 100, ended: false, Cancellation);
        writer.Write("two\n"u8);
        var second = await _store.ReadAsync(Key, first.NextOffset, 100, ended: false, Cancellation);
        var end = await _store.ReadAsync(Key, second.NextOffset, 100, ended: false, Cancellation);

        Assert.Equal(("one\n", "two\n", 0), (Text(first), Text(second), end.Bytes.Length));
        Assert.False(first.IsComplete || second.IsComplete || end.IsComplete);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_LogThatNobodyWrote_IsEmptyAndCompleteWhenTheAttemptHasEnded(bool ended)
    {
        _store.Open(Key).Complete();

        Assert.Equal(new LogChunk(default, 0, ended), await _store.ReadAsync(Key, 0, 10, ended, Cancellation));
        Assert.Equal(0, await _store.LengthAsync(Key, Cancellation));
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task Read_BehindTheEnd_IsEmpty()
    {
        var writer = _store.Open(Key);
        writer.Write("abc"u8);
        writer.Complete();

        var chunk = await _store.ReadAsync(Key, 99, 10, ended: true, Cancellation);

        Assert.Equal((0, 99, true), (chunk.Bytes.Length, chunk.NextOffset, chunk.IsComplete));
    }

    [Fact]
    public async Task Wait_ForGrowth_EndsWithTheNextByteAndWithTheLast()
    {
        var writer = _store.Open(Key);
        var growth = _store.WaitForGrowthAsync(Key, 0, Cancellation);
        Assert.False(growth.IsCompleted);

        writer.Write("x"u8);
        Assert.True(await Eventually.CompletesAsync(growth, "the first byte is seen"));
        Assert.True(_store.WaitForGrowthAsync(Key, 0, Cancellation).IsCompleted);
        var end = _store.WaitForGrowthAsync(Key, 1, Cancellation);
        Assert.False(end.IsCompleted);
        writer.Complete();

        Assert.True(await Eventually.CompletesAsync(end, "the end is seen"));
        Assert.False(await _store.WaitForGrowthAsync(Key, 1, Cancellation));
    }

    [Fact]
    public async Task Wait_Cancelled_LeavesTheOthers()
    {
        var writer = _store.Open(Key);
        using var cancel = new CancellationTokenSource();
        var gone = _store.WaitForGrowthAsync(Key, 0, cancel.Token);
        var stays = _store.WaitForGrowthAsync(Key, 0, Cancellation);

        await cancel.CancelAsync();
        writer.Write("x"u8);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.True(await Eventually.CompletesAsync(stays, "the byte is seen"));
    }

    [Fact]
    public void Open_SameLogTwice_IsRefused()
    {
        _store.Open(Key);

        Assert.Throws<InvalidOperationException>(() => _store.Open(Key));
    }

    [Fact]
    public async Task Open_LogOfAProcessThatDied_GoesOnAtItsEnd()
    {
        _store.Open(Key).Write("before\n"u8);
        var second = new DirectoryLogStore(_root, NullLogger<DirectoryLogStore>.Instance);

        var writer = second.Open(Key);
        writer.Write("after\n"u8);
        writer.Complete();

        Assert.Equal("before\nafter\n", Text(await second.ReadAsync(Key, 0, 100, ended: true, Cancellation)));
    }

    [Fact]
    public async Task Write_FullDisk_CutsTheLogAndThrowsNothing()
    {
        // The device stands for the file on a full disk: every write to it fails with ENOSPC.
        var path = PathOfFirstWrite();
        File.Delete(path);
        File.CreateSymbolicLink(path, "/dev/full");
        var writer = _store.Open(Key);
        var growth = _store.WaitForGrowthAsync(Key, 0, Cancellation);

        writer.Write("lost"u8);
        writer.Write("lost too"u8);

        Assert.Contains("No space left", writer.CutReason, StringComparison.Ordinal);
        Assert.Equal(0, writer.Length);
        await Eventually.CompletesAsync(growth, "who waits is told");
        writer.Complete();
    }

    [Fact]
    public async Task Complete_LogThatWasCutAndHasRoomAgain_SaysSo()
    {
        var path = PathOfFirstWrite();
        File.Delete(path);
        Directory.CreateDirectory(path);
        var writer = _store.Open(Key);
        writer.Write("lost"u8);
        Directory.Delete(path);

        writer.Complete();

        Assert.NotNull(writer.CutReason);
        var text = Text(await _store.ReadAsync(Key, 0, 1000, ended: true, Cancellation));
        Assert.Contains("[maat] The log is cut here", text, StringComparison.Ordinal);
        Assert.DoesNotContain("lost", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("/etc/passwd")]
    [InlineData("A")]
    [InlineData("")]
    public void Key_NodeThatIsNoKey_IsRefused(string node) => Assert.Throws<ArgumentException>(() => new LogKey(1, node, 1, 1));

    private static string Text(LogChunk chunk) => Encoding.UTF8.GetString(chunk.Bytes.Span);

    private string PathOfFirstWrite()
    {
        var writer = _store.Open(Key);
        writer.Write("x"u8);
        writer.Complete();
        return Assert.Single(Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
    }
}
