using MySqlConnector;

namespace Maat.MySqlConnector.Tests.Server;

public sealed class ParametersTests(ServerFixture server)
{
    private static readonly string[] Hostile =
    [
        "'", "\\", "\\'", "'' OR 1=1 -- ", "\\\\'; DROP TABLE t; -- ", "\"", "`", "\0", "\u001a", "%_", "\\%", "@a", "?", "/*", "*/", "#", "\r\n--", "\u00bf\u005c\u0027", "縗\\'", "🪶\\🪶'",
    ];

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("NO_BACKSLASH_ESCAPES", false)]
    [InlineData("NO_BACKSLASH_ESCAPES", true)]
    [InlineData("ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT", false)]
    public async Task HostileString_InEveryMode_StaysOneValue(string mode, bool prepared)
    {
        await using var connection = await server.OpenAsync();
        await connection.RunAsync("SET SESSION sql_mode = @mode", ("mode", mode));
        await using var command = connection.Command("SELECT @v, CHAR_LENGTH(@v), @after", ("v", ""), ("after", "x\\y"));
        if (prepared)
            await command.PrepareAsync(TestContext.Current.CancellationToken);
        foreach (var text in Hostile)
        {
            command.Parameters["v"].Value = text;
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
            Assert.Equal(text, reader.GetString(0));
            Assert.Equal(text.EnumerateRunes().Count(), reader.GetInt32(1));
            Assert.Equal("x\\y", reader.GetString(2));
        }
    }

    [Fact]
    public async Task HostileString_AfterAStatementThatChangesTheMode_StaysOneValue()
    {
        await using var connection = await server.OpenAsync();
        foreach (var mode in new[] { "NO_BACKSLASH_ESCAPES", "" })
        {
            await using var command = connection.Command($"SET SESSION sql_mode = '{mode}'; SELECT @v", ("v", "\\' OR 1=1 -- "));
            Assert.Equal("\\' OR 1=1 -- ", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Batch_OfStatementsWithTheirOwnParameters_RunsInOneGo()
    {
        await using var connection = await server.OpenAsync();
        await connection.RunAsync("CREATE TEMPORARY TABLE t (id INT PRIMARY KEY, name VARCHAR(50))");
        await using var batch = connection.CreateBatch();
        for (var i = 0; i < Hostile.Length; i++)
        {
            var insert = new MySqlBatchCommand("INSERT INTO t VALUES (@id, @name) -- one;");
            insert.Parameters.AddWithValue("@id", i);
            insert.Parameters.AddWithValue("@name", Hostile[i]);
            batch.BatchCommands.Add(insert);
        }
        Assert.Equal(Hostile.Length, await batch.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        await using var reader = await connection.Command("SELECT name FROM t ORDER BY id").ExecuteReaderAsync(TestContext.Current.CancellationToken);
        foreach (var name in Hostile)
        {
            Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
            Assert.Equal(name, reader.GetString(0));
        }
    }

    [Fact]
    public async Task SeveralStatements_WithAnErrorInTheMiddle_StopThere()
    {
        await using var connection = await server.OpenAsync();
        await connection.RunAsync("CREATE TEMPORARY TABLE t (id INT PRIMARY KEY)");
        var error = await Assert.ThrowsAsync<MySqlException>(() => connection.RunAsync("INSERT INTO t VALUES (@a); INSERT INTO t VALUES (@a); INSERT INTO t VALUES (@b)", ("a", 1), ("b", 2)));
        Assert.Equal((MySqlErrorCode.DuplicateKeyEntry, "23000", false), (error.ErrorCode, error.SqlState, error.IsTransient));
        Assert.Equal(1, await connection.NumberAsync("SELECT COUNT(*) FROM t"));
    }

    [Fact]
    public async Task SeveralResults_OfOneCommand_AreReadOneByOne()
    {
        await using var connection = await server.OpenAsync();
        await using var command = connection.Command("CREATE TEMPORARY TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v INT); INSERT INTO t (v) VALUES (7), (8); SELECT v FROM t; SELECT 'x' WHERE FALSE; SELECT @v", ("v", "last"));
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            Assert.True(reader.HasRows);
            Assert.True(reader.Read());
            Assert.True(reader.Read());
            Assert.Equal(8, reader.GetInt32(reader.GetOrdinal("v")));
            Assert.True(await reader.NextResultAsync(TestContext.Current.CancellationToken));
            Assert.False(reader.HasRows);
            Assert.False(reader.Read());
            Assert.True(await reader.NextResultAsync(TestContext.Current.CancellationToken));
            Assert.True(reader.Read());
            Assert.Equal("last", reader.GetString(0));
            Assert.False(await reader.NextResultAsync(TestContext.Current.CancellationToken));
            Assert.Equal(2, reader.RecordsAffected);
        }
        Assert.Equal(1, command.LastInsertedId);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Update_OfARowThatStaysTheSame_CountsWhatWasFound(bool useAffectedRows, int expected)
    {
        await using var connection = await server.OpenAsync(settings => settings.UseAffectedRows = useAffectedRows);
        await connection.RunAsync("CREATE TEMPORARY TABLE t (id INT); INSERT INTO t VALUES (1)");
        Assert.Equal(expected, await connection.RunAsync("UPDATE t SET id = 1"));
    }

    [Fact]
    public async Task Prepared_OnTheSameConnection_IsPreparedOnce()
    {
        await using var connection = await server.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await using var command = connection.Command("SELECT @v + 1", ("v", i));
            await command.PrepareAsync(TestContext.Current.CancellationToken);
            Assert.Equal((long)i + 1, Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture));
        }
        Assert.Equal(1, await StatusAsync(connection, "Com_stmt_prepare"));
        Assert.Equal(3, await StatusAsync(connection, "Com_stmt_execute"));
    }

    [Fact]
    public async Task Prepared_MoreThanAConnectionKeeps_AreClosedOnTheServer()
    {
        await using var connection = await server.OpenAsync();
        for (var i = 0; i < global::MySqlConnector.Commands.PreparedStatements.Capacity + 5; i++)
        {
            await using var command = connection.Command($"SELECT {i}");
            await command.PrepareAsync(TestContext.Current.CancellationToken);
            Assert.Equal(i, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }
        Assert.Equal(5, await StatusAsync(connection, "Com_stmt_close"));
    }

    [Fact]
    public async Task LocalInfile_AskedForByAStatement_IsRefusedByBothSides()
    {
        await using var connection = await server.OpenAsync();
        await connection.RunAsync("SET GLOBAL local_infile = 1; CREATE TEMPORARY TABLE t (line TEXT)");
        await Assert.ThrowsAsync<MySqlException>(() => connection.RunAsync("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t"));
        Assert.Equal(0, await connection.NumberAsync("SELECT COUNT(*) FROM t"));
    }

    [Fact]
    public async Task Reader_LeftOpen_KeepsOthersOffTheConnection()
    {
        await using var connection = await server.OpenAsync();
        await using (var reader = await connection.Command("SELECT seq FROM seq_1_to_100000").ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            Assert.True(reader.Read());
            await Assert.ThrowsAsync<InvalidOperationException>(() => connection.NumberAsync("SELECT 1"));
        }
        Assert.Equal(2, await connection.NumberAsync("SELECT 2"));
    }

    private static async Task<long> StatusAsync(MySqlConnection connection, string name)
    {
        await using var reader = await connection.Command("SHOW SESSION STATUS LIKE @name", ("name", name)).ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        return long.Parse(reader.GetString(1), System.Globalization.CultureInfo.InvariantCulture);
    }
}
