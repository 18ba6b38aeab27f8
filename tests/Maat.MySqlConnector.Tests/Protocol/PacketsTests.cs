using MySqlConnector;
using MySqlConnector.Protocol;

namespace Maat.MySqlConnector.Tests.Protocol;

public sealed class PacketsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(PacketReader.LargestPacket - 1)]
    [InlineData(PacketReader.LargestPacket)]
    [InlineData(PacketReader.LargestPacket + 1)]
    [InlineData(2 * PacketReader.LargestPacket + 5)]
    public async Task Payload_WrittenAndRead_IsTheSame(int size)
    {
        var payload = new byte[size];
        new Random(size).NextBytes(payload);
        var wire = new ScriptedStream(default);
        var writer = new PacketWriter(wire);
        writer.Begin();
        writer.Bytes([1]);
        writer.Begin();
        writer.Bytes(payload);
        await writer.FlushAsync(Token);

        var reader = new PacketReader(new ScriptedStream(wire.Heard.ToArray(), 100_003));
        Assert.Equal("01", Convert.ToHexString((await reader.ReadAsync(Token)).ToArray()));
        reader.Sequence = 0;
        Assert.True((await reader.ReadAsync(Token)).Span.SequenceEqual(payload));
        Assert.Equal(size / PacketReader.LargestPacket + 1, reader.Sequence);
        Assert.Equal(reader.Sequence, writer.AnswerSequence);
        Assert.False(reader.HasBuffered);
    }

    [Fact]
    public async Task Packets_ArrivingByteByByte_AreWhole()
    {
        var reader = new PacketReader(new ScriptedStream(new Recording().Packet(1, 2, 3).Packet().Packet(4).ToArray(), 1));
        Assert.Equal("010203", Convert.ToHexString((await reader.ReadAsync(Token)).ToArray()));
        Assert.Equal("", Convert.ToHexString((await reader.ReadAsync(Token)).ToArray()));
        Assert.Equal("04", Convert.ToHexString((await reader.ReadAsync(Token)).ToArray()));
        await Assert.ThrowsAsync<MySqlException>(async () => await reader.ReadAsync(Token));
    }

    [Fact]
    public async Task Packet_OutOfOrder_IsRefused()
    {
        var reader = new PacketReader(new ScriptedStream(new Recording { Sequence = 3 }.Packet(1).ToArray()));
        var error = await Assert.ThrowsAsync<MySqlException>(async () => await reader.ReadAsync(Token));
        Assert.Equal(MySqlErrorCode.MalformedPacket, error.ErrorCode);
    }

    [Theory]
    [InlineData("00", 0ul)]
    [InlineData("FA", 250ul)]
    [InlineData("FCFB00", 251ul)]
    [InlineData("FCFFFF", 65535ul)]
    [InlineData("FD000001", 65536ul)]
    [InlineData("FDFFFFFF", 16777215ul)]
    [InlineData("FE0000000100000000", 16777216ul)]
    [InlineData("FEFFFFFFFFFFFFFFFF", ulong.MaxValue)]
    public void LengthEncodedInteger_AtItsBounds_ReadsAndWrites(string bytes, ulong value)
    {
        Assert.Equal(value, new PayloadReader(Convert.FromHexString(bytes)).LengthEncodedInteger());
        var writer = new PacketWriter(new ScriptedStream(default));
        writer.Begin();
        writer.LengthEncodedInteger(value);
        Assert.Equal(bytes, Convert.ToHexString(writer.Written(0)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FB")]
    [InlineData("FF")]
    [InlineData("FC00")]
    [InlineData("FD0000")]
    [InlineData("FE00000000000000")]
    [InlineData("05AABB")]
    [InlineData("FEFFFFFFFFFFFFFFFFAA")]
    public void LengthEncodedBytes_OfALyingPacket_AreRefused(string bytes)
    {
        var error = Assert.Throws<MySqlException>(() => new PayloadReader(Convert.FromHexString(bytes)).LengthEncodedBytes().Length);
        Assert.Equal(MySqlErrorCode.MalformedPacket, error.ErrorCode);
    }

    [Fact]
    public void Payload_AtTheLimit_IsRefusedWithItsNumbers()
    {
        var writer = new PacketWriter(new ScriptedStream(default)) { Limit = 1024 };
        writer.Begin();
        writer.Zeros(1023);
        var error = Assert.Throws<MySqlException>(() => writer.Byte(0));
        Assert.Equal(MySqlErrorCode.PacketTooLarge, error.ErrorCode);
        Assert.Contains("1024", error.Message, StringComparison.Ordinal);
    }
}
