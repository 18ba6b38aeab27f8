using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MySqlConnector.Types;

namespace MySqlConnector;

/// <summary>A value for a place in a statement. What is written depends on the value's type; the declared type matters for Guids only.</summary>
public sealed class MySqlParameter : DbParameter, ICloneable
{
    private DbType? _dbType;
    private MySqlDbType? _mySqlDbType;
    private string _name = "";

    public MySqlParameter()
    {
    }

    public MySqlParameter(string name, object? value)
    {
        ParameterName = name;
        Value = value;
    }

    public MySqlParameter(string name, MySqlDbType type)
    {
        ParameterName = name;
        MySqlDbType = type;
    }

    public override DbType DbType
    {
        get => _dbType ?? DbTypes.Of(Value);
        set => (_dbType, _mySqlDbType) = (value, DbTypes.Of(value));
    }

    public MySqlDbType MySqlDbType
    {
        get => _mySqlDbType ?? DbTypes.Of(DbType);
        set => (_mySqlDbType, _dbType) = (value, DbTypes.Of(value));
    }

    /// <summary>Only <see cref="ParameterDirection.Input"/>: select what a procedure gives back.</summary>
    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input)
                throw new NotSupportedException("Only input parameters are supported. Let the statement SELECT what it gives back.");
        }
    }

    public override bool IsNullable { get; set; }

    [AllowNull]
    public override string ParameterName
    {
        get => _name;
        set => (_name, BareName) = (value ?? "", Bare(value));
    }

    public override int Size { get; set; }

    public override byte Precision { get; set; }

    public override byte Scale { get; set; }

    [AllowNull]
    public override string SourceColumn { get; set; } = "";

    public override bool SourceColumnNullMapping { get; set; }

    public override DataRowVersion SourceVersion { get; set; } = DataRowVersion.Current;

    public override object? Value { get; set; }

    /// <summary>The name without its sign.</summary>
    internal string BareName { get; private set; } = "";

    public override void ResetDbType() => (_dbType, _mySqlDbType) = (null, null);

    public MySqlParameter Clone() => (MySqlParameter)MemberwiseClone();

    object ICloneable.Clone() => Clone();

    internal static string Bare(string? name) => name is ['@' or '?', ..] ? name[1..] : name ?? "";
}
