using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

/// <summary>Numbers as texts, and new Guids.</summary>
internal sealed class ConversionMethodTranslator(ISqlExpressionFactory sql) : IMethodCallTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(Guid) && method.Name == nameof(Guid.NewGuid))
        {
            return sql.Function("UUID", [], nullable: false, [], typeof(Guid));
        }

        // A converted property is stored as something else than what ToString would say.
        return instance is { TypeMapping.Converter: null } && method.Name == nameof(ToString) && arguments.Count == 0 && CastType.IsInteger(instance.Type)
            ? sql.Convert(instance, typeof(string))
            : null;
    }
}
