using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Maat.EntityFrameworkCore.MySql.Metadata;

/// <summary>Says of a model what this provider cannot do before a statement fails over it.</summary>
internal sealed class MySqlModelValidator(ModelValidatorDependencies dependencies, RelationalModelValidatorDependencies relationalDependencies)
    : RelationalModelValidator(dependencies, relationalDependencies)
{
    public override void Validate(IModel model, IDiagnosticsLogger<DbLoggerCategory.Model.Validation> logger)
    {
        if (model.GetSequences().FirstOrDefault() is { } sequence)
        {
            throw new NotSupportedException(
                $"The model has a sequence, '{sequence.Name}', and MySQL has none. Leave the number to the key (AUTO_INCREMENT), or count in a table of your own.");
        }

        foreach (IEntityType entity in model.GetEntityTypes())
        {
            Validate(entity);
        }

        base.Validate(model, logger);
    }

    private static void Validate(IEntityType entity)
    {
        if (entity.GetSchema() is { } schema)
        {
            throw new NotSupportedException(
                $"'{entity.DisplayName()}' is in the schema '{schema}', and a schema of MySQL is a database. Leave the schema away, or write it into the table's name.");
        }

        if (entity.IsMappedToJson() || entity.GetComplexProperties().Any(p => p.ComplexType.IsMappedToJson()))
        {
            throw new NotSupportedException($"'{entity.DisplayName()}' is mapped to a JSON column, which is not supported. Store the JSON as text.");
        }

        if (entity.GetInsertStoredProcedure() is not null || entity.GetUpdateStoredProcedure() is not null || entity.GetDeleteStoredProcedure() is not null)
        {
            throw new NotSupportedException($"'{entity.DisplayName()}' is saved by stored procedures, which is not supported. Map it to its table.");
        }

        if (entity.GetProperties().FirstOrDefault(p => p.IsConcurrencyToken && p.ValueGenerated == ValueGenerated.OnAddOrUpdate) is { } version)
        {
            throw new NotSupportedException(
                $"'{entity.DisplayName()}.{version.Name}' is a row version that the database makes, which is not supported. Use a concurrency token that the application counts.");
        }

        if (entity.GetProperties().FirstOrDefault(IsTimeWithOffset) is { } time)
        {
            throw new NotSupportedException(
                $"'{entity.DisplayName()}.{time.Name}' is a DateTimeOffset, and no column keeps an offset; as a text it could not be ordered. Use a DateTime in UTC, or a converter.");
        }
    }

    private static bool IsTimeWithOffset(IProperty property) =>
        (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTimeOffset)
        && property.GetValueConverter() is null
        && property.GetProviderClrType() is null;
}
