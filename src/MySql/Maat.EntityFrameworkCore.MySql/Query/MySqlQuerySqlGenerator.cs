using System.Linq.Expressions;
using Maat.EntityFrameworkCore.MySql.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

internal sealed class MySqlQuerySqlGeneratorFactory(QuerySqlGeneratorDependencies dependencies, IMySqlOptions options) : IQuerySqlGeneratorFactory
{
    public QuerySqlGenerator Create() => new MySqlQuerySqlGenerator(dependencies, options);
}

/// <summary>Queries as MySQL and MariaDB write them, where that is not standard SQL.</summary>
internal sealed class MySqlQuerySqlGenerator(QuerySqlGeneratorDependencies dependencies, IMySqlOptions options) : QuerySqlGenerator(dependencies)
{
    /// <summary>An offset without a limit is written with one above every table: MySQL's manual, SELECT statement.</summary>
    private const string NoLimit = "18446744073709551615";

    /// <summary>The alias of the one table of a DELETE that may name none; its columns are written without it.</summary>
    private string? _unaliased;

    protected override Expression VisitSelect(SelectExpression selectExpression)
    {
        if (selectExpression.Alias is not null && !options.ServerVersion.HasLateralJoins && OuterReference.IsIn(selectExpression))
        {
            throw new NotSupportedException(
                $"The query cuts, counts or groups a subquery that refers to the row around it, which {options.ServerVersion} cannot do. "
                + "Ask for it by a query of its own for each row, or leave Take, Skip and Distinct out of the subquery.");
        }

        return base.VisitSelect(selectExpression);
    }

    protected override void GenerateLimitOffset(SelectExpression selectExpression)
    {
        if (selectExpression.Limit is null && selectExpression.Offset is null)
        {
            return;
        }

        Sql.AppendLine().Append("LIMIT ");
        if (selectExpression.Limit is { } limit)
        {
            Visit(limit);
        }
        else
        {
            Sql.Append(NoLimit);
        }

        if (selectExpression.Offset is { } offset)
        {
            Sql.Append(" OFFSET ");
            Visit(offset);
        }
    }

    protected override Expression VisitSqlBinary(SqlBinaryExpression sqlBinaryExpression)
    {
        if (sqlBinaryExpression.OperatorType == ExpressionType.Add && sqlBinaryExpression.Type == typeof(string))
        {
            Sql.Append("CONCAT(");
            Visit(sqlBinaryExpression.Left);
            Sql.Append(", ");
            Visit(sqlBinaryExpression.Right);
            Sql.Append(")");
            return sqlBinaryExpression;
        }

        // The server's bits are unsigned: what is negative in C# would come back above the greatest long.
        bool isBits = sqlBinaryExpression.OperatorType is ExpressionType.And or ExpressionType.Or or ExpressionType.ExclusiveOr or ExpressionType.LeftShift
            or ExpressionType.RightShift && CastType.IsSigned(sqlBinaryExpression.Type);
        if (!isBits)
        {
            return base.VisitSqlBinary(sqlBinaryExpression);
        }

        Sql.Append("CAST(");
        base.VisitSqlBinary(sqlBinaryExpression);
        Sql.Append(" AS signed)");
        return sqlBinaryExpression;
    }

    /// <summary>A slash divides into decimals, also integers.</summary>
    protected override string GetOperator(SqlBinaryExpression binaryExpression) =>
        binaryExpression.OperatorType == ExpressionType.Divide && CastType.IsInteger(binaryExpression.Type) ? " DIV " : base.GetOperator(binaryExpression);

    protected override Expression VisitSqlUnary(SqlUnaryExpression sqlUnaryExpression)
    {
        switch (sqlUnaryExpression.OperatorType)
        {
            case ExpressionType.Convert when CastType.Of(sqlUnaryExpression) is { } type:
                Sql.Append("CAST(");
                Visit(sqlUnaryExpression.Operand);
                Sql.Append(" AS ").Append(type).Append(")");
                return sqlUnaryExpression;
            case ExpressionType.Convert:
                Visit(sqlUnaryExpression.Operand);
                return sqlUnaryExpression;
            case ExpressionType.Not or ExpressionType.OnesComplement when CastType.IsSigned(sqlUnaryExpression.Type):
                Sql.Append("CAST(");
                base.VisitSqlUnary(sqlUnaryExpression);
                Sql.Append(" AS signed)");
                return sqlUnaryExpression;
            default:
                return base.VisitSqlUnary(sqlUnaryExpression);
        }
    }

    /// <summary>A sum of integers is a decimal to the server.</summary>
    protected override Expression VisitSqlFunction(SqlFunctionExpression sqlFunctionExpression)
    {
        if (sqlFunctionExpression is not { IsBuiltIn: true, Name: "SUM" } || !CastType.IsInteger(sqlFunctionExpression.Type))
        {
            return base.VisitSqlFunction(sqlFunctionExpression);
        }

        Sql.Append("CAST(");
        base.VisitSqlFunction(sqlFunctionExpression);
        Sql.Append(" AS signed)");
        return sqlFunctionExpression;
    }

