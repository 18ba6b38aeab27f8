using System.Buffers;
using System.Globalization;
using System.Text;
using MySqlConnector.Protocol;

namespace MySqlConnector.Commands;

/// <summary>
/// Writes values into the text of a statement. Whatever <c>sql_mode</c> says, and whatever a statement in front changes about it, a value
/// stays one value: strings have their quotes doubled, which ends no string in any mode, and a string with a backslash, which some modes
/// read and others do not, is written in hexadecimal digits.
/// </summary>
internal static class LiteralWriter
{
    /// <summary>Room for every number and time.</summary>
    private const int Short = 64;

    /// <param name="value">As <see cref="ParameterValue.Normalize"/> returns it.</param>
    public static void Write(PacketWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.Bytes("NULL"u8);
                break;
            case bool flag:
                writer.Bytes(flag ? "TRUE"u8 : "FALSE"u8);
                break;
            case string text:
                WriteString(writer, text);
                break;
            case double number:
                WriteFloating(writer, number, double.IsFinite(number));
                break;
            case float number:
                WriteFloating(writer, number, float.IsFinite(number));
                break;
            case DateTime time:
                writer.Bytes("TIMESTAMP'"u8);
                Format(writer, time, "yyyy-MM-dd HH:mm:ss.ffffff");
                writer.Byte((byte)'\'');
                break;
            case DateOnly date:
                writer.Bytes("DATE'"u8);
                Format(writer, date, "yyyy-MM-dd");
                writer.Byte((byte)'\'');
                break;
            case TimeSpan time:
                WriteTime(writer, time);
                break;
            case ReadOnlyMemory<byte> bytes:
                WriteHexadecimal(writer, "X'"u8, bytes.Span);
                break;
            case int number:
                Format(writer, number, default);
                break;
            case long number:
                Format(writer, number, default);
                break;
            default:
                Format(writer, (IUtf8SpanFormattable)value, default);
                break;
        }
    }

    private static void WriteString(PacketWriter writer, string text)
    {
        if (text.Contains('\\', StringComparison.Ordinal))
        {
            var length = Encoding.UTF8.GetByteCount(text);
            var bytes = ArrayPool<byte>.Shared.Rent(length);
            WriteHexadecimal(writer, "_utf8mb4 X'"u8, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
            return;
        }
        writer.Byte((byte)'\'');
        var rest = text.AsSpan();
        for (var quote = rest.IndexOf('\''); quote >= 0; quote = rest.IndexOf('\''))
        {
            writer.Utf8(rest[..(quote + 1)]);
            writer.Byte((byte)'\'');
            rest = rest[(quote + 1)..];
        }
        writer.Utf8(rest);
        writer.Byte((byte)'\'');
    }

    private static void WriteHexadecimal(PacketWriter writer, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> bytes)
    {
        // In steps, so that what is larger than the server takes is refused before it is written out.
        const int step = 1 << 16;
        writer.Bytes(prefix);
        for (; bytes.Length > 0; bytes = bytes[Math.Min(step, bytes.Length)..])
        {
            var part = bytes[..Math.Min(step, bytes.Length)];
            Convert.TryToHexString(part, writer.Reserve(2 * part.Length), out var written);
            writer.Advance(written);
        }
        writer.Byte((byte)'\'');
    }

    /// <summary>A number without an exponent would be an exact one.</summary>
    private static void WriteFloating<T>(PacketWriter writer, T number, bool isFinite)
        where T : IUtf8SpanFormattable
    {
        if (!isFinite)
            throw new NotSupportedException("The database has neither infinity nor NaN.");
        var room = writer.Reserve(Short);
        number.TryFormat(room, out var written, "R", CultureInfo.InvariantCulture);
        var exponent = room[..written].Contains((byte)'E');
        writer.Advance(written);
        if (!exponent)
            writer.Bytes("e0"u8);
    }

    private static void WriteTime(PacketWriter writer, TimeSpan time)
    {
        writer.Bytes(time < TimeSpan.Zero ? "TIME'-"u8 : "TIME'"u8);
        Format(writer, (long)Math.Abs(Math.Truncate(time.TotalHours)), "00");
        Format(writer, time.Duration(), "\\:mm\\:ss\\.ffffff");
        writer.Byte((byte)'\'');
    }

    private static void Format<T>(PacketWriter writer, T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(writer.Reserve(Short), out var written, format, CultureInfo.InvariantCulture);
        writer.Advance(written);
    }
}
