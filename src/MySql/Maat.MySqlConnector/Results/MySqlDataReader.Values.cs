using MySqlConnector.Results;
using MySqlConnector.Types;

namespace MySqlConnector;

public sealed partial class MySqlDataReader
{
    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    private DateTimeKind InstantKind => _session.Settings.DateTimeKind;

    public override string GetName(int ordinal) => ColumnAt(ordinal).Name;

    public override int GetOrdinal(string name)
    {
        var exact = Array.FindIndex(_columns, column => column.Name == name);
        if (exact < 0)
            exact = Array.FindIndex(_columns, column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return exact >= 0 ? exact : throw new IndexOutOfRangeException($"The result has no column '{name}'.");
    }

    public override Type GetFieldType(int ordinal) => ColumnAt(ordinal).ClrType;

    public override string GetDataTypeName(int ordinal) => ColumnAt(ordinal).TypeName;

    public override bool IsDBNull(int ordinal)
    {
        Check(ordinal);
        return _row.IsDBNull(ordinal);
    }

    public override object GetValue(int ordinal)
    {
        Check(ordinal);
        return _row.IsDBNull(ordinal) ? DBNull.Value : _row[ordinal].Object(InstantKind);
    }

    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    public override bool GetBoolean(int ordinal) => Value(ordinal).Int64() != 0;

    public override byte GetByte(int ordinal) => checked((byte)Value(ordinal).Int64());

    public sbyte GetSByte(int ordinal) => checked((sbyte)Value(ordinal).Int64());

    public override short GetInt16(int ordinal) => checked((short)Value(ordinal).Int64());

    public ushort GetUInt16(int ordinal) => checked((ushort)Value(ordinal).Int64());

    public override int GetInt32(int ordinal) => checked((int)Value(ordinal).Int64());

    public uint GetUInt32(int ordinal) => checked((uint)Value(ordinal).Int64());

    public override long GetInt64(int ordinal) => Value(ordinal).Int64();

    public ulong GetUInt64(int ordinal) => Value(ordinal).UInt64();

    public override float GetFloat(int ordinal) => Value(ordinal).Single();

    public override double GetDouble(int ordinal) => Value(ordinal).Double();

    public override decimal GetDecimal(int ordinal) => Value(ordinal).Decimal();

    public override string GetString(int ordinal) => Value(ordinal).String();

    public override char GetChar(int ordinal) => GetString(ordinal) is [var c, ..] ? c : throw new InvalidCastException($"Column '{GetName(ordinal)}' is empty.");

    public override DateTime GetDateTime(int ordinal) => Value(ordinal).DateTime(InstantKind);

    public DateTimeOffset GetDateTimeOffset(int ordinal) => new(Value(ordinal).DateTime(InstantKind == DateTimeKind.Unspecified ? DateTimeKind.Utc : InstantKind));

    public DateOnly GetDateOnly(int ordinal) => DateOnly.FromDateTime(GetDateTime(ordinal));

    public TimeSpan GetTimeSpan(int ordinal) => Value(ordinal).TimeSpan();

    public TimeOnly GetTimeOnly(int ordinal) => TimeOnly.FromTimeSpan(GetTimeSpan(ordinal));

    public override Guid GetGuid(int ordinal) => Value(ordinal).Guid();

    public override T GetFieldValue<T>(int ordinal)
    {
        // Compared with constants, so that the compiler of a value type leaves one branch, without a box.
        if (typeof(T) == typeof(bool))
            return (T)(object)GetBoolean(ordinal);
        if (typeof(T) == typeof(byte))
            return (T)(object)GetByte(ordinal);
        if (typeof(T) == typeof(sbyte))
            return (T)(object)GetSByte(ordinal);
        if (typeof(T) == typeof(short))
            return (T)(object)GetInt16(ordinal);
        if (typeof(T) == typeof(ushort))
            return (T)(object)GetUInt16(ordinal);
        if (typeof(T) == typeof(int))
            return (T)(object)GetInt32(ordinal);
        if (typeof(T) == typeof(uint))
            return (T)(object)GetUInt32(ordinal);
        if (typeof(T) == typeof(long))
            return (T)(object)GetInt64(ordinal);
        if (typeof(T) == typeof(ulong))
            return (T)(object)GetUInt64(ordinal);
        if (typeof(T) == typeof(float))
            return (T)(object)GetFloat(ordinal);
        if (typeof(T) == typeof(double))
            return (T)(object)GetDouble(ordinal);
        if (typeof(T) == typeof(decimal))
            return (T)(object)GetDecimal(ordinal);
        if (typeof(T) == typeof(DateTime))
            return (T)(object)GetDateTime(ordinal);
        if (typeof(T) == typeof(DateTimeOffset))
            return (T)(object)GetDateTimeOffset(ordinal);
        if (typeof(T) == typeof(DateOnly))
            return (T)(object)GetDateOnly(ordinal);
        if (typeof(T) == typeof(TimeSpan))
            return (T)(object)GetTimeSpan(ordinal);
        if (typeof(T) == typeof(TimeOnly))
            return (T)(object)GetTimeOnly(ordinal);
        if (typeof(T) == typeof(Guid))
            return (T)(object)GetGuid(ordinal);
        if (typeof(T) == typeof(char))
            return (T)(object)GetChar(ordinal);
        return GetReference<T>(ordinal);
    }

    /// <summary>Copies bytes of a field; without a buffer, says how many there are.</summary>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Copy(BytesOf(ordinal), dataOffset, buffer, bufferOffset, length);

    /// <summary>Copies characters of a field; without a buffer, says how many there are.</summary>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy<char>(GetString(ordinal), dataOffset, buffer, bufferOffset, length);

    public override Stream GetStream(int ordinal) => new MemoryStream(BytesOf(ordinal).ToArray(), writable: false);

    private static long Copy<T>(ReadOnlySpan<T> field, long from, T[]? buffer, int at, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        if (buffer is null)
            return field.Length;
        if (from >= field.Length)
            return 0;
        var part = field[(int)from..];
        part = part[..Math.Min(length, part.Length)];
        part.CopyTo(buffer.AsSpan(at));
        return part.Length;
    }

    private T GetReference<T>(int ordinal)
    {
        Check(ordinal);
        if (_row.IsDBNull(ordinal))
            return default(T) is null && typeof(T) != typeof(object) && Nullable.GetUnderlyingType(typeof(T)) is not null ? default! : (T)(object)NullValue<T>(ordinal);
        if (typeof(T) == typeof(string))
            return (T)(object)GetString(ordinal);
        if (typeof(T) == typeof(byte[]))
            return (T)(object)BytesOf(ordinal).ToArray();
        if (typeof(T) == typeof(Stream))
            return (T)(object)GetStream(ordinal);
        return GetValue(ordinal) is T value ? value : throw new InvalidCastException($"Column '{GetName(ordinal)}' is {GetDataTypeName(ordinal)}, which is not read as {typeof(T)}.");
    }

    private object NullValue<T>(int ordinal) => typeof(T) == typeof(object) || typeof(T) == typeof(DBNull) ? DBNull.Value : throw IsNull(ordinal);

    private ReadOnlySpan<byte> BytesOf(int ordinal)
    {
        var kind = ColumnAt(ordinal).Kind;
        return kind is ValueKind.Bytes or ValueKind.String or ValueKind.Guid ? Value(ordinal).Bytes : throw new InvalidCastException($"Column '{GetName(ordinal)}' is {GetDataTypeName(ordinal)} and not bytes.");
    }

    private Field Value(int ordinal)
    {
        Check(ordinal);
        return _row.IsDBNull(ordinal) ? throw IsNull(ordinal) : _row[ordinal];
    }

    private InvalidCastException IsNull(int ordinal) => new($"Column '{GetName(ordinal)}' is NULL.");

    private void Check(int ordinal)
    {
        if (!_onRow)
            throw new InvalidOperationException("The reader stands on no row.");
        ColumnAt(ordinal);
    }

    private Column ColumnAt(int ordinal) =>
        (uint)ordinal < (uint)_columns.Length ? _columns[ordinal] : throw new IndexOutOfRangeException($"The result has {_columns.Length} columns, and none at {ordinal}.");
}
