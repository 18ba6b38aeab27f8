using Maat.EntityFrameworkCore.MySql.Infrastructure;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;

namespace Maat.EntityFrameworkCore.MySql.Update;

internal sealed class MySqlModificationCommandBatchFactory(ModificationCommandBatchFactoryDependencies dependencies, IDbContextOptions options)
    : IModificationCommandBatchFactory
{
    /// <summary>Enough that the round trip costs nothing, and few enough that a transaction's locks are not held for long.</summary>
    private const int DefaultMaxBatchSize = 1_000;

    private readonly int _maxBatchSize = options.FindExtension<MySqlOptionsExtension>()?.MaxBatchSize ?? DefaultMaxBatchSize;

    public ModificationCommandBatch Create() => new MySqlModificationCommandBatch(dependencies, _maxBatchSize);
}

/// <summary>
/// Statements that go to the server at once. A payload above the server's <c>max_allowed_packet</c> would cost the connection, and look
/// like a lost one, so a batch ends well before: long values are in its text.
/// </summary>
internal sealed class MySqlModificationCommandBatch(ModificationCommandBatchFactoryDependencies dependencies, int maxBatchSize)
    : AffectedCountModificationCommandBatch(dependencies, maxBatchSize)
{
    /// <summary>A quarter of the smallest default among supported servers, MariaDB's 16 MiB: a character may take four bytes.</summary>
    private const long MaxCharacters = 4 * 1024 * 1024;

    private long _characters;
    private long _charactersBefore;

    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        _charactersBefore = _characters;
        return base.TryAddCommand(modificationCommand);
    }

    protected override void AddParameter(IColumnModification columnModification)
    {
        base.AddParameter(columnModification);
        _characters += Length(columnModification.Value) + Length(columnModification.OriginalValue);
    }

    protected override void RollbackLastCommand(IReadOnlyModificationCommand modificationCommand)
    {
        base.RollbackLastCommand(modificationCommand);
        _characters = _charactersBefore;
    }

    /// <summary>A single command is sent whatever its length: there is nothing to divide.</summary>
    protected override bool IsValid() => ModificationCommands.Count <= 1 || SqlBuilder.Length + _characters <= MaxCharacters;

    private static long Length(object? value) => value switch
    {
        string text => text.Length,
        byte[] bytes => 2L * bytes.Length,
        _ => 0,
    };
}
