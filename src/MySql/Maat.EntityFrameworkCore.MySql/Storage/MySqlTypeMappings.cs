using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace Maat.EntityFrameworkCore.MySql.Storage;

internal sealed class MySqlStringTypeMapping : StringTypeMapping
{
    public MySqlStringTypeMapping(string storeType, int? size = null, bool fixedLength = false)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(string), jsonValueReaderWriter: JsonStringReaderWriter.Instance),
            storeType,
            size is null ? StoreTypePostfix.None : StoreTypePostfix.Size,
            System.Data.DbType.String,
            unicode: true,
            size,
            fixedLength))
    {
    }

    private MySqlStringTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlStringTypeMapping(parameters);

    protected override string GenerateNonNullSqlLiteral(object value) => SqlText.Literal((string)value);
}

/// <summary>One character.</summary>
internal sealed class MySqlCharTypeMapping : CharTypeMapping
{
    public MySqlCharTypeMapping()
        : base("char(1)", System.Data.DbType.StringFixedLength)
    {
    }

    private MySqlCharTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlCharTypeMapping(parameters);

    protected override string GenerateNonNullSqlLiteral(object value) => SqlText.Literal(Convert.ToChar(value, null).ToString());
}

internal sealed class MySqlBoolTypeMapping : BoolTypeMapping
{
    public MySqlBoolTypeMapping()
        : base("tinyint(1)", System.Data.DbType.Boolean)
    {
    }

    private MySqlBoolTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlBoolTypeMapping(parameters);

    protected override string GenerateNonNullSqlLiteral(object value) => (bool)value ? "TRUE" : "FALSE";
}

/// <summary>A time without a zone. Six digits, unless fewer are asked for: without any, the server rounds to seconds.</summary>
internal sealed class MySqlDateTimeTypeMapping : DateTimeTypeMapping
{
    public const int MaxPrecision = 6;

    public MySqlDateTimeTypeMapping(int precision = MaxPrecision)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(DateTime), jsonValueReaderWriter: JsonDateTimeReaderWriter.Instance),
            $"datetime({precision})",
            StoreTypePostfix.None,
            System.Data.DbType.DateTime,
            precision: precision))
    {
    }

    private MySqlDateTimeTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    protected override string SqlLiteralFormatString => "TIMESTAMP '{0:yyyy-MM-dd HH:mm:ss.ffffff}'";

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlDateTimeTypeMapping(parameters);
}

/// <summary>A time of day, or a span of up to 838 hours.</summary>
internal sealed class MySqlTimeSpanTypeMapping : TimeSpanTypeMapping
{
    public MySqlTimeSpanTypeMapping()
        : base("time(6)", System.Data.DbType.Time)
    {
    }

    private MySqlTimeSpanTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlTimeSpanTypeMapping(parameters);

    protected override string GenerateNonNullSqlLiteral(object value)
    {
        var span = (TimeSpan)value;
        TimeSpan size = span.Duration();
        return FormattableString.Invariant(
            $"TIME '{(span < TimeSpan.Zero ? "-" : "")}{(long)size.TotalHours:00}:{size.Minutes:00}:{size.Seconds:00}.{size.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond:000000}'");
    }
}

internal sealed class MySqlGuidTypeMapping : GuidTypeMapping
{
    public MySqlGuidTypeMapping()
        : base("char(36)", System.Data.DbType.Guid)
    {
    }

    private MySqlGuidTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlGuidTypeMapping(parameters);
}

internal sealed class MySqlByteArrayTypeMapping : ByteArrayTypeMapping
{
    public MySqlByteArrayTypeMapping(string storeType, int? size = null)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(byte[]), jsonValueReaderWriter: JsonByteArrayReaderWriter.Instance),
            storeType,
            size is null ? StoreTypePostfix.None : StoreTypePostfix.Size,
            System.Data.DbType.Binary,
            size: size))
    {
    }

    private MySqlByteArrayTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new MySqlByteArrayTypeMapping(parameters);

    protected override string GenerateNonNullSqlLiteral(object value) => $"X'{Convert.ToHexString((byte[])value)}'";
}
