using System.Data;
using MySqlConnector;

namespace Maat.MySqlConnector.Tests.Server;

/// <summary>Waits that are ended in the middle. What is waited for is a row that somebody else has locked: the server never gives it by itself.</summary>
public sealed class InterruptionTests(ServerFixture server) : IAsyncLifetime
{
    private readonly string _table = "t" + Guid.NewGuid().ToString("N");
    private MySqlConnection? _holder;

    private string WaitForRow => $"UPDATE {_table} SET v = v + 1 WHERE id = 1";

    public async ValueTask InitializeAsync()
    {
        _holder = await server.OpenAsync();
        await _holder.RunAsync($"CREATE TABLE {_table} (id INT PRIMARY KEY, v INT) ENGINE=InnoDB; INSERT INTO {_table} VALUES (1, 0); START TRANSACTION; {WaitForRow}");
    }

    public async ValueTask DisposeAsync() => await _holder!.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_WhileAStatementWaitsForALock_EndsItAndKeepsTheConnection(bool prepared)
    {
        await using var connection = await OpenPatientAsync();
        await using var command = connection.Command(WaitForRow);
        if (prepared)
            await command.PrepareAsync(TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var waiting = command.ExecuteNonQueryAsync(cancel.Token);
        await UntilItWaitsAsync(connection.ServerThread);
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.IsType<MySqlException>(error.InnerException);
        await AssertUsableAsync(connection);
    }

    [Fact]
    public async Task Token_CancelledAgainAndAgain_NeverHitsTheNextStatement()
    {
        await using var connection = await OpenPatientAsync();
        for (var round = 0; round < 20; round++)
        {
            using var cancel = new CancellationTokenSource();
            var running = connection.Command("SELECT SUM(seq) FROM seq_1_to_2000").ExecuteScalarAsync(cancel.Token);
            await cancel.CancelAsync();
            try
            {
                await running;
            }
            catch (OperationCanceledException)
            {
                // Whether it was quicker is not the question.
            }
            await AssertUsableAsync(connection);
        }
    }

    [Fact]
    public async Task Token_WhileRowsArrive_EndsTheReader()
    {
        await using var connection = await OpenPatientAsync();
        using var cancel = new CancellationTokenSource();
        await using (var reader = await connection.Command("SELECT a.seq, REPEAT('x', 1000) FROM seq_1_to_100000 a, seq_1_to_100000 b").ExecuteReaderAsync(cancel.Token))
        {
            Assert.True(await reader.ReadAsync(cancel.Token));
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                while (await reader.ReadAsync(cancel.Token))
                {
                }
            });
        }
        await AssertUsableAsync(connection);
    }

    [Fact]
    public async Task Timeout_WhileAStatementWaitsForALock_EndsItAndKeepsTheConnection()
    {
        await using var connection = await OpenPatientAsync();
        await using var command = connection.Command(WaitForRow);
        command.CommandTimeout = 1;
        var error = await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal(MySqlErrorCode.CommandTimeoutExpired, error.ErrorCode);
        await AssertUsableAsync(connection);
    }

    [Fact]
    public async Task Cancel_FromElsewhere_IsReportedAsTheServerSaysIt()
    {
        await using var connection = await OpenPatientAsync();
        await using var command = connection.Command(WaitForRow);
        var waiting = command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await UntilItWaitsAsync(connection.ServerThread);
        command.Cancel();
        var error = await Assert.ThrowsAsync<MySqlException>(() => waiting);
        Assert.Equal(MySqlErrorCode.QueryInterrupted, error.ErrorCode);
        await AssertUsableAsync(connection);
    }

    [Fact]
    public async Task LockWait_PastTheServersLimit_IsTransientAndLeavesTheTransaction()
    {
        await using var connection = await server.OpenAsync();
        await connection.RunAsync("SET innodb_lock_wait_timeout = 1");
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<MySqlException>(() => connection.RunAsync(WaitForRow));
        Assert.Equal(MySqlErrorCode.LockWaitTimeout, error.ErrorCode);
        Assert.True(error.IsTransient);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await AssertUsableAsync(connection);
    }

    [Fact]
    public async Task KilledConnection_InTheMiddleOfAStatement_IsClosedAndTransient()
    {
        await using var connection = await OpenPatientAsync();
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var waiting = connection.RunAsync(WaitForRow);
        await UntilItWaitsAsync(connection.ServerThread);
        await _holder!.RunAsync($"KILL CONNECTION {connection.ServerThread}");

        var error = await Assert.ThrowsAsync<MySqlException>(() => waiting);
        Assert.True(error.IsTransient, error.ToString());
        var next = await Assert.ThrowsAsync<MySqlException>(() => connection.RunAsync("SELECT 1"));
        Assert.True(next.IsTransient, next.ToString());
        Assert.Equal(ConnectionState.Closed, connection.State);
        await transaction.DisposeAsync();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await connection.NumberAsync("SELECT 1"));
    }

    private static async Task AssertUsableAsync(MySqlConnection connection)
    {
        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Equal(42, await connection.NumberAsync("SELECT 42"));
        Assert.Equal(0, await connection.NumberAsync("SELECT SLEEP(0)"));
    }

    private async Task<MySqlConnection> OpenPatientAsync()
    {
        var connection = await server.OpenAsync();
        await connection.RunAsync("SET innodb_lock_wait_timeout = 1000");
        return connection;
    }

    /// <summary>Until the server has begun with the statement of that connection, which cannot end by itself.</summary>
    private async Task UntilItWaitsAsync(int thread)
    {
        await using var watcher = await server.OpenAsync();
        while (await watcher.NumberAsync("SELECT COUNT(*) FROM information_schema.processlist WHERE id = @thread AND info LIKE 'UPDATE%'", ("thread", thread)) == 0)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }
}
