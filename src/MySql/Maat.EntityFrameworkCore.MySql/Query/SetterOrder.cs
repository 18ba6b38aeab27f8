using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

/// <summary>
/// The server assigns from left to right, and a column that has been assigned has its new value for those after it; LINQ means the old ones
/// (and so does standard SQL). So a column is assigned after all that are made from it.
/// </summary>
internal static class SetterOrder
{
    /// <exception cref="NotSupportedException">Two columns are each made from the other.</exception>
    public static IReadOnlyList<ColumnValueSetter> Of(UpdateExpression update)
    {
        List<ColumnValueSetter> open = [.. update.ColumnValueSetters];
        var ordered = new List<ColumnValueSetter>(open.Count);
        while (open.Count > 0)
        {
            int next = open.FindIndex(setter => !open.Any(other => other != setter && ColumnReader.Reads(other.Value, setter.Column)));
            if (next < 0)
            {
                throw new NotSupportedException(
                    $"ExecuteUpdate sets {string.Join(", ", open.Select(s => $"'{s.Column.Name}'"))} from each other, and MySQL assigns one after the other. "
                    + "Update them in two statements, or load the rows and save them.");
            }

            ordered.Add(open[next]);
            open.RemoveAt(next);
        }

        return ordered;
    }

    private sealed class ColumnReader(ColumnExpression column) : ExpressionVisitor
    {
        private bool _found;

        public static bool Reads(SqlExpression value, ColumnExpression column)
        {
            var reader = new ColumnReader(column);
            reader.Visit(value);
            return reader._found;
        }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is ColumnExpression read && read.Name == column.Name && read.TableAlias == column.TableAlias)
            {
                _found = true;
            }

            return base.VisitExtension(node);
        }
    }
}
