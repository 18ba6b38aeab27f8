using System.Globalization;
using MySqlConnector.Connections;

namespace MySqlConnector.Commands;

/// <summary>Brings the values that a program may give into the few forms that are written.</summary>
internal static class ParameterValue
{
    /// <summary>Enumerations become numbers, instants <see cref="DateTime"/>, bytes <see cref="ReadOnlyMemory{T}"/>, Guids what the settings say.</summary>
    public static object? Normalize(MySqlParameter parameter, ConnectionSettings settings)
    {
        switch (parameter.Value)
        {
            case null or DBNull:
                return null;
            case string or int or long or bool or double or decimal or float or byte or sbyte or short or ushort or uint or ulong or TimeSpan or DateOnly:
                return parameter.Value;
            case DateTime time:
                Check(time, settings.DateTimeKind, parameter);
                return time;
            case DateTimeOffset time:
                return settings.DateTimeKind == DateTimeKind.Local ? time.LocalDateTime : time.UtcDateTime;
            case byte[] bytes:
                return new ReadOnlyMemory<byte>(bytes);
            case ArraySegment<byte> bytes:
                return (ReadOnlyMemory<byte>)bytes;
            case Memory<byte> bytes:
                return (ReadOnlyMemory<byte>)bytes;
            case ReadOnlyMemory<byte>:
                return parameter.Value;
            case Guid guid when parameter.MySqlDbType is MySqlDbType.Binary or MySqlDbType.VarBinary || settings.GuidFormat == MySqlGuidFormat.Binary16:
                return new ReadOnlyMemory<byte>(guid.ToByteArray(bigEndian: true));
            case Guid guid:
                return guid.ToString();
            case Enum value:
                return Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture);
            case char c:
                return c.ToString();
            case TimeOnly time:
                return time.ToTimeSpan();
            case ReadOnlyMemory<char> text:
                return text.ToString();
            case var other:
                throw new NotSupportedException($"Parameter '{parameter.ParameterName}' has a value of type {other.GetType()}, which this client does not write.");
        }
    }

    private static void Check(DateTime time, DateTimeKind wanted, MySqlParameter parameter)
    {
        if (wanted == DateTimeKind.Unspecified || time.Kind == DateTimeKind.Unspecified || time.Kind == wanted)
            return;
        throw new MySqlException(
            MySqlErrorCode.None,
            $"Parameter '{parameter.ParameterName}' is a time of kind {time.Kind}, and the connection keeps {wanted} ('DateTime Kind'). Convert it first.");
    }
}
