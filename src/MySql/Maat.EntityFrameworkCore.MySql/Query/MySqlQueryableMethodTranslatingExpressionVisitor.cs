using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

internal sealed class MySqlQueryableMethodTranslatingExpressionVisitorFactory(
    QueryableMethodTranslatingExpressionVisitorDependencies dependencies,
    RelationalQueryableMethodTranslatingExpressionVisitorDependencies relationalDependencies)
    : IQueryableMethodTranslatingExpressionVisitorFactory
{
    public QueryableMethodTranslatingExpressionVisitor Create(QueryCompilationContext queryCompilationContext) =>
        new MySqlQueryableMethodTranslatingExpressionVisitor(dependencies, relationalDependencies, (RelationalQueryCompilationContext)queryCompilationContext);
}

/// <summary>
/// Says which ExecuteUpdate and ExecuteDelete the server takes as they are: one table with an order and a limit, or joined tables without.
/// EF Core would rewrite anything else into <c>IN (SELECT … LIMIT)</c> of the same table, which the server refuses.
/// </summary>
internal sealed class MySqlQueryableMethodTranslatingExpressionVisitor : RelationalQueryableMethodTranslatingExpressionVisitor
{
    public MySqlQueryableMethodTranslatingExpressionVisitor(
        QueryableMethodTranslatingExpressionVisitorDependencies dependencies,
        RelationalQueryableMethodTranslatingExpressionVisitorDependencies relationalDependencies,
        RelationalQueryCompilationContext queryCompilationContext)
        : base(dependencies, relationalDependencies, queryCompilationContext)
    {
    }

    private MySqlQueryableMethodTranslatingExpressionVisitor(MySqlQueryableMethodTranslatingExpressionVisitor parent)
        : base(parent)
    {
    }

    protected override QueryableMethodTranslatingExpressionVisitor CreateSubqueryVisitor() => new MySqlQueryableMethodTranslatingExpressionVisitor(this);

    protected override ShapedQueryExpression TranslatePrimitiveCollection(SqlExpression sqlExpression, IProperty? property, string tableAlias) =>
        throw new NotSupportedException(property is null
            ? "A list in one parameter cannot be queried. Leave EF.Parameter away, and each of its values becomes a parameter of its own."
            : $"The list '{property.DeclaringType.DisplayName()}.{property.Name}' is stored as a text and cannot be queried. Give its values a table of their own.");

    protected override bool IsValidSelectExpressionForExecuteDelete(SelectExpression selectExpression) => IsPlain(selectExpression);

    protected override bool IsValidSelectExpressionForExecuteUpdate(
        SelectExpression selectExpression, TableExpressionBase targetTable, [NotNullWhen(true)] out TableExpression? tableExpression)
    {
        tableExpression = (targetTable is JoinExpressionBase join ? join.Table : targetTable) as TableExpression;
        return tableExpression is not null && IsPlain(selectExpression);
    }

    private static bool IsPlain(SelectExpression select) =>
        select is { Offset: null, IsDistinct: false, GroupBy: [], Having: null }
        && (select.Tables.Count == 1 || select is { Limit: null, Orderings: [] });
}
