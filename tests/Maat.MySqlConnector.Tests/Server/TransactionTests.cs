using System.Data;
using MySqlConnector;

namespace Maat.MySqlConnector.Tests.Server;

public sealed class TransactionTests(ServerFixture server)
{
    [Fact]
    public async Task Savepoint_RolledBackTo_UndoesWhatCameAfter()
    {
        await using var connection = await OpenWithTableAsync();
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await connection.RunAsync("INSERT INTO t VALUES (1)");
        await transaction.SaveAsync("a`b", TestContext.Current.CancellationToken);
        await connection.RunAsync("INSERT INTO t VALUES (2)");
        await transaction.RollbackAsync("a`b", TestContext.Current.CancellationToken);
        await transaction.ReleaseAsync("a`b", TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await connection.NumberAsync("SELECT SUM(id) FROM t"));
    }

    [Fact]
    public async Task Transaction_DisposedBeforeCommit_IsRolledBack()
    {
        await using var connection = await OpenWithTableAsync();
        await using (await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
            await connection.RunAsync("INSERT INTO t VALUES (1)");
        Assert.Equal(0, await connection.NumberAsync("SELECT COUNT(*) FROM t"));
        Assert.Null(connection.CreateCommand().Transaction);
    }

    [Theory]
    [InlineData(IsolationLevel.ReadCommitted, 1)]
    [InlineData(IsolationLevel.RepeatableRead, 0)]
    public async Task IsolationLevel_OfATransaction_IsItsOwnOnly(IsolationLevel level, int seen)
    {
        await using var connection = await server.OpenAsync();
        await using var other = await server.OpenAsync();
        var table = "iso_" + level;
        await other.RunAsync($"CREATE OR REPLACE TABLE {table} (id INT) ENGINE=InnoDB");
        await using (var transaction = await connection.BeginTransactionAsync(level, TestContext.Current.CancellationToken))
        {
            Assert.Equal(0, await connection.NumberAsync($"SELECT COUNT(*) FROM {table}"));
            await other.RunAsync($"INSERT INTO {table} VALUES (1)");
            Assert.Equal(seen, await connection.NumberAsync($"SELECT COUNT(*) FROM {table}"));
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal("READ-COMMITTED", await connection.ScalarAsync("SELECT @@tx_isolation"));
    }

    [Fact]
    public async Task Command_OutsideTheConnectionsTransaction_IsRefused()
    {
        await using var connection = await server.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand("SELECT 1", connection);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Transaction", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SynchronousMethods_DoTheSame()
    {
        using var connection = new MySqlConnection(server.Settings().ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        using var command = new MySqlCommand("SELECT @v", connection, transaction);
        command.Parameters.AddWithValue("v", 5);
        command.Prepare();
        Assert.Equal(5, Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture));
        transaction.Rollback();
        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync(TestContext.Current.CancellationToken));
    }

    private async Task<MySqlConnection> OpenWithTableAsync()
    {
        var connection = await server.OpenAsync();
        await connection.RunAsync("CREATE TEMPORARY TABLE t (id INT PRIMARY KEY) ENGINE=InnoDB");
        return connection;
    }
}
