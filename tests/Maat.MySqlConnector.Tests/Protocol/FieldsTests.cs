using System.Globalization;
using System.Text;
using MySqlConnector;
using MySqlConnector.Connections;
using MySqlConnector.Results;
using MySqlConnector.Types;

namespace Maat.MySqlConnector.Tests.Protocol;

public sealed class FieldsTests
{
    private const ushort Unsigned = 0x20;

    [Theory]
    [InlineData((byte)ColumnType.Tiny, 0, "-128", "80")]
    [InlineData((byte)ColumnType.Tiny, Unsigned, "255", "FF")]
    [InlineData((byte)ColumnType.Short, 0, "-32768", "0080")]
    [InlineData((byte)ColumnType.Short, Unsigned, "65535", "FFFF")]
    [InlineData((byte)ColumnType.Int24, 0, "-8388608", "000080FF")]
    [InlineData((byte)ColumnType.Long, 0, "-2147483648", "00000080")]
    [InlineData((byte)ColumnType.Long, Unsigned, "4294967295", "FFFFFFFF")]
    [InlineData((byte)ColumnType.LongLong, 0, "-9223372036854775808", "0000000000000080")]
    [InlineData((byte)ColumnType.LongLong, Unsigned, "18446744073709551615", "FFFFFFFFFFFFFFFF")]
    [InlineData((byte)ColumnType.Year, Unsigned, "2026", "EA07")]
    [InlineData((byte)ColumnType.Float, 0, "0.5", "0000003F")]
    [InlineData((byte)ColumnType.Double, 0, "-0.25", "000000000000D0BF")]
    [InlineData((byte)ColumnType.NewDecimal, 0, "-12.50", "2D31322E3530")]
    public void Number_InBothForms_IsTheSame(byte type, int flags, string text, string binary)
    {
        var column = Column((ColumnType)type, flags);
        Assert.Equal(text, Text(column, text, binary: false));
        Assert.Equal(text, Text(column, Encoding.Latin1.GetString(Convert.FromHexString(binary)), binary: true));
    }

    [Theory]
    [InlineData((byte)ColumnType.DateTime, "2026-02-28 01:02:03.000004", "EA07021C01020304000000", "2026-02-28T01:02:03.0000040Z")]
    [InlineData((byte)ColumnType.DateTime, "2026-02-28 01:02:03", "EA07021C010203", "2026-02-28T01:02:03.0000000Z")]
    [InlineData((byte)ColumnType.Date, "2024-02-29", "E807021D", "2024-02-29T00:00:00.0000000Z")]
    [InlineData((byte)ColumnType.Timestamp, "1970-01-01 00:00:01.5", "B2070101000001" + "20A10700", "1970-01-01T00:00:01.5000000Z")]
    [InlineData((byte)ColumnType.Time, "-838:59:59.000001", "0122000000163B3B01000000", "-34.22:59:59.0000010")]
    [InlineData((byte)ColumnType.Time, "00:00:00", "", "00:00:00")]
    public void Time_InBothForms_IsTheSame(byte type, string text, string binary, string expected)
    {
        var column = Column((ColumnType)type);
        Assert.Equal(expected, Text(column, text, binary: false));
        Assert.Equal(expected, Text(column, Encoding.Latin1.GetString(Convert.FromHexString(binary)), binary: true));
    }

    [Theory]
    [InlineData((byte)ColumnType.Long, "12x", false)]
    [InlineData((byte)ColumnType.Long, "", false)]
    [InlineData((byte)ColumnType.Long, "999999999999999999999", false)]
    [InlineData((byte)ColumnType.Long, "abc", true)]
    [InlineData((byte)ColumnType.NewDecimal, "1e9", false)]
    [InlineData((byte)ColumnType.Double, "one", false)]
    [InlineData((byte)ColumnType.DateTime, "2026-02", false)]
    [InlineData((byte)ColumnType.DateTime, "2026-02-28 25:00:00", false)]
    [InlineData((byte)ColumnType.DateTime, "2026-02-28 01:00:00.1234567", false)]
    [InlineData((byte)ColumnType.DateTime, "abc", true)]
    [InlineData((byte)ColumnType.Time, "::", false)]
    [InlineData((byte)ColumnType.Time, "01:60:00", false)]
    [InlineData((byte)ColumnType.Time, "abcdefgh", true)]
    [InlineData((byte)ColumnType.Bit, "123456789", false)]
    public void Nonsense_OfAServer_IsAClearError(byte type, string bytes, bool binary)
    {
        var error = Assert.Throws<MySqlException>(() => Text(Column((ColumnType)type), bytes, binary));
        Assert.Equal(MySqlErrorCode.MalformedPacket, error.ErrorCode);
        Assert.Contains("'amount'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000-00-00")]
    [InlineData("2026-02-30")]
    [InlineData("2026-00-10")]
    public void Date_ThatIsNone_IsNoCast(string text) =>
        Assert.Throws<InvalidCastException>(() => Text(Column(ColumnType.Date), text, binary: false));

    [Fact]
    public void Decimal_WithMoreDigitsThanDotNet_IsReadAsString()
    {
        var digits = new string('9', 40);
        Assert.Throws<OverflowException>(() => Text(Column(ColumnType.NewDecimal), digits, binary: false));
        Assert.Equal(digits, new Field(Column(ColumnType.NewDecimal), Encoding.ASCII.GetBytes(digits), binary: false).String());
    }

    private static Column Column(ColumnType type, int flags = 0) =>
        global::MySqlConnector.Results.Column.Parse(Recording.Definition("amount", type, flags: (ushort)flags), new ConnectionSettings(new MySqlConnectionStringBuilder()));

    private static string Text(Column column, string bytes, bool binary) => new Field(column, Encoding.Latin1.GetBytes(bytes), binary).Object(DateTimeKind.Utc) switch
    {
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
