using System.Data;
using Microsoft.EntityFrameworkCore.Storage;

namespace Maat.EntityFrameworkCore.MySql.Storage;

/// <summary>Which type of C# is stored as which type of the server.</summary>
internal sealed class MySqlTypeMappingSource(TypeMappingSourceDependencies dependencies, RelationalTypeMappingSourceDependencies relationalDependencies)
    : RelationalTypeMappingSource(dependencies, relationalDependencies)
{
    /// <summary>Characters of a key without a length of its own: 1,020 bytes of the 3,072 that an index may have.</summary>
    private const int KeyLength = 255;

    /// <summary>Characters of four bytes that fit into a row of 65,535 bytes, the longest that a varchar can be.</summary>
    private const int MaxVarcharLength = 16_383;

    private const int MaxVarbinaryLength = 65_532;

    private static readonly MySqlStringTypeMapping LongText = new("longtext");
    private static readonly MySqlByteArrayTypeMapping LongBlob = new("longblob");

    private static readonly Dictionary<Type, RelationalTypeMapping> ByClrType = new()
    {
        [typeof(bool)] = new MySqlBoolTypeMapping(),
        [typeof(sbyte)] = new SByteTypeMapping("tinyint", DbType.SByte),
        [typeof(byte)] = new ByteTypeMapping("tinyint unsigned", DbType.Byte),
        [typeof(short)] = new ShortTypeMapping("smallint", DbType.Int16),
        [typeof(ushort)] = new UShortTypeMapping("smallint unsigned", DbType.UInt16),
        [typeof(int)] = new IntTypeMapping("int", DbType.Int32),
        [typeof(uint)] = new UIntTypeMapping("int unsigned", DbType.UInt32),
        [typeof(long)] = new LongTypeMapping("bigint", DbType.Int64),
        [typeof(ulong)] = new ULongTypeMapping("bigint unsigned", DbType.UInt64),
        [typeof(float)] = new FloatTypeMapping("float", DbType.Single),
        [typeof(double)] = new DoubleTypeMapping("double", DbType.Double),
        [typeof(DateTime)] = new MySqlDateTimeTypeMapping(),
        [typeof(DateOnly)] = new DateOnlyTypeMapping("date", DbType.Date),
        [typeof(TimeOnly)] = new TimeOnlyTypeMapping("time(6)", DbType.Time),
        [typeof(TimeSpan)] = new MySqlTimeSpanTypeMapping(),
        [typeof(Guid)] = new MySqlGuidTypeMapping(),
        [typeof(char)] = new MySqlCharTypeMapping(),
    };

    protected override RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo) =>
        base.FindMapping(mappingInfo) ?? Find(mappingInfo)?.WithTypeMappingInfo(mappingInfo);

    private static RelationalTypeMapping? Find(in RelationalTypeMappingInfo info)
    {
        Type? type = info.ClrType;
        if (info.StoreTypeNameBase is { } storeType)
        {
            RelationalTypeMapping? named = ByStoreType(storeType.ToLowerInvariant(), info);
            return named is null || (type is not null && named.ClrType != type) ? null : named;
        }

        return type switch
        {
            null => null,
            _ when type == typeof(string) => Text(info),
            _ when type == typeof(byte[]) => Bytes(info),
            _ when type == typeof(decimal) => Decimal(info),
            _ when type == typeof(DateTime) && info.Precision is { } precision => new MySqlDateTimeTypeMapping(precision),
            _ => ByClrType.GetValueOrDefault(type),
        };
    }

    private static RelationalTypeMapping? ByStoreType(string name, in RelationalTypeMappingInfo info)
    {
        bool isUnsigned = info.StoreTypeName!.Contains("unsigned", StringComparison.OrdinalIgnoreCase);
        bool isFlag = info.Size == 1 && !isUnsigned;
        return name.Replace(" unsigned", "", StringComparison.Ordinal) switch
        {
            "tinyint" => ByClrType[isFlag ? typeof(bool) : isUnsigned ? typeof(byte) : typeof(sbyte)],
            "smallint" => ByClrType[isUnsigned ? typeof(ushort) : typeof(short)],
            "int" or "integer" or "mediumint" => ByClrType[isUnsigned ? typeof(uint) : typeof(int)],
            "bigint" => ByClrType[isUnsigned ? typeof(ulong) : typeof(long)],
            "float" => ByClrType[typeof(float)],
            "double" => ByClrType[typeof(double)],
            "decimal" or "numeric" => Decimal(info),
            "datetime" or "timestamp" => new MySqlDateTimeTypeMapping(info.Precision ?? 0),
            "date" => ByClrType[typeof(DateOnly)],
            "time" => ByClrType[info.ClrType == typeof(TimeOnly) ? typeof(TimeOnly) : typeof(TimeSpan)],
            "char" when info.ClrType == typeof(char) => ByClrType[typeof(char)],
            // A Guid is told from a text of 36 characters by who asks; nobody stores such texts.
            "char" when info.Size == 36 && info.ClrType != typeof(string) => ByClrType[typeof(Guid)],
            "char" => new MySqlStringTypeMapping("char", info.Size ?? 1, fixedLength: true),
            "varchar" => new MySqlStringTypeMapping("varchar", info.Size ?? KeyLength),
            "longtext" => LongText,
            "tinytext" or "text" or "mediumtext" => new MySqlStringTypeMapping(name),
            "longblob" => LongBlob,
            "tinyblob" or "blob" or "mediumblob" => new MySqlByteArrayTypeMapping(name),
            "binary" or "varbinary" => new MySqlByteArrayTypeMapping(name, info.Size ?? 1),
            _ => null,
        };
    }

    private static MySqlStringTypeMapping Text(in RelationalTypeMappingInfo info) =>
        (info.Size ?? (info.IsKeyOrIndex ? KeyLength : null)) is not { } size || size > MaxVarcharLength ? LongText
        : info.IsFixedLength == true ? new MySqlStringTypeMapping($"char({size})", size, fixedLength: true)
        : new MySqlStringTypeMapping($"varchar({size})", size);

    private static MySqlByteArrayTypeMapping Bytes(in RelationalTypeMappingInfo info) =>
        (info.Size ?? (info.IsKeyOrIndex ? KeyLength : null)) is not { } size || size > MaxVarbinaryLength ? LongBlob
        : new MySqlByteArrayTypeMapping(info.IsFixedLength == true ? $"binary({size})" : $"varbinary({size})", size);

    private static DecimalTypeMapping Decimal(in RelationalTypeMappingInfo info)
    {
        int precision = info.Precision ?? 18;
        int scale = info.Scale ?? Math.Min(2, precision);
        return new DecimalTypeMapping($"decimal({precision},{scale})", DbType.Decimal, precision, scale);
    }
}
