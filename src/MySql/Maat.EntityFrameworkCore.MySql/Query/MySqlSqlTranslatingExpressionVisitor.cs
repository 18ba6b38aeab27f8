using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

internal sealed class MySqlSqlTranslatingExpressionVisitorFactory(RelationalSqlTranslatingExpressionVisitorDependencies dependencies)
    : IRelationalSqlTranslatingExpressionVisitorFactory
{
    public RelationalSqlTranslatingExpressionVisitor Create(
        QueryCompilationContext queryCompilationContext, QueryableMethodTranslatingExpressionVisitor queryableMethodTranslatingExpressionVisitor) =>
        new MySqlSqlTranslatingExpressionVisitor(dependencies, queryCompilationContext, queryableMethodTranslatingExpressionVisitor);
}

internal sealed class MySqlSqlTranslatingExpressionVisitor(
    RelationalSqlTranslatingExpressionVisitorDependencies dependencies,
    QueryCompilationContext queryCompilationContext,
    QueryableMethodTranslatingExpressionVisitor queryableMethodTranslatingExpressionVisitor)
    : RelationalSqlTranslatingExpressionVisitor(dependencies, queryCompilationContext, queryableMethodTranslatingExpressionVisitor)
{
    public override SqlExpression? GenerateGreatest(IReadOnlyList<SqlExpression> expressions, Type resultType) => Choose("GREATEST", expressions, resultType);

    public override SqlExpression? GenerateLeast(IReadOnlyList<SqlExpression> expressions, Type resultType) => Choose("LEAST", expressions, resultType);

    /// <summary>With a null among them the server answers null, where LINQ leaves it out: those are left to a subquery.</summary>
    private SqlExpression? Choose(string function, IReadOnlyList<SqlExpression> expressions, Type resultType) =>
        expressions.Any(e => !e.Type.IsValueType || Nullable.GetUnderlyingType(e.Type) is not null)
            ? null
            : Dependencies.SqlExpressionFactory.Function(
                function, expressions, nullable: true, [.. expressions.Select(_ => true)], resultType, ExpressionExtensions.InferTypeMapping(expressions));
}
