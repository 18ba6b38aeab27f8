using System.Data;
using System.Data.Common;
using Maat.EntityFrameworkCore.MySql.Retrying;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Maat.EntityFrameworkCore.MySql.Storage;

internal sealed class MySqlTransactionFactory(RelationalTransactionFactoryDependencies dependencies) : RelationalTransactionFactory(dependencies)
{
    public override RelationalTransaction Create(
        IRelationalConnection connection,
        DbTransaction transaction,
        Guid transactionId,
        IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> logger,
        bool transactionOwned) =>
        new MySqlRelationalTransaction(connection, transaction, transactionId, logger, transactionOwned, Dependencies.SqlGenerationHelper);
}

/// <summary>
/// Tells a commit that failed from one that nobody knows the fate of: when the connection is gone before the answer is there, the server
/// may have committed, and doing everything once more could do it twice.
/// </summary>
internal sealed class MySqlRelationalTransaction(
    IRelationalConnection connection,
    DbTransaction transaction,
    Guid transactionId,
    IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> logger,
    bool transactionOwned,
    ISqlGenerationHelper sqlGenerationHelper)
    : RelationalTransaction(connection, transaction, transactionId, logger, transactionOwned, sqlGenerationHelper)
{
    private readonly IRelationalConnection _connection = connection;

    public override void Commit()
    {
        try
        {
            base.Commit();
        }
        catch (Exception exception) when (IsAmbiguous(exception))
        {
            throw new MySqlAmbiguousCommitException(exception);
        }
    }

    public override async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await base.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsAmbiguous(exception))
        {
            throw new MySqlAmbiguousCommitException(exception);
        }
    }

    private bool IsAmbiguous(Exception exception) => TransientErrors.IsLostConnection(exception) || _connection.DbConnection.State != ConnectionState.Open;
}
