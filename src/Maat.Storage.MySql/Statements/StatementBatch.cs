using System.Globalization;
using System.Text;

namespace Maat.Storage.MySql.Statements;

/// <summary>
/// Statements that go to the server in one packet. A statement is a constant in which <c>{0}</c>, <c>{1}</c>, … stand for its arguments;
/// numbers are written in place, texts become parameters, which the client escapes.
/// </summary>
internal sealed class StatementBatch
{
    private readonly List<string> _parameters = [];

    public StringBuilder Text { get; } = new();

    /// <summary>The values of the parameters <c>@p0</c>, <c>@p1</c>, ….</summary>
    public IReadOnlyList<string> Parameters => _parameters;

    public bool IsEmpty => Text.Length == 0;

    public StatementBatch Add(string sql, params ReadOnlySpan<SqlArgument> arguments)
    {
        if (Text.Length > 0)
        {
            Text.Append(";\n");
        }

        int from = 0;
        while (sql.IndexOf('{', from) is >= 0 and var open)
        {
            int close = sql.IndexOf('}', open);
            Text.Append(sql, from, open - from);
            arguments[int.Parse(sql.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture)].AppendTo(this);
            from = close + 1;
        }

        Text.Append(sql, from, sql.Length - from);
        return this;
    }

    public void Clear()
    {
        Text.Clear();
        _parameters.Clear();
    }

    internal void AppendParameter(string text)
    {
        Text.Append(CultureInfo.InvariantCulture, $"@p{_parameters.Count}");
        _parameters.Add(text);
    }
}
