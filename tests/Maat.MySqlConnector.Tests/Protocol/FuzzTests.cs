using MySqlConnector;
using MySqlConnector.Authentication;
using MySqlConnector.Protocol;
using MySqlConnector.Types;

namespace Maat.MySqlConnector.Tests.Protocol;

/// <summary>
/// What servers say, cut off, changed and made up. The client ends with a <see cref="MySqlException"/> or takes it, and needs memory for
/// what arrived, whatever it claims to be.
/// </summary>
public sealed class FuzzTests
{
    private const int Inputs = 7_000;

    /// <summary>Buffers, columns and messages of a handful of small packets; a claim of a packet's full length is 16 MiB.</summary>
    private const long MostMemory = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handshake_WithHostileServers_EndsClearly()
    {
        var honest = new Recording().Greeting().Skip().Packet([0xFE, .. "caching_sha2_password\0"u8, .. Recording.Nonce, 0]).Skip().Packet(1, 3).Ok();
        honest.Sequence = 1;
        honest.Ok(ServerStatus.MoreResults).Packet(1).Column("limit", ColumnType.LongLong).Packet([4, .. "1024"u8]).Ok(header: 0xFE);
        await PlayAsync(honest.ToArray(), async script =>
        {
            var session = Recording.Session(script);
            await Handshake.PerformAsync(session, Token);
            await session.PrepareForUseAsync(Token);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TextResult_WithHostileServers_EndsClearly(bool deprecateEof)
    {
        var honest = new Recording { Sequence = 1 }.Packet(4).Column("a", ColumnType.LongLong).Column("b", ColumnType.VarString, 45).Column("c", ColumnType.DateTime).Column("d", ColumnType.Time);
        if (!deprecateEof)
            honest.Packet(0xFE, 0, 0, 2, 0);
        honest.Packet([2, .. "42"u8, 3, .. "abc"u8, 19, .. "2026-01-02 03:04:05"u8, 8, .. "01:02:03"u8]).Packet(0xFB, 0xFB, 0xFB, 0xFB);
        honest.Packet(0xFE, 0, 0, 8, 0, 0, 0).Ok(affected: 3);
        var capabilities = deprecateEof ? Recording.Server : Recording.Server & ~Capabilities.DeprecateEof;
        await PlayAsync(honest.ToArray(), script => ReadAllAsync(script, prepare: false, capabilities));
    }

    [Fact]
    public async Task BinaryResult_WithHostileServers_EndsClearly()
    {
        var honest = new Recording { Sequence = 1 }.Packet(0, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0)
            .Column("a", ColumnType.LongLong).Column("b", ColumnType.VarString, 45).Column("c", ColumnType.DateTime).Column("d", ColumnType.NewDecimal);
        honest.Sequence = 1;
        honest.Packet(4).Column("a", ColumnType.LongLong).Column("b", ColumnType.VarString, 45).Column("c", ColumnType.DateTime).Column("d", ColumnType.NewDecimal)
            .Packet([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, .. "ab"u8, 4, 0xEA, 7, 1, 2, 4, .. "1.25"u8]).Packet(0, 0b111100).Ok(header: 0xFE);
        await PlayAsync(honest.ToArray(), script => ReadAllAsync(script, prepare: true, Recording.Server));
    }

    [Fact]
    public async Task Packet_ClaimingSixteenMebibytes_TakesNoMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = await Assert.ThrowsAsync<MySqlException>(() => ReadAllAsync([0xFF, 0xFF, 0xFF, 1, 0x05], prepare: false, Recording.Server));
        Assert.Equal(MySqlErrorCode.ServerLost, error.ErrorCode);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
    }

    [Fact]
    public async Task Server_AskingForAFile_IsRefused()
    {
        var script = new Recording { Sequence = 1 }.Packet([0xFB, .. "/etc/passwd"u8]).ToArray();
        var session = Recording.Session(script);
        await using var connection = MySqlConnection.On(session);
        await using var command = new MySqlCommand("SELECT 1", connection);
        var error = await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteNonQueryAsync(Token));
        Assert.Contains("LOAD DATA LOCAL", error.Message, StringComparison.Ordinal);
        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
        Assert.Equal("\u0009\0\0\0\u0003SELECT 1", System.Text.Encoding.ASCII.GetString(((ScriptedStream)session.Stream).Heard.ToArray()));
    }

    private static async Task PlayAsync(byte[] honest, Func<byte[], Task> play)
    {
        // What it says without changes is understood; otherwise the changes would prove nothing.
        await play(honest);
        for (var seed = 0; seed < Inputs; seed++)
        {
            var script = Change(honest, new Random(seed));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                await play(script);
            }
            catch (MySqlException e)
            {
                Assert.NotEmpty(e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed} ({Convert.ToHexString(script)}) ended with {e}");
            }
            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < MostMemory, $"Seed {seed} ({Convert.ToHexString(script)}) took {taken} bytes.");
        }
    }

    private static byte[] Change(byte[] honest, Random random)
    {
        if (random.Next(10) == 0)
        {
            var noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            return noise;
        }
        var script = honest.ToList();
        for (var changes = random.Next(1, 5); changes > 0 && script.Count > 0; changes--)
        {
            var at = random.Next(script.Count);
            switch (random.Next(6))
            {
                case 0:
                    script.RemoveRange(at, script.Count - at);
                    break;
                case 1:
                    script[at] = (byte)random.Next(256);
                    break;
                case 2:
                    script[at] = (byte)(random.Next(2) == 0 ? 0xFF - random.Next(6) : random.Next(4));
                    break;
                case 3:
                    script.InsertRange(at, Enumerable.Repeat((byte)0xFE, random.Next(1, 12)));
                    break;
                case 4:
                    script.RemoveRange(at, Math.Min(random.Next(1, 8), script.Count - at));
                    break;
                default:
                    script.InsertRange(at, script.GetRange(0, random.Next(script.Count)));
                    break;
            }
        }
        return [.. script];
    }

    private static async Task ReadAllAsync(byte[] script, bool prepare, Capabilities capabilities)
    {
        await using var connection = MySqlConnection.On(Recording.Session(script, capabilities: capabilities));
        await using var command = new MySqlCommand("SELECT 1", connection);
        if (prepare)
            await command.PrepareAsync(Token);
        await using var reader = await command.ExecuteReaderAsync(Token);
        do
        {
            while (await reader.ReadAsync(Token))
            {
                for (var i = 0; i < reader.FieldCount; i++)
                    ReadValue(reader, i);
            }
        }
        while (await reader.NextResultAsync(Token));
    }

    private static void ReadValue(MySqlDataReader reader, int column)
    {
        try
        {
            reader.GetValue(column);
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException)
        {
            // A date that is none, a number of forty digits: a value and no error of the protocol.
        }
    }
}
