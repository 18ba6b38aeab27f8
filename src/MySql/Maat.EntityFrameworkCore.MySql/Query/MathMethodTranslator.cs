using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

internal sealed class MathMethodTranslator(ISqlExpressionFactory sql) : IMethodCallTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(Math))
        {
            return null;
        }

        SqlExpression Call(string function, params IReadOnlyList<SqlExpression> values)
        {
            var mapping = ExpressionExtensions.InferTypeMapping([.. values]);
            SqlExpression[] mapped = [.. values.Select(v => sql.ApplyTypeMapping(v, mapping))];
            return sql.Function(function, mapped, nullable: true, [.. mapped.Select(_ => true)], method.ReturnType, method.ReturnType == values[0].Type ? mapping : null);
        }

        return (method.Name, arguments.Count) switch
        {
            (nameof(Math.Abs), 1) => Call("ABS", arguments),
            (nameof(Math.Floor), 1) => Call("FLOOR", arguments),
            (nameof(Math.Ceiling), 1) => Call("CEILING", arguments),
            (nameof(Math.Sign), 1) => Call("SIGN", arguments),
            (nameof(Math.Sqrt), 1) => Call("SQRT", arguments),
            (nameof(Math.Pow), 2) => Call("POW", arguments),
            (nameof(Math.Max), 2) => Call("GREATEST", arguments),
            (nameof(Math.Min), 2) => Call("LEAST", arguments),
            _ => null,
        };
    }
}
