namespace MySqlConnector.Types;

/// <summary>What a column's values are in .NET.</summary>
internal enum ValueKind : byte
{
    Null,
    Boolean,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Bit,
    Single,
    Double,
    Decimal,
    DateTime,
    TimeSpan,
    String,
    Bytes,
    Guid,
}
