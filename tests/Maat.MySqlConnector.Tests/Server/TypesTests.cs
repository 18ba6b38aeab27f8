using System.Globalization;
using MySqlConnector;

namespace Maat.MySqlConnector.Tests.Server;

/// <summary>Values there and back, in the text and in the binary form of the protocol.</summary>
public sealed class TypesTests(ServerFixture server)
{
    private const string Emoji = "Maat 𓁦 🪶 数据 é \u0000 \r\n\t\u001a";

    public static TheoryData<string, object> Values()
    {
        var data = new TheoryData<string, object>();
        foreach (var (type, values) in new (string, object[])[]
        {
            ("BOOLEAN", [true, false]),
            ("TINYINT", [sbyte.MinValue, sbyte.MaxValue]),
            ("TINYINT UNSIGNED", [byte.MinValue, byte.MaxValue]),
            ("SMALLINT", [short.MinValue, short.MaxValue]),
            ("SMALLINT UNSIGNED", [ushort.MaxValue]),
            ("MEDIUMINT", [-8_388_608, 8_388_607]),
            ("MEDIUMINT UNSIGNED", [16_777_215u]),
            ("INT", [int.MinValue, int.MaxValue, 0]),
            ("INT UNSIGNED", [uint.MaxValue]),
            ("BIGINT", [long.MinValue, long.MaxValue]),
            ("BIGINT UNSIGNED", [ulong.MaxValue]),
            ("YEAR", [1901, 2155]),
            ("BIT(64)", [ulong.MaxValue, 1ul << 33]),
            ("FLOAT", [0.5f, -1.5e10f]),
            ("DOUBLE", [0.1, double.MaxValue, double.Epsilon, -0.5, 1e15, 123456789.0]),
            ("DECIMAL(28,10)", [123456789012345678.0123456789m, -0.0000000001m, 0.0000000000m]),
            ("DATETIME(6)", [At(1000, 1, 1), At(9999, 12, 31, 23, 59, 59, 999_999), At(2026, 2, 28, 12, 0, 1, 1)]),
            ("DATETIME", [At(2026, 2, 28, 12, 0, 1)]),
            ("DATE", [At(2024, 2, 29)]),
            ("TIMESTAMP(6)", [At(2026, 3, 29, 2, 30, 0, 123_456), At(1970, 1, 1, 0, 0, 1)]),
            ("TIME(6)", [new TimeSpan(0, 838, 59, 58, 999, 999), -new TimeSpan(0, 838, 59, 58, 999, 999), TimeSpan.Zero, TimeSpan.FromMicroseconds(-1)]),
            ("VARCHAR(200)", ["", "'", "\\", "''\\'--", "a\\", Emoji]),
            ("LONGTEXT", [Emoji, new string('\\', 70_000), new string('é', 70_000)]),
            ("VARBINARY(300)", [Array.Empty<byte>(), Bytes(256)]),
            ("LONGBLOB", [Bytes(70_000)]),
            ("CHAR(36)", [new Guid("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9")]),
            ("JSON", ["{\"a\": \"\\\"b\\\\\"}"]),
            ("ENUM('a','b')", ["b"]),
        })
        {
            foreach (var value in values)
                data.Add(type, value);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public async Task Value_WrittenAsTextAndBinary_IsReadTheSameFromTextAndBinary(string type, object value)
    {
        await using var connection = await server.OpenAsync();
        await connection.RunAsync($"CREATE TEMPORARY TABLE t (id INT PRIMARY KEY, v {type} NULL DEFAULT NULL)");

        await using (var insert = connection.Command("INSERT INTO t VALUES (@id, @v)", ("@id", 1), ("v", value)))
        {
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await insert.PrepareAsync(TestContext.Current.CancellationToken);
            insert.Parameters["@id"].Value = 2;
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            insert.Parameters["@id"].Value = 3;
            insert.Parameters["@v"].Value = null;
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var select = connection.Command("SELECT id, v FROM t ORDER BY id");
        for (var round = 0; round < 3; round++)
        {
            await using (var reader = await select.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            {
                Assert.Equal(value.GetType(), reader.GetFieldType(1));
                for (var id = 1; id <= 2; id++)
                {
                    Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
                    Assert.Equal(id, reader.GetInt32(0));
                    Assert.False(reader.IsDBNull(1));
                    Assert.Equal(value, reader.GetValue(1));
                }
                Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
                Assert.True(reader.IsDBNull(1));
                Assert.Equal(DBNull.Value, reader.GetValue(1));
                Assert.False(await reader.ReadAsync(TestContext.Current.CancellationToken));
            }
            await select.PrepareAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Instant_FinerThanMicroseconds_IsCutAndUtc()
    {
        await using var connection = await server.OpenAsync();
        var fine = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1_234_567);
        var read = (DateTime)(await connection.ScalarAsync("SELECT @at", ("@at", fine)))!;
        Assert.Equal(fine.AddTicks(-7), read);
        Assert.Equal(DateTimeKind.Utc, read.Kind);
    }

    [Fact]
    public async Task Now_OnEverySession_IsUtc()
    {
        await using var connection = await server.OpenAsync();
        Assert.Equal(1, await connection.NumberAsync("SELECT NOW(6) = UTC_TIMESTAMP(6)"));
    }

    [Fact]
    public async Task LocalTime_AsParameter_IsRefusedAndLeavesTheConnection()
    {
        await using var connection = await server.OpenAsync();
        var error = await Assert.ThrowsAsync<MySqlException>(() => connection.ScalarAsync("SELECT @at", ("@at", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Local))));
        Assert.Contains("DateTime Kind", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await connection.NumberAsync("SELECT 1"));
    }

    [Fact]
    public async Task ZeroDate_ReadAsDateTime_SaysWhichColumn()
    {
        await using var connection = await server.OpenAsync();
        await connection.RunAsync("SET sql_mode = ''; CREATE TEMPORARY TABLE t (due DATETIME); INSERT INTO t VALUES ('0000-00-00 00:00:00')");
        var error = await Assert.ThrowsAsync<InvalidCastException>(() => connection.ScalarAsync("SELECT due FROM t"));
        Assert.Contains("'due'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Payload_OverSixteenMebibytes_ComesBackWhole(bool prepared)
    {
        // Two full packets and a rest, then exactly one full packet of the answer's payload.
        foreach (var size in new[] { (1 << 25) + 123, (1 << 24) - 1 - 4 })
        {
            await using var connection = await server.OpenAsync();
            var value = Bytes(size);
            await using var command = connection.Command("SELECT v, LENGTH(v) FROM (SELECT @v AS v) AS t", ("@v", value));
            if (prepared)
                await command.PrepareAsync(TestContext.Current.CancellationToken);
            else
                command.Parameters[0].Value = value = value[..(size / 2)];
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
            Assert.Equal(value.Length, reader.GetInt32(1));
            Assert.True(value.AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(0)));
        }
    }

    [Fact]
    public async Task Payload_AboveTheServersLimit_IsRefusedBeforeItIsSent()
    {
        await using var connection = await server.OpenAsync();
        var error = await Assert.ThrowsAsync<MySqlException>(() => connection.ScalarAsync("SELECT LENGTH(@v)", ("@v", new byte[40 << 20])));
        Assert.Equal(MySqlErrorCode.PacketTooLarge, error.ErrorCode);
        Assert.False(error.IsTransient);
        Assert.Contains((64 << 20).ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await connection.NumberAsync("SELECT 1"));
    }

    private static DateTime At(int year, int month, int day, int hour = 0, int minute = 0, int second = 0, int microseconds = 0) =>
        new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddMicroseconds(microseconds);

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)(i * 31 + i / 256);
        return bytes;
    }
}
