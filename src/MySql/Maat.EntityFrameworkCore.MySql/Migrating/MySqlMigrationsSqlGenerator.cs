using Maat.EntityFrameworkCore.MySql.Metadata;
using Maat.EntityFrameworkCore.MySql.Storage;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Maat.EntityFrameworkCore.MySql.Migrating;

/// <summary>
/// Migrations as statements. A statement that changes a table commits by itself, whatever transaction it stands in, so a migration that
/// fails in its middle leaves its first half behind: one theme per migration.
/// </summary>
internal sealed class MySqlMigrationsSqlGenerator(MigrationsSqlGeneratorDependencies dependencies) : MigrationsSqlGenerator(dependencies)
{
    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate: false);
        builder.Append(" ENGINE=InnoDB CHARACTER SET ").Append(operation[MySqlAnnotationNames.CharSet] as string ?? MySqlAnnotationProvider.CharSet)
            .Append(" COLLATE ").Append(operation[RelationalAnnotationNames.Collation] as string ?? MySqlAnnotationProvider.Collation);
        if (operation.Comment is { } comment)
        {
            builder.Append(" COMMENT ").Append(Literal(comment));
        }

        if (terminate)
        {
            End(builder);
        }
    }

    protected override void ColumnDefinition(
        string? schema, string table, string name, ColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        string type = operation.ColumnType ?? GetColumnType(schema, table, name, operation, model)
            ?? throw new InvalidOperationException($"The column '{table}.{name}' has no type.");
        builder.Append(Name(name)).Append(" ").Append(type);
        string? collation = operation.Collation ?? (IsGuid(operation, type) ? MySqlAnnotationProvider.GuidCollation : null);
        if (collation is not null)
        {
            builder.Append(" COLLATE ").Append(collation);
        }

        if (operation.ComputedColumnSql is { } computed)
        {
            builder.Append(" AS (").Append(computed).Append(")").Append(operation.IsStored == true ? " STORED" : " VIRTUAL");
        }
        else
        {
            builder.Append(operation.IsNullable ? " NULL" : " NOT NULL");
            if (IsAutoIncrement(operation))
            {
                builder.Append(" AUTO_INCREMENT");
            }
            else
            {
                DefaultValue(operation.DefaultValue, operation.DefaultValueSql, type, builder);
            }
        }

        if (operation.Comment is { } comment)
        {
            builder.Append(" COMMENT ").Append(Literal(comment));
        }
    }

    /// <summary>In parentheses where MySQL takes an expression only: whatever is not a plain value, and every value of a long text.</summary>
    protected override void DefaultValue(object? defaultValue, string? defaultValueSql, string? columnType, MigrationCommandListBuilder builder)
    {
        if (defaultValueSql is not null)
        {
            bool isPlain = defaultValueSql.StartsWith("CURRENT_TIMESTAMP", StringComparison.OrdinalIgnoreCase);
            builder.Append(" DEFAULT ").Append(isPlain ? defaultValueSql : $"({defaultValueSql})");
        }
        else if (defaultValue is not null)
        {
            string value = DefaultLiteral(defaultValue, columnType);
            builder.Append(" DEFAULT ").Append(IsLong(columnType) && value[0] != '(' ? $"({value})" : value);
        }
    }

    protected override void Generate(AlterColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        builder.Append($"ALTER TABLE {Name(operation.Table)} MODIFY COLUMN ");
        ColumnDefinition(operation.Schema, operation.Table, operation.Name, operation, model, builder);
        End(builder);
    }

    protected override void Generate(RenameColumnOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Append(builder, $"ALTER TABLE {Name(operation.Table)} RENAME COLUMN {Name(operation.Name)} TO {Name(operation.NewName)}");

    protected override void Generate(RenameTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        RefuseSchema(operation.NewSchema);
        if (operation.NewName is { } name && name != operation.Name)
        {
            Append(builder, $"ALTER TABLE {Name(operation.Name)} RENAME TO {Name(name)}");
        }
    }

    protected override void Generate(RenameIndexOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Append(builder, $"ALTER TABLE {Name(TableOf(operation.Table, operation.Name))} RENAME INDEX {Name(operation.Name)} TO {Name(operation.NewName)}");

    protected override void Generate(CreateIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (operation.Filter is not null)
        {
            throw new NotSupportedException(
                $"The index '{operation.Name}' has a filter, and MySQL indexes every row. Remove the filter, or index a computed column that is null where it does not hold.");
        }

        base.Generate(operation, model, builder, terminate);
    }

    protected override void Generate(DropIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        Append(builder, $"ALTER TABLE {Name(TableOf(operation.Table, operation.Name))} DROP INDEX {Name(operation.Name)}", terminate);

    protected override void Generate(DropForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        Append(builder, $"ALTER TABLE {Name(operation.Table)} DROP FOREIGN KEY {Name(operation.Name)}", terminate);

    protected override void Generate(DropPrimaryKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        Append(builder, $"ALTER TABLE {Name(operation.Table)} DROP PRIMARY KEY", terminate);

    protected override void Generate(DropUniqueConstraintOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Append(builder, $"ALTER TABLE {Name(operation.Table)} DROP INDEX {Name(operation.Name)}");

    /// <summary>The character set and collation of new tables are written into each of them; those of the database stay as they are.</summary>
    protected override void Generate(AlterDatabaseOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
    }

    protected override void Generate(AlterTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.Comment != operation.OldTable.Comment)
        {
            Append(builder, $"ALTER TABLE {Name(operation.Name)} COMMENT {Literal(operation.Comment ?? "")}");
        }

        if (operation[RelationalAnnotationNames.Collation] is string collation && !Equals(operation.OldTable[RelationalAnnotationNames.Collation], collation))
        {
            string charSet = operation[MySqlAnnotationNames.CharSet] as string ?? MySqlAnnotationProvider.CharSet;
            Append(builder, $"ALTER TABLE {Name(operation.Name)} CONVERT TO CHARACTER SET {charSet} COLLATE {collation}");
        }
    }

    protected override void Generate(EnsureSchemaOperation operation, IModel? model, MigrationCommandListBuilder builder) => RefuseSchema(operation.Name);

    protected override void Generate(DropSchemaOperation operation, IModel? model, MigrationCommandListBuilder builder) => RefuseSchema(operation.Name);

    protected override void Generate(CreateSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) => throw NoSequences(operation.Name);

    protected override void Generate(AlterSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) => throw NoSequences(operation.Name);

    protected override void Generate(DropSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) => throw NoSequences(operation.Name);

    protected override void Generate(RenameSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) => throw NoSequences(operation.Name);

    protected override void Generate(RestartSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) => throw NoSequences(operation.Name);

    private static bool IsAutoIncrement(ColumnOperation operation) =>
        operation[MySqlAnnotationNames.ValueGenerationStrategy] is MySqlValueGenerationStrategy.IdentityColumn;

    private static bool IsGuid(ColumnOperation operation, string type) => operation.ClrType == typeof(Guid) && type == "char(36)";

    /// <summary>Texts and blobs that have no length take no plain default.</summary>
    private static bool IsLong(string? type) => type is not null
        && (type.EndsWith("text", StringComparison.OrdinalIgnoreCase) || type.EndsWith("blob", StringComparison.OrdinalIgnoreCase));

    private static string TableOf(string? table, string index) => table
        ?? throw new NotSupportedException($"The index '{index}' is named without its table, and MySQL's indexes belong to one. Give the operation its table.");

    private static void RefuseSchema(string? schema)
    {
        if (schema is not null)
        {
            throw new NotSupportedException($"The migration names the schema '{schema}', and a schema of MySQL is a database. Leave schemas away.");
        }
    }

    private static NotSupportedException NoSequences(string name) =>
        new($"The migration has a sequence, '{name}', and MySQL has none. Leave the number to the key (AUTO_INCREMENT), or count in a table of your own.");

    private string DefaultLiteral(object value, string? columnType)
    {
        RelationalTypeMapping mapping = (columnType is null ? null : Dependencies.TypeMappingSource.FindMapping(value.GetType(), columnType))
            ?? Dependencies.TypeMappingSource.GetMappingForValue(value);
        object? stored = mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
        return stored is string text ? SqlText.Default(text) : mapping.GenerateSqlLiteral(value);
    }

    private string Name(string identifier) => Dependencies.SqlGenerationHelper.DelimitIdentifier(identifier);

    private static string Literal(string text) => SqlText.Literal(text);

    private void Append(MigrationCommandListBuilder builder, string statement, bool terminate = true)
    {
        builder.Append(statement);
        if (terminate)
        {
            End(builder);
        }
    }

    private void End(MigrationCommandListBuilder builder)
    {
        builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder);
    }
}
