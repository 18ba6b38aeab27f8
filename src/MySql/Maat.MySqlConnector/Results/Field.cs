using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using MySqlConnector.Types;

namespace MySqlConnector.Results;

/// <summary>One value of a row that is not NULL, in the text or the binary form of the protocol, to be read as what is asked for.</summary>
internal readonly ref struct Field(Column column, ReadOnlySpan<byte> bytes, bool binary)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <exception cref="InvalidCastException">The column holds no numbers.</exception>
    /// <exception cref="OverflowException">The number is larger.</exception>
    public long Int64()
    {
        switch (column.Kind)
        {
            case ValueKind.UInt64 or ValueKind.Bit:
                return checked((long)UInt64());
            case ValueKind.Decimal:
                return decimal.ToInt64(Decimal());
            case ValueKind.Single or ValueKind.Double:
                return checked((long)Double());
            case > ValueKind.Null and < ValueKind.UInt64:
                return binary ? BinaryInteger() : TextInteger();
            default:
                throw Not("a number");
        }
    }

    public ulong UInt64()
    {
        switch (column.Kind)
        {
            case ValueKind.Bit:
                ulong bits = 0;
                foreach (var part in Sized(1, 8))
                    bits = bits << 8 | part;
                return bits;
            case ValueKind.UInt64:
                if (binary)
                    return BinaryPrimitives.ReadUInt64LittleEndian(Sized(8, 8));
                return Utf8Parser.TryParse(_bytes, out ulong number, out var read) && read == _bytes.Length ? number : throw Malformed();
            case ValueKind.Decimal:
                return decimal.ToUInt64(Decimal());
            default:
                return checked((ulong)Int64());
        }
    }

    public double Double() => column.Kind switch
    {
        ValueKind.Single when binary => BinaryPrimitives.ReadSingleLittleEndian(Sized(4, 4)),
        ValueKind.Double when binary => BinaryPrimitives.ReadDoubleLittleEndian(Sized(8, 8)),
        ValueKind.Single or ValueKind.Double => double.TryParse(_bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Malformed(),
        ValueKind.Decimal => (double)Decimal(),
        ValueKind.UInt64 => UInt64(),
        _ => Int64(),
    };

    public float Single() => column.Kind == ValueKind.Single && !binary
        ? float.TryParse(_bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Malformed()
        : (float)Double();

    /// <exception cref="OverflowException">The number has more digits than a decimal of .NET.</exception>
    public decimal Decimal()
    {
        switch (column.Kind)
        {
            case ValueKind.Decimal:
                if (decimal.TryParse(_bytes, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
                    return number;
                throw _bytes.IndexOfAnyExcept("+-.0123456789"u8) < 0 && _bytes.Length > 0
                    ? new OverflowException($"The value of column '{column.Name}' has more digits than a decimal of .NET. Read it with GetString.")
                    : Malformed();
            case ValueKind.Single or ValueKind.Double:
                return (decimal)Double();
            case ValueKind.UInt64:
                return UInt64();
            default:
                return Int64();
        }
    }

    public string String() => column.Kind switch
    {
        ValueKind.String => Encoding.UTF8.GetString(_bytes),
        ValueKind.Decimal => Encoding.ASCII.GetString(_bytes),
        ValueKind.Guid => Guid().ToString(),
        _ => throw Not("a string"),
    };

    public DateTime DateTime(DateTimeKind kind)
    {
        if (column.Kind != ValueKind.DateTime)
            throw Not("a point in time");
        return binary ? Temporal.BinaryDateTime(_bytes, kind, column) : Temporal.TextDateTime(_bytes, kind, column);
    }

    public TimeSpan TimeSpan()
    {
        if (column.Kind != ValueKind.TimeSpan)
            throw Not("a time");
        return binary ? Temporal.BinaryTime(_bytes, column) : Temporal.TextTime(_bytes, column);
    }

    public Guid Guid() => column.Kind switch
    {
        ValueKind.Bytes or ValueKind.Guid when _bytes.Length == 16 => new Guid(_bytes, bigEndian: true),
        ValueKind.String or ValueKind.Guid when Utf8Parser.TryParse(_bytes, out Guid value, out var read, 'D') && read == _bytes.Length => value,
        _ => throw Not("a Guid"),
    };

    public object Object(DateTimeKind kind) => column.Kind switch
    {
        ValueKind.Boolean => Int64() != 0,
        ValueKind.SByte => checked((sbyte)Int64()),
        ValueKind.Byte => checked((byte)Int64()),
        ValueKind.Int16 => checked((short)Int64()),
        ValueKind.UInt16 => checked((ushort)Int64()),
        ValueKind.Int32 => checked((int)Int64()),
        ValueKind.UInt32 => checked((uint)Int64()),
        ValueKind.Int64 => Int64(),
        ValueKind.UInt64 or ValueKind.Bit => UInt64(),
        ValueKind.Single => Single(),
        ValueKind.Double => Double(),
        ValueKind.Decimal => Decimal(),
        ValueKind.DateTime => DateTime(kind),
        ValueKind.TimeSpan => TimeSpan(),
        ValueKind.Guid => Guid(),
        ValueKind.String => String(),
        ValueKind.Bytes => _bytes.ToArray(),
        _ => DBNull.Value,
    };

    private long TextInteger() =>
        Utf8Parser.TryParse(_bytes, out long number, out var read) && read == _bytes.Length ? number : throw Malformed();

    private long BinaryInteger() => column.Type switch
    {
        ColumnType.Tiny => column.Kind == ValueKind.Byte ? Sized(1, 1)[0] : (sbyte)Sized(1, 1)[0],
        ColumnType.Short => column.IsUnsigned ? BinaryPrimitives.ReadUInt16LittleEndian(Sized(2, 2)) : BinaryPrimitives.ReadInt16LittleEndian(Sized(2, 2)),
        ColumnType.Year => BinaryPrimitives.ReadUInt16LittleEndian(Sized(2, 2)),
        ColumnType.Int24 or ColumnType.Long => column.IsUnsigned ? BinaryPrimitives.ReadUInt32LittleEndian(Sized(4, 4)) : BinaryPrimitives.ReadInt32LittleEndian(Sized(4, 4)),
        _ => BinaryPrimitives.ReadInt64LittleEndian(Sized(8, 8)),
    };

    private ReadOnlySpan<byte> Sized(int atLeast, int atMost) => _bytes.Length >= atLeast && _bytes.Length <= atMost ? _bytes : throw Malformed();

    private InvalidCastException Not(string wanted) => new($"Column '{column.Name}' is {column.TypeName}, and its value is not {wanted}.");

    private MySqlException Malformed() => MySqlException.Malformed($"the value of column '{column.Name}' is no {column.TypeName}.");
}
