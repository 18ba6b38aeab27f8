using MySqlConnector.Protocol;
using MySqlConnector.Types;

namespace MySqlConnector.Results;

/// <summary>Where the fields of a row lie in its packet, for both forms of rows. One for each reader, filled anew for each row.</summary>
internal sealed class Row
{
    private const int IsNull = -1;

    private int[] _at = [];
    private int[] _length = [];
    private Column[] _columns = [];
    private ReadOnlyMemory<byte> _payload;
    private bool _binary;

    public void Expect(Column[] columns, bool binary)
    {
        if (_at.Length < columns.Length)
            (_at, _length) = (new int[columns.Length], new int[columns.Length]);
        _columns = columns;
        _binary = binary;
    }

    /// <exception cref="MySqlException">The packet is no such row.</exception>
    public void Parse(ReadOnlyMemory<byte> payload)
    {
        var reader = new PayloadReader(payload.Span);
        if (_binary)
            ParseBinary(ref reader);
        else
            ParseText(ref reader);
        if (reader.Left > 0)
            throw MySqlException.Malformed($"a row with {reader.Left} bytes too many.");
        _payload = payload;
    }

    public bool IsDBNull(int column) => _length[column] == IsNull;

    public Field this[int column] => new(_columns[column], _payload.Span.Slice(_at[column], _length[column]), _binary);

    private void ParseText(ref PayloadReader reader)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (reader.Peek() == PayloadReader.NullMarker)
            {
                reader.Skip(1);
                _length[i] = IsNull;
            }
            else
                Mark(ref reader, i, reader.LengthEncodedInteger());
        }
    }

    private void ParseBinary(ref PayloadReader reader)
    {
        // Two bits of the bitmap of NULLs are of no column.
        const int unused = 2;
        reader.Skip(1);
        var nulls = reader.Bytes((_columns.Length + unused + 7) / 8);
        for (var i = 0; i < _columns.Length; i++)
        {
            if ((nulls[(i + unused) / 8] >> ((i + unused) % 8) & 1) != 0)
                _length[i] = IsNull;
            else
                Mark(ref reader, i, BinaryLength(ref reader, _columns[i].Type));
        }
    }

    private static ulong BinaryLength(ref PayloadReader reader, ColumnType type) => type switch
    {
        ColumnType.Tiny => 1,
        ColumnType.Short or ColumnType.Year => 2,
        ColumnType.Int24 or ColumnType.Long or ColumnType.Float => 4,
        ColumnType.LongLong or ColumnType.Double => 8,
        ColumnType.Date or ColumnType.DateTime or ColumnType.Timestamp or ColumnType.Time => reader.Byte(),
        ColumnType.Null => 0,
        _ => reader.LengthEncodedInteger(),
    };

    private void Mark(ref PayloadReader reader, int column, ulong length)
    {
        if (length > (ulong)reader.Left)
            throw MySqlException.Malformed($"a field of {length} bytes where {reader.Left} are left in its row.");
        _at[column] = reader.Position;
        _length[column] = (int)length;
        reader.Skip((int)length);
    }
}
