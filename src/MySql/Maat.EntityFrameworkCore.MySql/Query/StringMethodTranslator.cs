using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Maat.EntityFrameworkCore.MySql.Query;

/// <summary>
/// Methods of texts. What is compared follows the column's collation: by default, characters are equal when they are the same ones. LOCATE
/// compares what is there; an equality would leave trailing spaces out.
/// </summary>
internal sealed class StringMethodTranslator(ISqlExpressionFactory sql) : IMethodCallTranslator
{
    /// <summary>Not the backslash: whether that needs one of its own in a literal depends on the server's mode.</summary>
    private const string LikeEscape = "!";

    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(string))
        {
            return null;
        }

        if (instance is not null)
        {
            return OnInstance(instance, method, arguments);
        }

        return method.Name switch
        {
            nameof(string.IsNullOrEmpty) => sql.OrElse(sql.IsNull(arguments[0]), sql.Equal(Length(arguments[0]), sql.Constant(0))),
            nameof(string.IsNullOrWhiteSpace) => sql.OrElse(
                sql.IsNull(arguments[0]), sql.Equal(Length(sql.Call("TRIM", typeof(string), arguments[0])), sql.Constant(0))),
            _ => null,
        };
    }

    private SqlExpression? OnInstance(SqlExpression instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments)
    {
        SqlExpression[] texts = [.. arguments.Select(a => a.Type == typeof(string) || a.Type == typeof(char) ? sql.ApplyTypeMapping(a, Mapping(instance, arguments)) : a)];
        SqlExpression text = sql.ApplyTypeMapping(instance, Mapping(instance, arguments));
        return (method.Name, texts) switch
        {
            (nameof(string.Contains), [{ } part]) => sql.GreaterThan(Locate(part, text), sql.Constant(0)),
            (nameof(string.StartsWith), [SqlConstantExpression { Value: string start }]) => Like(text, Escape(start) + "%"),
            (nameof(string.StartsWith), [{ } start]) => sql.Equal(Locate(start, text), sql.Constant(1)),
            (nameof(string.EndsWith), [SqlConstantExpression { Value: string end }]) => Like(text, "%" + Escape(end)),
            (nameof(string.EndsWith), [{ } end]) => sql.Equal(Locate(Reverse(end), Reverse(text)), sql.Constant(1)),
            (nameof(string.IndexOf), [{ } part]) => sql.Subtract(Locate(part, text), sql.Constant(1)),
            (nameof(string.IndexOf), [{ } part, { } from]) when from.Type == typeof(int) => sql.Subtract(
                sql.Call("LOCATE", typeof(int), part, text, sql.Add(from, sql.Constant(1))), sql.Constant(1)),
            (nameof(string.Replace), [{ } old, { } with]) => Text("REPLACE", text, old, with),
            (nameof(string.Substring), [{ } from]) => Text("SUBSTRING", text, sql.Add(from, sql.Constant(1))),
            (nameof(string.Substring), [{ } from, { } length]) => Text("SUBSTRING", text, sql.Add(from, sql.Constant(1)), length),
            (nameof(string.ToLower), []) => Text("LOWER", text),
            (nameof(string.ToUpper), []) => Text("UPPER", text),
            (nameof(string.Trim), []) => Text("TRIM", text),
            (nameof(string.TrimStart), []) => Text("LTRIM", text),
            (nameof(string.TrimEnd), []) => Text("RTRIM", text),
            _ => null,
        };
    }

    /// <summary>The column's, wherever it stands, so that a value is written as the column stores it.</summary>
    private static RelationalTypeMapping? Mapping(SqlExpression instance, IReadOnlyList<SqlExpression> arguments) =>
        instance.TypeMapping ?? arguments.FirstOrDefault(a => a.Type == typeof(string) && a.TypeMapping is not null)?.TypeMapping;

    private static string Escape(string text) => text
        .Replace(LikeEscape, LikeEscape + LikeEscape, StringComparison.Ordinal)
        .Replace("%", LikeEscape + "%", StringComparison.Ordinal)
        .Replace("_", LikeEscape + "_", StringComparison.Ordinal);

    private SqlExpression Like(SqlExpression text, string pattern) => sql.Like(text, sql.Constant(pattern), sql.Constant(LikeEscape));

    private SqlExpression Locate(SqlExpression part, SqlExpression text) => sql.Call("LOCATE", typeof(int), part, text);

    private SqlExpression Length(SqlExpression text) => sql.Call("CHAR_LENGTH", typeof(int), text);

    private SqlExpression Reverse(SqlExpression text) => Text("REVERSE", text);

    private SqlExpression Text(string function, params IReadOnlyList<SqlExpression> arguments) =>
        sql.ApplyTypeMapping(sql.Call(function, typeof(string), arguments), arguments[0].TypeMapping);
}
