using System.Text;
using Microsoft.EntityFrameworkCore.Update;

namespace Maat.EntityFrameworkCore.MySql.Update;

/// <summary>
/// Inserts, updates and deletes of <c>SaveChanges</c>. MySQL has no RETURNING, so what the database made is selected right after the insert
/// by <c>LAST_INSERT_ID()</c>, and what was found is counted by <c>ROW_COUNT()</c>: on MariaDB as well, that both servers see the same
/// statements.
/// </summary>
internal sealed class MySqlUpdateSqlGenerator(UpdateSqlGeneratorDependencies dependencies) : UpdateAndSelectSqlGenerator(dependencies)
{
    public override string GenerateNextSequenceValueOperation(string name, string? schema) => throw NoSequences(name);

    public override void AppendNextSequenceValueOperation(StringBuilder commandStringBuilder, string name, string? schema) => throw NoSequences(name);

    /// <summary>An insert that has nothing to read back adds its row or fails: there is nothing to count either.</summary>
    public override ResultSetMapping AppendInsertOperation(
        StringBuilder commandStringBuilder, IReadOnlyModificationCommand command, int commandPosition, out bool requiresTransaction)
    {
        if (command.ColumnModifications.Any(column => column.IsRead))
        {
            return base.AppendInsertOperation(commandStringBuilder, command, commandPosition, out requiresTransaction);
        }

        requiresTransaction = false;
        AppendInsertCommand(commandStringBuilder, command.TableName, command.Schema, [.. command.ColumnModifications.Where(column => column.IsWrite)], []);
        return ResultSetMapping.NoResults;
    }

    protected override void AppendInsertCommandHeader(StringBuilder commandStringBuilder, string name, string? schema, IReadOnlyList<IColumnModification> operations)
    {
        base.AppendInsertCommandHeader(commandStringBuilder, name, schema, operations);
        if (operations.Count == 0)
        {
            commandStringBuilder.Append(" ()");
        }
    }

    protected override void AppendValuesHeader(StringBuilder commandStringBuilder, IReadOnlyList<IColumnModification> operations) =>
        commandStringBuilder.AppendLine().Append("VALUES ");

    protected override void AppendValues(StringBuilder commandStringBuilder, string name, string? schema, IReadOnlyList<IColumnModification> operations)
    {
        if (operations.Count == 0)
        {
            commandStringBuilder.Append("()");
        }
        else
        {
            base.AppendValues(commandStringBuilder, name, schema, operations);
        }
    }

    protected override void AppendIdentityWhereCondition(StringBuilder commandStringBuilder, IColumnModification columnModification)
    {
        SqlGenerationHelper.DelimitIdentifier(commandStringBuilder, columnModification.ColumnName);
        commandStringBuilder.Append(" = LAST_INSERT_ID()");
    }

    protected override void AppendRowsAffectedWhereCondition(StringBuilder commandStringBuilder, int expectedRowsAffected) =>
        commandStringBuilder.Append("ROW_COUNT() = ").Append(expectedRowsAffected);

    protected override ResultSetMapping AppendSelectAffectedCountCommand(StringBuilder commandStringBuilder, string name, string? schema, int commandPosition)
    {
        commandStringBuilder.Append("SELECT ROW_COUNT()").AppendLine(SqlGenerationHelper.StatementTerminator).AppendLine();
        return ResultSetMapping.LastInResultSet | ResultSetMapping.ResultSetWithRowsAffectedOnly;
    }

    private static NotSupportedException NoSequences(string name) =>
        new($"MySQL has no sequences, so '{name}' cannot be asked for a value. Leave the number to the key (AUTO_INCREMENT).");
}
