using System.Text;
using MySqlConnector.Results;

namespace MySqlConnector.Commands;

/// <summary>A statement that a session of the server's has ready.</summary>
internal sealed class PreparedStatement(string sql, uint id, IReadOnlyList<ParameterPlace> parameters)
{
    public string Sql { get; } = sql;

    public uint Id { get; } = id;

    public IReadOnlyList<ParameterPlace> Parameters { get; } = parameters;

    /// <summary>What its columns were the last time.</summary>
    public Column[] Columns { get; set; } = [];

    /// <summary>Whether the server has forgotten it.</summary>
    public bool IsGone { get; set; }

    /// <summary>Puts <c>?</c> where the server wants it, and says which parameter each one means.</summary>
    /// <exception cref="NotSupportedException">It is several statements, which the protocol cannot prepare.</exception>
    public static (string Sql, List<ParameterPlace> Parameters) Translate(string sql, bool noBackslashEscapes, bool allowUserVariables, MySqlParameterCollection parameters)
    {
        var places = new List<ParameterPlace>();
        var text = new StringBuilder(sql.Length);
        var scanner = new StatementScanner(sql, noBackslashEscapes);
        var written = 0;
        while (true)
        {
            switch (scanner.Next())
            {
                case StatementPart.End:
                    return (text.Append(sql.AsSpan(written)).ToString(), places);
                case StatementPart.Separator when sql.AsSpan(scanner.End).Trim().Length > 0:
                    throw new NotSupportedException("Several statements in one command cannot be prepared. Prepare each by itself, or run the command without preparing it.");
                case StatementPart.Positional:
                    places.Add(new(null, places.Count));
                    break;
                case StatementPart.Named when ParameterPlace.Named(parameters, scanner.Name) is not null || !allowUserVariables:
                    places.Add(new(scanner.Name.ToString(), 0));
                    text.Append(sql.AsSpan(written, scanner.Start - written)).Append('?');
                    written = scanner.End;
                    break;
            }
        }
    }
}
