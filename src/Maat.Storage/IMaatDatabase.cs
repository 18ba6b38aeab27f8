using Maat.Storage.Engine;

namespace Maat.Storage;

/// <summary>
/// The database as use cases and the engine see it. Reads run beside everything; an edit or an engine transaction is one transaction,
/// whose writes are there in whole or not at all.
/// </summary>
public interface IMaatDatabase
{
    /// <summary>Runs a query for a screen. Nothing that it changes is saved.</summary>
    Task<T> ReadAsync<T>(Func<MaatContext, CancellationToken, Task<T>> query, CancellationToken cancellation);

    /// <summary>
    /// Runs an edit of what people made and saves it, all in one transaction: the edit may save in between to learn ids. It must not begin
    /// another write of this database, which would wait for it.
    /// </summary>
    /// <exception cref="Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException">Somebody else changed a row in between.</exception>
    Task<T> EditAsync<T>(Func<MaatContext, CancellationToken, Task<T>> edit, CancellationToken cancellation);

    /// <summary>
    /// Runs the engine's statements in one transaction. The work may be run again after a transient error, so it must not touch anything
    /// but what it returns. Whatever else is thrown than what stands here, nothing was written.
    /// </summary>
    /// <param name="cancellation">Counts until the work begins; from then on it is done.</param>
    /// <exception cref="AmbiguousCommitException">The connection was lost while committing: the fate must be read back.</exception>
    Task<T> TransactAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation);

    /// <summary>
    /// The same for a heartbeat: where transactions of one process share a number of connections, it has its own, so that it does not come too
    /// late because others wait for locks.
    /// </summary>
    /// <inheritdoc cref="TransactAsync"/>
    Task<T> TransactUrgentlyAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation) => TransactAsync(work, cancellation);
}

/// <summary>Nobody knows whether the transaction was committed.</summary>
public sealed class AmbiguousCommitException(Exception inner)
    : Exception("The database did not answer whether the transaction was committed.", inner);
