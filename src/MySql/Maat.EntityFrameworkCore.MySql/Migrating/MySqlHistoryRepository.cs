using System.Globalization;
using Maat.EntityFrameworkCore.MySql.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Maat.EntityFrameworkCore.MySql.Migrating;

/// <summary>
/// The table of applied migrations, and the lock under which they are applied. The lock is the server's <c>GET_LOCK</c>, held by the
/// connection: it ends with the process, however that ends, where a row in a table would make everybody wait for ever.
/// </summary>
internal sealed class MySqlHistoryRepository(HistoryRepositoryDependencies dependencies) : HistoryRepository(dependencies)
{
    /// <summary>
    /// Seconds of one wait for the lock, which is asked for until it is there: short of a command's timeout, and a cancellation is seen.
    /// </summary>
    private const int WaitSeconds = 5;

    /// <summary>A lock's name counts on the whole server and has at most 64 characters, as many as a database's name.</summary>
    private const string LockName = "CONCAT('__EFMigrationsLock_', MD5(DATABASE()))";

    private static readonly string GetLock = $"SELECT COALESCE(GET_LOCK({LockName}, {WaitSeconds}), 0)";

    private static readonly string ReleaseLock = $"SELECT RELEASE_LOCK({LockName})";

    public override LockReleaseBehavior LockReleaseBehavior => LockReleaseBehavior.Connection;

    protected override string ExistsSql =>
        $"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = {SqlText.Literal(TableName)}";

    public override IMigrationsDatabaseLock AcquireDatabaseLock()
    {
        Dependencies.MigrationsLogger.AcquiringMigrationLock();
        while (!IsOne(Command(GetLock).ExecuteScalar(Parameters())))
        {
        }

        return new DatabaseLock(this);
    }

    public override async Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
    {
        Dependencies.MigrationsLogger.AcquiringMigrationLock();
        while (!IsOne(await Command(GetLock).ExecuteScalarAsync(Parameters(), cancellationToken).ConfigureAwait(false)))
        {
        }

        return new DatabaseLock(this);
    }

    public override string GetCreateIfNotExistsScript() => GetCreateScript().Replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", StringComparison.Ordinal);

    public override string GetBeginIfNotExistsScript(string migrationId) => throw NoConditions();

    public override string GetBeginIfExistsScript(string migrationId) => throw NoConditions();

    public override string GetEndIfScript() => throw NoConditions();

    protected override bool InterpretExistsResult(object? value) => IsOne(value);

    private static NotSupportedException NoConditions() => new(
        "MySQL has conditions in stored programs only, so there is no idempotent script. Make a script from the migration that the database has, "
        + "or let the application apply what is pending.");

    private static bool IsOne(object? value) => value is not (null or DBNull) && Convert.ToInt64(value, CultureInfo.InvariantCulture) == 1;

    private IRelationalCommand Command(string sql) => Dependencies.RawSqlCommandBuilder.Build(sql);

    private RelationalCommandParameterObject Parameters() => new(
        Dependencies.Connection, null, null, Dependencies.CurrentContext.Context, Dependencies.CommandLogger, CommandSource.Migrations);

    private sealed class DatabaseLock(MySqlHistoryRepository repository) : IMigrationsDatabaseLock
    {
        public IHistoryRepository HistoryRepository => repository;

        public void Dispose()
        {
            if (IsConnected)
            {
                repository.Command(ReleaseLock).ExecuteScalar(repository.Parameters());
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (IsConnected)
            {
                await repository.Command(ReleaseLock).ExecuteScalarAsync(repository.Parameters(), CancellationToken.None).ConfigureAwait(false);
            }
        }

        /// <summary>A lost connection has lost the lock as well.</summary>
        private bool IsConnected => repository.Dependencies.Connection.DbConnection.State == System.Data.ConnectionState.Open;
    }
}
