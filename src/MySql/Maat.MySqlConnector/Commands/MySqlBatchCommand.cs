using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace MySqlConnector;

/// <summary>One statement of a batch with parameters of its own.</summary>
public sealed class MySqlBatchCommand : DbBatchCommand
{
    public MySqlBatchCommand()
    {
    }

    public MySqlBatchCommand(string? commandText) => CommandText = commandText;

    [AllowNull]
    public override string CommandText { get => field; set => field = value ?? ""; } = "";

    /// <summary>Only <see cref="CommandType.Text"/>.</summary>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException("Only text is supported. Call a procedure by 'CALL name(@a, @b)'.");
        }
    }

    /// <summary>Is not known for each statement: the reader of the batch counts them all.</summary>
    public override int RecordsAffected => -1;

    public override bool CanCreateParameter => true;

    public new MySqlParameterCollection Parameters { get; } = new();

    protected override DbParameterCollection DbParameterCollection => Parameters;

    public override DbParameter CreateParameter() => new MySqlParameter();
}
