using System.Buffers.Text;
using System.Globalization;
using MySqlConnector.Protocol;
using MySqlConnector.Types;

namespace MySqlConnector.Commands;

/// <summary>Writes the values of a prepared statement (MySQL's "COM_STMT_EXECUTE" and "Binary Protocol Value").</summary>
internal static class ExecuteWriter
{
    private const ushort Unsigned = 0x8000;

    public static void Execute(PacketWriter writer, PreparedStatement statement, MySqlParameterCollection parameters, Connections.ConnectionSettings settings)
    {
        writer.Byte(CommandCode.StatementExecute);
        writer.UInt32(statement.Id);
        writer.Byte(0);
        writer.UInt32(1);
        var count = statement.Parameters.Count;
        if (count == 0)
            return;

        var nulls = writer.PayloadLength;
        writer.Zeros((count + 7) / 8);
        writer.Byte(1);
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ParameterValue.Normalize(statement.Parameters[i].Find(parameters), settings);
            if (values[i] is null)
                writer.Written(nulls)[i / 8] |= (byte)(1 << i % 8);
            writer.UInt16(TypeOf(values[i]));
        }
        foreach (var value in values)
            Write(writer, value);
    }

    private static ushort TypeOf(object? value) => value switch
    {
        null => (ushort)ColumnType.Null,
        bool or sbyte => (ushort)ColumnType.Tiny,
        byte => (ushort)ColumnType.Tiny | Unsigned,
        short => (ushort)ColumnType.Short,
        ushort => (ushort)ColumnType.Short | Unsigned,
        int => (ushort)ColumnType.Long,
        uint => (ushort)ColumnType.Long | Unsigned,
        long => (ushort)ColumnType.LongLong,
        ulong => (ushort)ColumnType.LongLong | Unsigned,
        float => (ushort)ColumnType.Float,
        double => (ushort)ColumnType.Double,
        decimal => (ushort)ColumnType.NewDecimal,
        DateTime => (ushort)ColumnType.DateTime,
        DateOnly => (ushort)ColumnType.Date,
        TimeSpan => (ushort)ColumnType.Time,
        ReadOnlyMemory<byte> => (ushort)ColumnType.Blob,
        _ => (ushort)ColumnType.VarString,
    };

    private static void Write(PacketWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case bool flag:
                writer.Byte(flag ? (byte)1 : (byte)0);
                break;
            case sbyte number:
                writer.Byte((byte)number);
                break;
            case byte number:
                writer.Byte(number);
                break;
            case short number:
                writer.UInt16((ushort)number);
                break;
            case ushort number:
                writer.UInt16(number);
                break;
            case int number:
                writer.UInt32((uint)number);
                break;
            case uint number:
                writer.UInt32(number);
                break;
            case long number:
                writer.UInt64((ulong)number);
                break;
            case ulong number:
                writer.UInt64(number);
                break;
            case float number:
                writer.UInt32(BitConverter.SingleToUInt32Bits(number));
                break;
            case double number:
                writer.UInt64(BitConverter.DoubleToUInt64Bits(number));
                break;
            case decimal number:
                Span<byte> digits = stackalloc byte[40];
                Utf8Formatter.TryFormat(number, digits, out var written);
                writer.LengthEncodedBytes(digits[..written]);
                break;
            case DateTime time:
                WriteDateTime(writer, time);
                break;
            case DateOnly date:
                WriteDate(writer, 4, date.Year, date.Month, date.Day);
                break;
            case TimeSpan time:
                WriteTime(writer, time);
                break;
            case ReadOnlyMemory<byte> bytes:
                writer.LengthEncodedBytes(bytes.Span);
                break;
            default:
                writer.LengthEncodedUtf8(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteDate(PacketWriter writer, byte length, int year, int month, int day)
    {
        writer.Byte(length);
        writer.UInt16((ushort)year);
        writer.Byte((byte)month);
        writer.Byte((byte)day);
    }

    private static void WriteDateTime(PacketWriter writer, DateTime time)
    {
        WriteDate(writer, 11, time.Year, time.Month, time.Day);
        WriteClock(writer, time.TimeOfDay);
    }

    private static void WriteTime(PacketWriter writer, TimeSpan time)
    {
        writer.Byte(12);
        writer.Byte(time < TimeSpan.Zero ? (byte)1 : (byte)0);
        var size = time.Duration();
        writer.UInt32((uint)size.Days);
        WriteClock(writer, size);
    }

    private static void WriteClock(PacketWriter writer, TimeSpan time)
    {
        writer.Byte((byte)time.Hours);
        writer.Byte((byte)time.Minutes);
        writer.Byte((byte)time.Seconds);
        writer.UInt32((uint)(time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
    }
}
