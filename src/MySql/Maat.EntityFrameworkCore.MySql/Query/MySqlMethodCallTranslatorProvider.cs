using Microsoft.EntityFrameworkCore.Query;

namespace Maat.EntityFrameworkCore.MySql.Query;

internal sealed class MySqlMethodCallTranslatorProvider : RelationalMethodCallTranslatorProvider
{
    public MySqlMethodCallTranslatorProvider(RelationalMethodCallTranslatorProviderDependencies dependencies)
        : base(dependencies) => AddTranslators(
        [
            new StringMethodTranslator(dependencies.SqlExpressionFactory),
            new MathMethodTranslator(dependencies.SqlExpressionFactory),
            new DateMethodTranslator(dependencies.SqlExpressionFactory),
            new ConversionMethodTranslator(dependencies.SqlExpressionFactory),
        ]);
}

internal sealed class MySqlMemberTranslatorProvider : RelationalMemberTranslatorProvider
{
    public MySqlMemberTranslatorProvider(RelationalMemberTranslatorProviderDependencies dependencies)
        : base(dependencies) => AddTranslators([new MemberTranslator(dependencies.SqlExpressionFactory)]);
}

internal static class SqlExpressionFactoryExtensions
{
    /// <summary>A function of the server that is null when, and only when, one of its arguments is.</summary>
    public static Microsoft.EntityFrameworkCore.Query.SqlExpressions.SqlExpression Call(
        this ISqlExpressionFactory sql, string function, Type type, params IReadOnlyList<Microsoft.EntityFrameworkCore.Query.SqlExpressions.SqlExpression> arguments) =>
        sql.Function(function, arguments, nullable: true, [.. arguments.Select(_ => true)], type);
}
