using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MySqlConnector;

namespace Maat.EntityFrameworkCore.MySql.Retrying;

/// <summary>
/// Runs again what failed by an error that passes by itself.
/// <list type="bullet">
/// <item>A transaction that the failed try left open is rolled back first. After a lock wait timeout (1205) the server itself takes back
/// the statement alone, and the locks of those before it would still be held.</item>
/// <item>When the server has become read-only after a failover, the pool's connections are closed, or the next try would get one of them.</item>
/// <item>A commit whose answer was lost is run again only when <c>verifySucceeded</c> was given and says that it is not there; without it,
/// <see cref="MySqlAmbiguousCommitException"/> reaches the caller.</item>
/// </list>
/// </summary>
public sealed class MySqlRetryingExecutionStrategy : ExecutionStrategy
{
    private readonly ICollection<int>? _additional;
    private Exception? _readBack;

    public MySqlRetryingExecutionStrategy(ExecutionStrategyDependencies dependencies)
        : this(dependencies, DefaultMaxRetryCount)
    {
    }

    public MySqlRetryingExecutionStrategy(ExecutionStrategyDependencies dependencies, int maxRetryCount)
        : this(dependencies, maxRetryCount, DefaultMaxDelay, null)
    {
    }

    public MySqlRetryingExecutionStrategy(
        ExecutionStrategyDependencies dependencies, int maxRetryCount, TimeSpan maxRetryDelay, ICollection<int>? errorNumbersToAdd)
        : base(dependencies, maxRetryCount, maxRetryDelay) => _additional = errorNumbersToAdd;

    protected override bool ShouldRetryOn(Exception exception) => exception switch
    {
        MySqlAmbiguousCommitException => ReferenceEquals(exception, _readBack),
        MySqlException error => TransientErrors.Contains(error.Number) || _additional?.Contains(error.Number) == true,
        _ => false,
    };

    /// <summary>Called only where the caller can verify, and before <see cref="ShouldRetryOn"/> is asked about the same exception.</summary>
    protected override bool ShouldVerifySuccessOn(Exception exception)
    {
        if (exception is MySqlAmbiguousCommitException)
        {
            _readBack = exception;
            return true;
        }

        return base.ShouldVerifySuccessOn(exception);
    }

    protected override void OnRetry()
    {
        base.OnRetry();
        DbContext context = Dependencies.CurrentContext.Context;
        // Disposing rolls back, and does no more than forget it where the connection is gone.
        context.Database.CurrentTransaction?.Dispose();
        if (CallOnWrappedException(ExceptionsEncountered[^1], TransientErrors.IsReadOnlyServer) && context.Database.GetDbConnection() is MySqlConnection connection)
        {
            MySqlConnection.ClearPool(connection);
        }
    }
}
