using System.Globalization;

namespace Maat.Storage.MySql.Statements;

/// <summary>What stands in a statement for <c>{n}</c>: a number, a text, nothing, a list of numbers, or rows of values.</summary>
internal readonly struct SqlArgument
{
    private readonly object? _value;
    private readonly long _number;
    private readonly bool _isNumber;

    private SqlArgument(long number) => (_number, _isNumber) = (number, true);

    private SqlArgument(object? value) => _value = value;

    public static SqlArgument Null => default;

    public static implicit operator SqlArgument(long number) => new(number);

    public static implicit operator SqlArgument(long? number) => number is { } value ? new(value) : default;

    public static implicit operator SqlArgument(bool value) => new(value ? 1L : 0L);

    public static implicit operator SqlArgument(string? text) => new((object?)text);

    public static implicit operator SqlArgument(SqlRows rows) => new((object)rows);

    /// <summary>For <c>IN ({0})</c>. Never empty, which would be no SQL.</summary>
    public static SqlArgument List(IReadOnlyCollection<long> numbers) => new((object)numbers);

    /// <summary>For <c>FROM ({0}) k</c>: a table of these rows, with the columns a, b, c, ….</summary>
    public static SqlArgument Table(SqlRows rows) => new(new SqlTable(rows));

    /// <summary>Roughly the characters that it takes.</summary>
    public int Length => _value switch
    {
        string text => text.Length,
        IReadOnlyCollection<long> list => list.Count * NumberLength,
        SqlRows rows => rows.Length,
        _ => NumberLength,
    };

    private const int NumberLength = 10;

    /// <summary>Numbers are written as they are, texts go the way of parameters.</summary>
    internal void AppendTo(StatementBatch batch)
    {
        switch (_value)
        {
            case string text:
                batch.AppendParameter(text);
                break;
            case IReadOnlyCollection<long> list:
                AppendList(batch, list);
                break;
            case SqlRows rows:
                rows.AppendTo(batch);
                break;
            case SqlTable table:
                table.Rows.AppendSelectsTo(batch);
                break;
            default:
                if (_isNumber)
                {
                    batch.Text.Append(CultureInfo.InvariantCulture, $"{_number}");
                }
                else
                {
                    batch.Text.Append("NULL");
                }

                break;
        }
    }

    private static void AppendList(StatementBatch batch, IReadOnlyCollection<long> list)
    {
        ArgumentOutOfRangeException.ThrowIfZero(list.Count);
        string separator = "";
        foreach (long number in list)
        {
            batch.Text.Append(CultureInfo.InvariantCulture, $"{separator}{number}");
            separator = ",";
        }
    }
}

internal sealed record SqlTable(SqlRows Rows);

/// <summary>Rows of values, as <c>VALUES {0}</c> and <c>(a, b) IN ({0})</c> take them.</summary>
internal sealed class SqlRows
{
    private readonly List<SqlArgument[]> _rows = [];

    public int Count => _rows.Count;

    public int Length { get; private set; }

    public void Add(params SqlArgument[] row)
    {
        _rows.Add(row);
        foreach (SqlArgument value in row)
        {
            Length += value.Length + 1;
        }
    }

    internal void AppendTo(StatementBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfZero(_rows.Count);
        for (int i = 0; i < _rows.Count; i++)
        {
            batch.Text.Append(i == 0 ? "(" : ",(");
            for (int column = 0; column < _rows[i].Length; column++)
            {
                if (column > 0)
                {
                    batch.Text.Append(',');
                }

                _rows[i][column].AppendTo(batch);
            }

            batch.Text.Append(')');
        }
    }

    internal void AppendSelectsTo(StatementBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfZero(_rows.Count);
        for (int i = 0; i < _rows.Count; i++)
        {
            batch.Text.Append(i == 0 ? "SELECT " : " UNION ALL SELECT ");
            for (int column = 0; column < _rows[i].Length; column++)
            {
                if (column > 0)
                {
                    batch.Text.Append(',');
                }

                _rows[i][column].AppendTo(batch);
                if (i == 0)
                {
                    batch.Text.Append(" AS ").Append((char)('a' + column));
                }
            }
        }
    }
}
