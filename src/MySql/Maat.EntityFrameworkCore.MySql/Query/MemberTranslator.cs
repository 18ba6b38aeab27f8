using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

/// <summary>Properties of texts and times.</summary>
internal sealed class MemberTranslator(ISqlExpressionFactory sql) : IMemberTranslator
{
    private const int FractionDigits = 6;

    public SqlExpression? Translate(
        SqlExpression? instance, MemberInfo member, Type returnType, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (instance is not null && member.DeclaringType == typeof(string) && member.Name == nameof(string.Length))
        {
            return sql.Call("CHAR_LENGTH", returnType, instance);
        }

        if (member.DeclaringType != typeof(DateTime) && member.DeclaringType != typeof(DateOnly))
        {
            return null;
        }

        if (instance is null)
        {
            return member.Name switch
            {
                "UtcNow" => sql.Function("UTC_TIMESTAMP", [sql.Constant(FractionDigits)], nullable: false, [false], returnType),
                "Now" => throw new NotSupportedException("The server's local time depends on how it was set up. Use DateTime.UtcNow, or a parameter."),
                _ => null,
            };
        }

        return member.Name switch
        {
            nameof(DateTime.Year) => sql.Call("YEAR", returnType, instance),
            nameof(DateTime.Month) => sql.Call("MONTH", returnType, instance),
            nameof(DateTime.Day) => sql.Call("DAYOFMONTH", returnType, instance),
            nameof(DateTime.DayOfYear) => sql.Call("DAYOFYEAR", returnType, instance),
            nameof(DateTime.Hour) => sql.Call("HOUR", returnType, instance),
            nameof(DateTime.Minute) => sql.Call("MINUTE", returnType, instance),
            nameof(DateTime.Second) => sql.Call("SECOND", returnType, instance),
            nameof(DateTime.Date) => sql.Function(
                "TIMESTAMP", [sql.Call("DATE", typeof(DateTime), instance)], nullable: true, [true], returnType, instance.TypeMapping),
            _ => null,
        };
    }
}
