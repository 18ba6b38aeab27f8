using System.Data;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;
using MySqlConnector.Connections;
using MySqlConnector.Pooling;

namespace Maat.MySqlConnector.Tests.Server;

public sealed class PoolTests(ServerFixture server)
{
    private static uint _pools;

    [Fact]
    public async Task Connection_GivenBack_IsUsedAgainWithItsStateReset()
    {
        var settings = Pooled(1);
        int thread;
        await using (var connection = await OpenAsync(settings))
        {
            thread = connection.ServerThread;
            await connection.RunAsync("CREATE TEMPORARY TABLE t (id INT); SET sql_mode = 'NO_BACKSLASH_ESCAPES', time_zone = '+08:00'; SET NAMES latin1; START TRANSACTION");
        }
        await using (var connection = await OpenAsync(settings))
        {
            Assert.Equal(thread, connection.ServerThread);
            Assert.Equal("utf8mb4", await connection.ScalarAsync("SELECT @@character_set_client"));
            Assert.Equal("+00:00", await connection.ScalarAsync("SELECT @@time_zone"));
            Assert.Equal(0, await connection.NumberAsync("SELECT @@in_transaction"));
            Assert.DoesNotContain("NO_BACKSLASH", (string)(await connection.ScalarAsync("SELECT @@sql_mode"))!, StringComparison.Ordinal);
            var error = await Assert.ThrowsAsync<MySqlException>(() => connection.NumberAsync("SELECT COUNT(*) FROM t"));
            Assert.Equal(MySqlErrorCode.NoSuchTable, error.ErrorCode);
        }
    }

    [Fact]
    public async Task Connection_GivenBackInATransaction_HoldsNoLocks()
    {
        var settings = Pooled(1);
        await using var other = await server.OpenAsync();
        await other.RunAsync("CREATE OR REPLACE TABLE pool_locks (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO pool_locks VALUES (1)");
        await using (var connection = await OpenAsync(settings))
            await connection.RunAsync("START TRANSACTION; DELETE FROM pool_locks");
        await other.RunAsync("SELECT id FROM pool_locks FOR UPDATE NOWAIT");
        Assert.Equal(1, await other.NumberAsync("SELECT COUNT(*) FROM pool_locks"));
    }

    [Fact]
    public async Task Pool_WithAllInUse_MakesTheNextWaitInTurn()
    {
        var settings = Pooled(2);
        var first = await OpenAsync(settings);
        var second = await OpenAsync(settings);
        var waiting = OpenAsync(settings);
        Assert.False(waiting.IsCompleted);
        var thread = second.ServerThread;
        await second.DisposeAsync();
        await using (var third = await waiting)
            Assert.Equal(thread, third.ServerThread);
        await first.DisposeAsync();
        Assert.Equal(2, ConnectionPools.Of(settings.ConnectionString).OpenCount);
    }

