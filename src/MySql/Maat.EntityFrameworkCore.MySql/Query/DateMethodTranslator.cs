using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

/// <summary>Adding to times. Fractions count, as in C#: a part of a day is given to the server in microseconds.</summary>
internal sealed class DateMethodTranslator(ISqlExpressionFactory sql) : IMethodCallTranslator
{
    private static readonly Dictionary<string, long> MicrosecondsOf = new()
    {
        [nameof(DateTime.AddDays)] = TimeSpan.MicrosecondsPerDay,
        [nameof(DateTime.AddHours)] = TimeSpan.MicrosecondsPerHour,
        [nameof(DateTime.AddMinutes)] = TimeSpan.MicrosecondsPerMinute,
        [nameof(DateTime.AddSeconds)] = TimeSpan.MicrosecondsPerSecond,
        [nameof(DateTime.AddMilliseconds)] = TimeSpan.MicrosecondsPerMillisecond,
    };

    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (instance is null || method.DeclaringType != typeof(DateTime) || arguments is not [{ } count])
        {
            return null;
        }

        if (MicrosecondsOf.TryGetValue(method.Name, out long microseconds))
        {
            SqlExpression added = sql.Convert(sql.Multiply(count, sql.Constant((double)microseconds)), typeof(long));
            return Add("MICROSECOND", added, instance);
        }

        return method.Name switch
        {
            nameof(DateTime.AddMonths) => Add("MONTH", count, instance),
            nameof(DateTime.AddYears) => Add("YEAR", count, instance),
            _ => null,
        };
    }

    private SqlExpression Add(string unit, SqlExpression count, SqlExpression instance) => sql.Function(
        "TIMESTAMPADD", [sql.Fragment(unit), sql.ApplyDefaultTypeMapping(count), instance], nullable: true, [false, true, true], typeof(DateTime), instance.TypeMapping);
}
