using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

/// <summary>Finds what MySQL answers with error 1093: a statement that changes a table and reads it in a subquery.</summary>
internal sealed class SelfReference : ExpressionVisitor
{
    private readonly TableExpression _target;
    private bool _isRead;

    private SelfReference(TableExpression target) => _target = target;

    /// <exception cref="NotSupportedException">It does.</exception>
    public static void Refuse(SelectExpression statement, IReadOnlyList<ColumnValueSetter> setters, TableExpression target, string method)
    {
        var visitor = new SelfReference(target);
        visitor.Visit(statement.Predicate);
        foreach (TableExpressionBase table in statement.Tables)
        {
            // A joined table may be the same one; a joined subquery is materialised.
            visitor.Visit((table as PredicateJoinExpressionBase)?.JoinPredicate);
        }

        foreach (ColumnValueSetter setter in setters)
        {
            visitor.Visit(setter.Value);
        }

        if (visitor._isRead)
        {
            throw new NotSupportedException(
                $"{method} on '{target.Name}' reads the same table in a subquery, which MySQL refuses. Read the keys first, and change the rows by them.");
        }
    }

    protected override Expression VisitExtension(Expression node)
    {
        if (node is ShapedQueryExpression)
        {
            return node;
        }

        if (node is TableExpression table && table.Name == _target.Name)
        {
            _isRead = true;
        }

        return base.VisitExtension(node);
    }
}
