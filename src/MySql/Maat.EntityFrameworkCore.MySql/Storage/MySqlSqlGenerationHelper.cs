using System.Text;
using Microsoft.EntityFrameworkCore.Storage;

namespace Maat.EntityFrameworkCore.MySql.Storage;

/// <summary>Names in backticks. There are no schemas: the model's validation refuses them.</summary>
internal sealed class MySqlSqlGenerationHelper(RelationalSqlGenerationHelperDependencies dependencies) : RelationalSqlGenerationHelper(dependencies)
{
    public override string EscapeIdentifier(string identifier) => identifier.Replace("`", "``", StringComparison.Ordinal);

    public override void EscapeIdentifier(StringBuilder builder, string identifier) => builder.Append(EscapeIdentifier(identifier));

    public override string DelimitIdentifier(string identifier) => $"`{EscapeIdentifier(identifier)}`";

    public override void DelimitIdentifier(StringBuilder builder, string identifier) => builder.Append(DelimitIdentifier(identifier));

    public override string DelimitIdentifier(string name, string? schema) => DelimitIdentifier(name);

    public override void DelimitIdentifier(StringBuilder builder, string name, string? schema) => DelimitIdentifier(builder, name);

    public override string GenerateCreateSavepointStatement(string name) => $"SAVEPOINT {DelimitIdentifier(name)}{StatementTerminator}";

    public override string GenerateRollbackToSavepointStatement(string name) => $"ROLLBACK TO SAVEPOINT {DelimitIdentifier(name)}{StatementTerminator}";

    public override string GenerateReleaseSavepointStatement(string name) => $"RELEASE SAVEPOINT {DelimitIdentifier(name)}{StatementTerminator}";
}
