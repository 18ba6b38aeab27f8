using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Maat.EntityFrameworkCore.MySql.Query;

/// <summary>What may stand in a CAST: its types are fewer than, and named otherwise than, those of columns.</summary>
internal static class CastType
{
    /// <summary>Null when there is nothing to convert: the server would give the same value.</summary>
    public static string? Of(SqlUnaryExpression conversion)
    {
        string wanted = conversion.TypeMapping!.StoreType;
        return string.Equals(wanted, conversion.Operand.TypeMapping?.StoreType, StringComparison.OrdinalIgnoreCase) ? null : Of(wanted);
    }

    public static bool IsInteger(Type type) => IsSigned(type) || Bare(type) is { IsEnum: false } bare
        && Type.GetTypeCode(bare) is TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64;

    public static bool IsSigned(Type type) => Bare(type) is { IsEnum: false } bare
        && Type.GetTypeCode(bare) is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64;

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string? Of(string storeType)
    {
        string type = storeType.ToLowerInvariant();
        string name = type.Split('(', ' ')[0];
        return name switch
        {
            "tinyint" or "smallint" or "mediumint" or "int" or "bigint" => type.Contains("unsigned", StringComparison.Ordinal) ? "unsigned" : "signed",
            "char" or "varchar" or "tinytext" or "text" or "mediumtext" or "longtext" => "char",
            "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob" => "binary",
            "decimal" or "datetime" or "time" or "date" or "double" or "float" => type,
            _ => null,
        };
    }
}