    [Fact]
    public async Task Pool_WithAllInUseForTooLong_SaysWhichLimitItIs()
    {
        var impatient = Pooled(1);
        impatient.ConnectionTimeout = 1;
        await using var held = await OpenAsync(impatient);
        var error = await Assert.ThrowsAsync<MySqlException>(() => OpenAsync(impatient));
        Assert.Contains("Maximum Pool Size", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(impatient.Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiter_Cancelled_LeavesThePoolWhole()
    {
        var settings = Pooled(1);
        var first = await OpenAsync(settings);
        using (var cancel = new CancellationTokenSource())
        {
            await using var waiter = new MySqlConnection(settings.ConnectionString);
            var waiting = waiter.OpenAsync(cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            Assert.Equal(ConnectionState.Closed, waiter.State);
        }
        await first.DisposeAsync();
        await using var next = await OpenAsync(settings);
        Assert.Equal(1, await next.NumberAsync("SELECT 1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_KilledWhileItLayInThePool_IsNotGivenOut(bool reset)
    {
        var settings = Pooled(1);
        settings.ConnectionReset = reset;
        int thread;
        await using (var connection = await OpenAsync(settings))
            thread = connection.ServerThread;
        await using var other = await server.OpenAsync();
        await other.RunAsync($"KILL CONNECTION {thread}");
        while (await other.NumberAsync("SELECT COUNT(*) FROM information_schema.processlist WHERE id = @thread", ("thread", thread)) > 0)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        await using var next = await OpenAsync(settings);
        Assert.NotEqual(thread, next.ServerThread);
        Assert.Equal(1, await next.NumberAsync("SELECT 1"));
    }

    [Fact]
    public async Task Connection_InUseWhenThePoolIsCleared_IsClosedWhenItComesBack()
    {
        var settings = Pooled(1);
        var connection = await OpenAsync(settings);
        var thread = connection.ServerThread;
        await MySqlConnection.ClearPoolAsync(connection, TestContext.Current.CancellationToken);
        Assert.Equal(1, await connection.NumberAsync("SELECT 1"));
        await connection.DisposeAsync();
        await using var next = await OpenAsync(settings);
        Assert.NotEqual(thread, next.ServerThread);
    }

    [Fact]
    public async Task Sweep_OfAnEmptyPool_OpensTheLeastItHolds()
    {
        var settings = Pooled(4);
        settings.MinimumPoolSize = 2;
        settings.ConnectionIdleTimeout = 0;
        var pool = ConnectionPools.Of(settings.ConnectionString);
        await pool.SweepAsync();
        Assert.Equal(2, pool.OpenCount);
    }

    [Fact]
    public async Task Sessions_LyingLongerThanTheIdleTimeout_AreClosedByTheSweepAndTheOthersNot()
    {
        var clock = new FakeTimeProvider();
        var settings = Pooled(4);
        settings.ConnectionIdleTimeout = 60;
        using var pool = new ConnectionPool(new(settings), clock);
        var older = await pool.RentAsync(TestContext.Current.CancellationToken);
        var younger = await pool.RentAsync(TestContext.Current.CancellationToken);
        await pool.ReturnAsync(older);
        clock.Advance(TimeSpan.FromSeconds(25));
        await pool.ReturnAsync(younger);
        clock.Advance(TimeSpan.FromSeconds(40));
        await Eventually(() => pool.OpenCount == 1);
        Assert.Same(younger, await pool.RentAsync(TestContext.Current.CancellationToken));
        await pool.ReturnAsync(younger);
        clock.Advance(TimeSpan.FromSeconds(100));
        await Eventually(() => pool.OpenCount == 0);
    }

    [Fact]
    public async Task Session_OlderThanItsLifetime_IsReplacedHoweverOftenItWasUsed()
    {
        var clock = new FakeTimeProvider();
        var settings = Pooled(1);
        settings.ConnectionLifeTime = 60;
        using var pool = new ConnectionPool(new(settings), clock);
        var first = await pool.RentAsync(TestContext.Current.CancellationToken);
        await pool.ReturnAsync(first);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Same(first, await pool.RentAsync(TestContext.Current.CancellationToken));
        await pool.ReturnAsync(first);
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await pool.RentAsync(TestContext.Current.CancellationToken);
        Assert.NotSame(first, second);
        Assert.Equal(1, pool.OpenCount);
        await pool.ReturnAsync(second);
        await pool.ClearAsync();
    }

    [Fact]
    public async Task ConnectionString_OfAnOpenConnection_HasNoPassword()
    {
        var settings = Pooled(1);
        await using var connection = await OpenAsync(settings);
        Assert.DoesNotContain(settings.Password, connection.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_ThatIsWrong_IsNotInTheError()
    {
        var error = await Assert.ThrowsAsync<MySqlException>(() => server.OpenAsync(settings => settings.Password = "wrong-secret"));
        Assert.Equal(MySqlErrorCode.AccessDenied, error.ErrorCode);
        Assert.False(error.IsTransient);
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsNotThere_IsTransient()
    {
        var error = await Assert.ThrowsAsync<MySqlException>(() => server.OpenAsync(settings => settings.Port = 1));
        Assert.Equal(MySqlErrorCode.UnableToConnectToHost, error.ErrorCode);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task UnixSocket_AsServer_IsReached()
    {
        await using var connection = await server.OpenAsync(settings => (settings.Server, settings.ConnectionProtocol) = (server.Server.Socket, MySqlConnectionProtocol.UnixSocket));
        Assert.Equal(1, await connection.NumberAsync("SELECT 1"));
    }

    /// <summary>A pool of its own for each test.</summary>
    private MySqlConnectionStringBuilder Pooled(uint most)
    {
        var settings = server.Settings();
        settings.Pooling = true;
        settings.MaximumPoolSize = most;
        settings.DefaultCommandTimeout = 1000 + Interlocked.Increment(ref _pools);
        return settings;
    }

    private static async Task Eventually(Func<bool> holds)
    {
        while (!holds())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<MySqlConnection> OpenAsync(MySqlConnectionStringBuilder settings)
    {
        var connection = new MySqlConnection(settings.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
