using System.Data.Common;
using Maat.EntityFrameworkCore.MySql.Infrastructure;
using Maat.EntityFrameworkCore.MySql.Retrying;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MySqlConnector;

namespace Microsoft.EntityFrameworkCore.Infrastructure
{
    /// <summary>Options of <c>UseMySql</c>.</summary>
    public sealed class MySqlDbContextOptionsBuilder(DbContextOptionsBuilder optionsBuilder)
        : RelationalDbContextOptionsBuilder<MySqlDbContextOptionsBuilder, MySqlOptionsExtension>(optionsBuilder)
    {
        /// <summary>Runs again what failed by an error that passes by itself; see <see cref="MySqlRetryingExecutionStrategy"/>.</summary>
        public MySqlDbContextOptionsBuilder EnableRetryOnFailure() => ExecutionStrategy(d => new MySqlRetryingExecutionStrategy(d));

        /// <inheritdoc cref="EnableRetryOnFailure()"/>
        public MySqlDbContextOptionsBuilder EnableRetryOnFailure(int maxRetryCount) =>
            ExecutionStrategy(d => new MySqlRetryingExecutionStrategy(d, maxRetryCount));

        /// <inheritdoc cref="EnableRetryOnFailure()"/>
        /// <param name="maxRetryCount">How many times after the first.</param>
        /// <param name="maxRetryDelay">The longest pause between two tries.</param>
        /// <param name="errorNumbersToAdd">Numbers of server errors that shall count as transient, too.</param>
        public MySqlDbContextOptionsBuilder EnableRetryOnFailure(int maxRetryCount, TimeSpan maxRetryDelay, ICollection<int>? errorNumbersToAdd) =>
            ExecutionStrategy(d => new MySqlRetryingExecutionStrategy(d, maxRetryCount, maxRetryDelay, errorNumbersToAdd));
    }
}

namespace Microsoft.EntityFrameworkCore
{
    public static class MySqlDbContextOptionsBuilderExtensions
    {
        /// <summary>Puts the context on a MySQL or MariaDB server.</summary>
        public static DbContextOptionsBuilder UseMySql(
            this DbContextOptionsBuilder optionsBuilder,
            string connectionString,
            ServerVersion serverVersion,
            Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(connectionString);
            var builder = new MySqlConnectionStringBuilder(connectionString);
            if (builder.UseAffectedRows)
            {
                // Optimistic concurrency asks how many rows were found, also where nothing had to be changed.
                builder.UseAffectedRows = false;
                connectionString = builder.ConnectionString;
            }

            return Use(optionsBuilder, serverVersion, e => e.WithConnectionString(connectionString), mySqlOptionsAction);
        }

        /// <summary>Puts the context on a connection of the caller's, which stays the caller's to dispose of.</summary>
        public static DbContextOptionsBuilder UseMySql(
            this DbContextOptionsBuilder optionsBuilder,
            DbConnection connection,
            ServerVersion serverVersion,
            Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
        {
            ArgumentNullException.ThrowIfNull(connection);
            if (new MySqlConnectionStringBuilder(connection.ConnectionString).UseAffectedRows)
            {
                throw new InvalidOperationException("The connection counts changed rows, and EF Core needs found ones: set UseAffectedRows=False in its connection string.");
            }

            return Use(optionsBuilder, serverVersion, e => e.WithConnection(connection), mySqlOptionsAction);
        }

        /// <inheritdoc cref="UseMySql(DbContextOptionsBuilder, string, ServerVersion, Action{MySqlDbContextOptionsBuilder})"/>
        public static DbContextOptionsBuilder<TContext> UseMySql<TContext>(
            this DbContextOptionsBuilder<TContext> optionsBuilder,
            string connectionString,
            ServerVersion serverVersion,
            Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
            where TContext : DbContext =>
            (DbContextOptionsBuilder<TContext>)UseMySql((DbContextOptionsBuilder)optionsBuilder, connectionString, serverVersion, mySqlOptionsAction);

        /// <inheritdoc cref="UseMySql(DbContextOptionsBuilder, DbConnection, ServerVersion, Action{MySqlDbContextOptionsBuilder})"/>
        public static DbContextOptionsBuilder<TContext> UseMySql<TContext>(
            this DbContextOptionsBuilder<TContext> optionsBuilder,
            DbConnection connection,
            ServerVersion serverVersion,
            Action<MySqlDbContextOptionsBuilder>? mySqlOptionsAction = null)
            where TContext : DbContext =>
            (DbContextOptionsBuilder<TContext>)UseMySql((DbContextOptionsBuilder)optionsBuilder, connection, serverVersion, mySqlOptionsAction);

        /// <summary>Whether the context is on MySQL or MariaDB by this provider.</summary>
        public static bool IsMySql(this DatabaseFacade database)
        {
            ArgumentNullException.ThrowIfNull(database);
            return database.ProviderName == typeof(MySqlOptionsExtension).Assembly.GetName().Name;
        }

        private static DbContextOptionsBuilder Use(
            DbContextOptionsBuilder optionsBuilder,
            ServerVersion serverVersion,
            Func<MySqlOptionsExtension, RelationalOptionsExtension> connect,
            Action<MySqlDbContextOptionsBuilder>? configure)
        {
            ArgumentNullException.ThrowIfNull(optionsBuilder);
            ArgumentNullException.ThrowIfNull(serverVersion);
            MySqlOptionsExtension extension = optionsBuilder.Options.FindExtension<MySqlOptionsExtension>() ?? new MySqlOptionsExtension();
            ((IDbContextOptionsBuilderInfrastructure)optionsBuilder).AddOrUpdateExtension(connect(extension.WithServerVersion(serverVersion)));
            configure?.Invoke(new MySqlDbContextOptionsBuilder(optionsBuilder));
            return optionsBuilder;
        }
    }
}
