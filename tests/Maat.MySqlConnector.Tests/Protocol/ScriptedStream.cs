namespace Maat.MySqlConnector.Tests.Protocol;

/// <summary>The other end of a connection: says what was written down for it, a few bytes at a time, then hangs up; keeps what it is told.</summary>
internal sealed class ScriptedStream(ReadOnlyMemory<byte> script, int atOnce = int.MaxValue) : Stream
{
    private int _said;

    public MemoryStream Heard { get; } = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(atOnce, buffer.Length), script.Length - _said);
        script.Span.Slice(_said, count).CopyTo(buffer);
        _said += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Write(byte[] buffer, int offset, int count) => Heard.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Heard.WriteAsync(buffer, cancellationToken);

    public override void Flush()
    {
    }

    /// <summary>At once, as everything here is: whoever counts memory stays on one thread.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