    protected override Expression VisitColumn(ColumnExpression columnExpression)
    {
        if (_unaliased is null || columnExpression.TableAlias != _unaliased)
        {
            return base.VisitColumn(columnExpression);
        }

        Sql.Append(Name(columnExpression.Name));
        return columnExpression;
    }

    protected override Expression VisitDelete(DeleteExpression deleteExpression)
    {
        SelectExpression select = deleteExpression.SelectExpression;
        SelfReference.Refuse(select, [], deleteExpression.Table, "ExecuteDelete");
        if (select is { Orderings: [], Limit: null })
        {
            Sql.Append("DELETE ").Append(Name(deleteExpression.Table.Alias)).AppendLine();
            GenerateFrom(select);
            GenerateWhere(select);
            return deleteExpression;
        }

        // The form that takes an order and a limit takes no alias before MariaDB 11.6.
        Sql.Append("DELETE FROM ").Append(Name(deleteExpression.Table.Name));
        _unaliased = deleteExpression.Table.Alias;
        try
        {
            GenerateWhere(select);
            GenerateOrderings(select);
            GenerateLimitOffset(select);
        }
        finally
        {
            _unaliased = null;
        }

        return deleteExpression;
    }

    protected override Expression VisitUpdate(UpdateExpression updateExpression)
    {
        SelectExpression select = updateExpression.SelectExpression;
        SelfReference.Refuse(select, updateExpression.ColumnValueSetters, updateExpression.Table, "ExecuteUpdate");
        IReadOnlyList<ColumnValueSetter> setters = SetterOrder.Of(updateExpression);
        Sql.Append("UPDATE ");
        for (int i = 0; i < select.Tables.Count; i++)
        {
            if (i > 0)
            {
                Sql.AppendLine();
            }

            Visit(select.Tables[i]);
        }

        Sql.AppendLine().Append("SET ");
        for (int i = 0; i < setters.Count; i++)
        {
            Sql.Append(i == 0 ? "" : ", ");
            Visit(setters[i].Column);
            Sql.Append(" = ");
            Visit(setters[i].Value);
        }

        GenerateWhere(select);
        GenerateOrderings(select);
        GenerateLimitOffset(select);
        return updateExpression;
    }

    /// <summary>MySQL writes <c>VALUES ROW(…)</c> and MariaDB <c>VALUES (…)</c>; both take selects.</summary>
    protected override void GenerateValues(ValuesExpression valuesExpression)
    {
        // Parameters have become rows before a query is written.
        IReadOnlyList<RowValueExpression> rows = valuesExpression.RowValues!;
        for (int row = 0; row < rows.Count; row++)
        {
            Sql.Append(row == 0 ? "SELECT " : " UNION ALL SELECT ");
            for (int column = 0; column < valuesExpression.ColumnNames.Count; column++)
            {
                Sql.Append(column == 0 ? "" : ", ");
                Visit(rows[row].Values[column]);
                if (row == 0)
                {
                    Sql.Append(" AS ").Append(Name(valuesExpression.ColumnNames[column]));
                }
            }
        }
    }

    protected override Expression VisitCrossApply(CrossApplyExpression crossApplyExpression)
    {
        Lateral("JOIN LATERAL ", crossApplyExpression.Table);
        return crossApplyExpression;
    }

    protected override Expression VisitOuterApply(OuterApplyExpression outerApplyExpression)
    {
        Lateral("LEFT JOIN LATERAL ", outerApplyExpression.Table);
        return outerApplyExpression;
    }

    protected override void GenerateSetOperation(SetOperationBase setOperation)
    {
        if (setOperation is ExceptExpression or IntersectExpression && !options.ServerVersion.HasExceptAndIntersect)
        {
            throw new NotSupportedException($"Except and Intersect need MySQL 8.0.31, and the server is {options.ServerVersion}. Use Contains or Any instead.");
        }

        base.GenerateSetOperation(setOperation);
    }

    protected override Expression VisitJsonScalar(JsonScalarExpression jsonScalarExpression) =>
        throw new NotSupportedException("JSON columns cannot be queried. Store the JSON as text and read it in the application.");

    protected override Expression VisitAtTimeZone(AtTimeZoneExpression atTimeZoneExpression) =>
        throw new NotSupportedException("AT TIME ZONE is not supported. Store UTC and convert in the application.");

    private void Lateral(string join, TableExpressionBase table)
    {
        if (!options.ServerVersion.HasLateralJoins)
        {
            throw new NotSupportedException(
                $"The query joins each row with a subquery of its own, which {options.ServerVersion} cannot do. Read the rows first and ask for the rest by their ids.");
        }

        Sql.Append(join);
        Visit(table);
        Sql.Append(" ON TRUE");
    }

    private void GenerateWhere(SelectExpression select)
    {
        if (select.Predicate is { } predicate)
        {
            Sql.AppendLine().Append("WHERE ");
            Visit(predicate);
        }
    }

    private string Name(string identifier) => Dependencies.SqlGenerationHelper.DelimitIdentifier(identifier);
}
