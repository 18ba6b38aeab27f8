using System.Data;

namespace MySqlConnector.Types;

/// <summary>How ADO.NET's types, the database's and .NET's stand to one another.</summary>
internal static class DbTypes
{
    private static readonly (DbType Db, MySqlDbType MySql)[] Pairs =
    [
        (DbType.Boolean, MySqlDbType.Bool), (DbType.SByte, MySqlDbType.Byte), (DbType.Byte, MySqlDbType.UByte), (DbType.Int16, MySqlDbType.Int16),
        (DbType.UInt16, MySqlDbType.UInt16), (DbType.Int32, MySqlDbType.Int32), (DbType.Int32, MySqlDbType.Int24), (DbType.UInt32, MySqlDbType.UInt32),
        (DbType.UInt32, MySqlDbType.UInt24), (DbType.Int64, MySqlDbType.Int64), (DbType.UInt64, MySqlDbType.UInt64), (DbType.UInt64, MySqlDbType.Bit),
        (DbType.Single, MySqlDbType.Float), (DbType.Double, MySqlDbType.Double), (DbType.Decimal, MySqlDbType.NewDecimal), (DbType.Decimal, MySqlDbType.Decimal),
        (DbType.VarNumeric, MySqlDbType.NewDecimal), (DbType.Currency, MySqlDbType.NewDecimal), (DbType.DateTime, MySqlDbType.DateTime),
        (DbType.DateTime, MySqlDbType.Timestamp), (DbType.DateTime2, MySqlDbType.DateTime), (DbType.DateTimeOffset, MySqlDbType.DateTime),
        (DbType.Date, MySqlDbType.Date), (DbType.Date, MySqlDbType.Newdate), (DbType.Time, MySqlDbType.Time), (DbType.Int32, MySqlDbType.Year),
        (DbType.Guid, MySqlDbType.Guid), (DbType.Binary, MySqlDbType.Blob), (DbType.Binary, MySqlDbType.TinyBlob), (DbType.Binary, MySqlDbType.MediumBlob),
        (DbType.Binary, MySqlDbType.LongBlob), (DbType.Binary, MySqlDbType.Binary), (DbType.Binary, MySqlDbType.VarBinary), (DbType.Binary, MySqlDbType.Geometry),
        (DbType.String, MySqlDbType.VarChar), (DbType.AnsiString, MySqlDbType.VarChar), (DbType.StringFixedLength, MySqlDbType.String),
        (DbType.AnsiStringFixedLength, MySqlDbType.String), (DbType.String, MySqlDbType.VarString), (DbType.String, MySqlDbType.Text),
        (DbType.String, MySqlDbType.TinyText), (DbType.String, MySqlDbType.MediumText), (DbType.String, MySqlDbType.LongText), (DbType.String, MySqlDbType.JSON),
        (DbType.String, MySqlDbType.Enum), (DbType.String, MySqlDbType.Set), (DbType.Xml, MySqlDbType.Text), (DbType.Object, MySqlDbType.Null),
    ];

    private static readonly Dictionary<DbType, MySqlDbType> ToMySql = Pairs.DistinctBy(pair => pair.Db).ToDictionary(pair => pair.Db, pair => pair.MySql);
    private static readonly Dictionary<MySqlDbType, DbType> ToDb = Pairs.DistinctBy(pair => pair.MySql).ToDictionary(pair => pair.MySql, pair => pair.Db);

    public static MySqlDbType Of(DbType type) => ToMySql.GetValueOrDefault(type, MySqlDbType.VarChar);

    public static DbType Of(MySqlDbType type) => ToDb.GetValueOrDefault(type, DbType.String);

    /// <summary>The type of a parameter that was given a value and no type.</summary>
    public static DbType Of(object? value) => value switch
    {
        bool => DbType.Boolean,
        sbyte => DbType.SByte,
        byte => DbType.Byte,
        short => DbType.Int16,
        ushort => DbType.UInt16,
        int => DbType.Int32,
        uint => DbType.UInt32,
        long => DbType.Int64,
        ulong => DbType.UInt64,
        float => DbType.Single,
        double => DbType.Double,
        decimal => DbType.Decimal,
        DateTime or DateTimeOffset => DbType.DateTime,
        DateOnly => DbType.Date,
        TimeSpan or TimeOnly => DbType.Time,
        Guid => DbType.Guid,
        byte[] or ReadOnlyMemory<byte> or Memory<byte> or ArraySegment<byte> => DbType.Binary,
        _ => DbType.String,
    };
}
