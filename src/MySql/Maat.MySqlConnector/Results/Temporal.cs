using System.Buffers.Binary;

namespace MySqlConnector.Results;

/// <summary>Dates and times in both forms of the protocol. Their finest unit is the microsecond.</summary>
internal static class Temporal
{
    /// <summary>"YYYY-MM-DD[ hh:mm:ss[.f…]]".</summary>
    public static DateTime TextDateTime(ReadOnlySpan<byte> text, DateTimeKind kind, Column column)
    {
        if (text.Length < 10)
            throw Malformed(column);
        var date = Date(Digits(text[..4], column), Digits(text[5..7], column), Digits(text[8..10], column), kind, column);
        if (text.Length == 10)
            return date;
        if (text.Length < 19)
            throw Malformed(column);
        return date + Clock(Digits(text[11..13], column), Digits(text[14..16], column), Digits(text[17..19], column), Fraction(text[19..], column), column);
    }

    /// <summary>Year in two bytes, month, day[, hour, minute, second[, microseconds in four]]; nothing at all is the zero date.</summary>
    public static DateTime BinaryDateTime(ReadOnlySpan<byte> bytes, DateTimeKind kind, Column column)
    {
        if (bytes.Length is not (0 or 4 or 7 or 11))
            throw Malformed(column);
        var date = bytes.Length == 0 ? Date(0, 0, 0, kind, column) : Date(BinaryPrimitives.ReadUInt16LittleEndian(bytes), bytes[2], bytes[3], kind, column);
        return bytes.Length < 7 ? date : date + Clock(bytes[4], bytes[5], bytes[6], bytes.Length < 11 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes[7..]), column);
    }

    /// <summary>"[-]h…hh:mm:ss[.f…]".</summary>
    public static TimeSpan TextTime(ReadOnlySpan<byte> text, Column column)
    {
        var negative = text.Length > 0 && text[0] == '-';
        if (negative)
            text = text[1..];
        var hours = text.IndexOf((byte)':');
        // Three digits of hours are the server's most.
        if (hours is < 1 or > 4 || text.Length < hours + 6)
            throw Malformed(column);
        var time = TimeSpan.FromHours(Digits(text[..hours], column))
            + Clock(0, Digits(text[(hours + 1)..(hours + 3)], column), Digits(text[(hours + 4)..(hours + 6)], column), Fraction(text[(hours + 6)..], column), column);
        return negative ? -time : time;
    }

    /// <summary>Sign, days in four bytes, hour, minute, second[, microseconds in four]; nothing at all is midnight.</summary>
    public static TimeSpan BinaryTime(ReadOnlySpan<byte> bytes, Column column)
    {
        if (bytes.Length == 0)
            return TimeSpan.Zero;
        var days = bytes.Length is 8 or 12 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) : throw Malformed(column);
        if (days > 1000)
            throw Malformed(column);
        var time = TimeSpan.FromDays((int)days) + Clock(bytes[5], bytes[6], bytes[7], bytes.Length < 12 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), column);
        return bytes[0] != 0 ? -time : time;
    }

    private static DateTime Date(int year, int month, int day, DateTimeKind kind, Column column)
    {
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            throw new InvalidCastException($"The value of column '{column.Name}', {year:0000}-{month:00}-{day:00}, is no date that DateTime can hold.");
        return new(year, month, day, 0, 0, 0, kind);
    }

    private static TimeSpan Clock(int hour, int minute, int second, long microseconds, Column column)
    {
        if (hour > 23 || minute > 59 || second > 59 || microseconds > 999_999)
            throw Malformed(column);
        return new(hour * TimeSpan.TicksPerHour + minute * TimeSpan.TicksPerMinute + second * TimeSpan.TicksPerSecond + microseconds * TimeSpan.TicksPerMicrosecond);
    }

    private static int Digits(ReadOnlySpan<byte> text, Column column)
    {
        var value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                throw Malformed(column);
            value = value * 10 + digit - '0';
        }
        return value;
    }

    private static int Fraction(ReadOnlySpan<byte> text, Column column)
    {
        const int digits = 6;
        if (text.Length == 0)
            return 0;
        if (text[0] != '.' || text.Length > digits + 1)
            throw Malformed(column);
        var value = Digits(text[1..], column);
        for (var missing = text.Length - 1; missing < digits; missing++)
            value *= 10;
        return value;
    }

    private static MySqlException Malformed(Column column) => MySqlException.Malformed($"the value of column '{column.Name}' is no {column.TypeName}.");
}
