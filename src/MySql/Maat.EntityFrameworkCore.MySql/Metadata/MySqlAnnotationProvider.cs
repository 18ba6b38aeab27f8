using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Maat.EntityFrameworkCore.MySql.Metadata;

/// <summary>
/// What migrations say of tables and columns beyond what EF Core knows. Character set and collation are written into every table, so that
/// what a migration makes does not depend on how the server or the database was set up.
/// </summary>
internal sealed class MySqlAnnotationProvider(RelationalAnnotationProviderDependencies dependencies) : RelationalAnnotationProvider(dependencies)
{
    public const string CharSet = "utf8mb4";

    /// <summary>Texts are equal when their characters are, as in C#; on both servers, of every supported version.</summary>
    public const string Collation = "utf8mb4_bin";

    /// <summary>A Guid is written in hexadecimal digits.</summary>
    public const string GuidCollation = "ascii_bin";

    public override IEnumerable<IAnnotation> For(ITable table, bool designTime)
    {
        foreach (IAnnotation annotation in base.For(table, designTime))
        {
            yield return annotation;
        }

        if (designTime)
        {
            yield return new Annotation(MySqlAnnotationNames.CharSet, CharSet);
            yield return new Annotation(RelationalAnnotationNames.Collation, table.Model.Collation ?? Collation);
        }
    }

    public override IEnumerable<IAnnotation> For(IColumn column, bool designTime)
    {
        foreach (IAnnotation annotation in base.For(column, designTime))
        {
            yield return annotation;
        }

        if (designTime && column.PropertyMappings.Any(m => IsAutoIncrement(m.Property)))
        {
            yield return new Annotation(MySqlAnnotationNames.ValueGenerationStrategy, MySqlValueGenerationStrategy.IdentityColumn);
        }
    }

    /// <summary>A single integer key that nobody else gives a value.</summary>
    private static bool IsAutoIncrement(IProperty property) =>
        property.ValueGenerated == ValueGenerated.OnAdd
        && property.IsPrimaryKey()
        && !property.IsForeignKey()
        && property.GetDefaultValueSql() is null
        // GetDefaultValue() answers 0 for a number that has none.
        && !property.TryGetDefaultValue(out _)
        && property.GetComputedColumnSql() is null
        && IsInteger(property.GetTypeMapping().Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType);

    private static bool IsInteger(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64 && !type.IsEnum;
}
