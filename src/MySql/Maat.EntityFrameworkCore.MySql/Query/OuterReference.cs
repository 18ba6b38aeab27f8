using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

/// <summary>
/// Finds a subquery in FROM that names a column of the query around it. MySQL takes it since 8.0.14 (its manual, Derived Tables); MariaDB
/// says that the column is unknown.
/// </summary>
internal sealed class OuterReference : ExpressionVisitor
{
    private readonly HashSet<string> _tables = [];
    private readonly HashSet<string> _named = [];

    public static bool IsIn(SelectExpression subquery)
    {
        var visitor = new OuterReference();
        visitor.Visit(subquery);
        return !visitor._named.IsSubsetOf(visitor._tables);
    }

    protected override Expression VisitExtension(Expression node)
    {
        switch (node)
        {
            case ShapedQueryExpression:
                return node;
            case TableExpressionBase { Alias: { } alias }:
                _tables.Add(alias);
                break;
            case ColumnExpression column:
                _named.Add(column.TableAlias);
                break;
        }

        return base.VisitExtension(node);
    }
}
