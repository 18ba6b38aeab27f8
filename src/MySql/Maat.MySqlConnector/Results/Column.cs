using System.Text;
using MySqlConnector.Connections;
using MySqlConnector.Protocol;
using MySqlConnector.Types;

namespace MySqlConnector.Results;

/// <summary>A column of a result (MySQL's "Column Definition"), and what its values are.</summary>
internal sealed class Column
{
    private const ushort BinaryCharset = 63;
    private const ushort UnsignedFlag = 0x20;

    /// <summary>Characters of a Guid in its usual form.</summary>
    private const int GuidLength = 36;

    private readonly byte[] _raw;

    private Column(byte[] raw, string name, ColumnType type, ValueKind kind)
    {
        _raw = raw;
        Name = name;
        Type = type;
        Kind = kind;
    }

    public string Name { get; }

    public ColumnType Type { get; }

    public ValueKind Kind { get; }

    public bool IsUnsigned => Kind is ValueKind.Byte or ValueKind.UInt16 or ValueKind.UInt32 or ValueKind.UInt64;

    public Type ClrType => Kind switch
    {
        ValueKind.Boolean => typeof(bool),
        ValueKind.SByte => typeof(sbyte),
        ValueKind.Byte => typeof(byte),
        ValueKind.Int16 => typeof(short),
        ValueKind.UInt16 => typeof(ushort),
        ValueKind.Int32 => typeof(int),
        ValueKind.UInt32 => typeof(uint),
        ValueKind.Int64 => typeof(long),
        ValueKind.UInt64 or ValueKind.Bit => typeof(ulong),
        ValueKind.Single => typeof(float),
        ValueKind.Double => typeof(double),
        ValueKind.Decimal => typeof(decimal),
        ValueKind.DateTime => typeof(DateTime),
        ValueKind.TimeSpan => typeof(TimeSpan),
        ValueKind.String => typeof(string),
        ValueKind.Bytes => typeof(byte[]),
        ValueKind.Guid => typeof(Guid),
        _ => typeof(object),
    };

    /// <summary>The database's name of the type.</summary>
    public string TypeName { get; private init; } = "";

    /// <summary>Whether it is what these bytes describe; the same statement describes its columns again each time.</summary>
    public bool Is(ReadOnlySpan<byte> raw) => raw.SequenceEqual(_raw);

    public static Column Parse(ReadOnlySpan<byte> payload, ConnectionSettings settings)
    {
        var reader = new PayloadReader(payload);
        for (var names = 0; names < 4; names++)
            reader.LengthEncodedBytes();
        var name = Encoding.UTF8.GetString(reader.LengthEncodedBytes());
        reader.LengthEncodedBytes();
        reader.LengthEncodedInteger();
        var charset = reader.UInt16();
        var length = reader.UInt32();
        var type = (ColumnType)reader.Byte();
        var unsigned = (reader.UInt16() & UnsignedFlag) != 0;
        var kind = KindOf(type, unsigned, length, charset, settings);
        return new(payload.ToArray(), name, type, kind) { TypeName = NameOf(type, unsigned, charset == BinaryCharset) };
    }

    private static ValueKind KindOf(ColumnType type, bool unsigned, uint length, ushort charset, ConnectionSettings settings) => type switch
    {
        ColumnType.Tiny when length == 1 && settings.TreatTinyAsBoolean => ValueKind.Boolean,
        ColumnType.Tiny => unsigned ? ValueKind.Byte : ValueKind.SByte,
        ColumnType.Short => unsigned ? ValueKind.UInt16 : ValueKind.Int16,
        ColumnType.Int24 or ColumnType.Long => unsigned ? ValueKind.UInt32 : ValueKind.Int32,
        ColumnType.LongLong => unsigned ? ValueKind.UInt64 : ValueKind.Int64,
        ColumnType.Year => ValueKind.Int32,
        ColumnType.Float => ValueKind.Single,
        ColumnType.Double => ValueKind.Double,
        ColumnType.Decimal or ColumnType.NewDecimal => ValueKind.Decimal,
        ColumnType.Date or ColumnType.DateTime or ColumnType.Timestamp => ValueKind.DateTime,
        ColumnType.Time => ValueKind.TimeSpan,
        ColumnType.Bit => ValueKind.Bit,
        ColumnType.Null => ValueKind.Null,
        ColumnType.Json => ValueKind.String,
        ColumnType.String when charset == BinaryCharset && length == 16 && settings.GuidFormat == MySqlGuidFormat.Binary16 => ValueKind.Guid,
        ColumnType.String when charset != BinaryCharset && length == GuidLength * (uint)BytesPerCharacter(charset) && settings.GuidFormat == MySqlGuidFormat.Char36 => ValueKind.Guid,
        ColumnType.VarChar or ColumnType.VarString or ColumnType.String or ColumnType.Enum or ColumnType.Set
            or ColumnType.TinyBlob or ColumnType.MediumBlob or ColumnType.LongBlob or ColumnType.Blob => charset == BinaryCharset ? ValueKind.Bytes : ValueKind.String,
        ColumnType.Geometry => ValueKind.Bytes,
        _ => throw MySqlException.Malformed($"a column of type {(byte)type}."),
    };

    /// <summary>Lengths are in bytes of the connection's character set, whose number stands here: a utf8mb4 one, unless somebody changed it.</summary>
    private static int BytesPerCharacter(ushort charset) => charset is 8 or 11 or 65 ? 1 : charset is 33 or 83 ? 3 : 4;

    private static string NameOf(ColumnType type, bool unsigned, bool binary) => type switch
    {
        ColumnType.Tiny => unsigned ? "TINYINT UNSIGNED" : "TINYINT",
        ColumnType.Short => unsigned ? "SMALLINT UNSIGNED" : "SMALLINT",
        ColumnType.Int24 => unsigned ? "MEDIUMINT UNSIGNED" : "MEDIUMINT",
        ColumnType.Long => unsigned ? "INT UNSIGNED" : "INT",
        ColumnType.LongLong => unsigned ? "BIGINT UNSIGNED" : "BIGINT",
        ColumnType.Decimal or ColumnType.NewDecimal => "DECIMAL",
        ColumnType.VarChar or ColumnType.VarString => binary ? "VARBINARY" : "VARCHAR",
        ColumnType.String => binary ? "BINARY" : "CHAR",
        ColumnType.TinyBlob or ColumnType.MediumBlob or ColumnType.LongBlob or ColumnType.Blob => binary ? "BLOB" : "TEXT",
        _ => type.ToString().ToUpperInvariant(),
    };
}
