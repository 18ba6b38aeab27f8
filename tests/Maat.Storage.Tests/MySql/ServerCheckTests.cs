using Maat.Storage.MySql;
using Microsoft.EntityFrameworkCore;

namespace Maat.Storage.Tests.MySql;

public sealed class ServerCheckTests
{
    private static readonly Dictionary<string, string> s_good = new()
    {
        ["version"] = "10.6.16-MariaDB-1:10.6.16+maria~deb12",
        ["max_allowed_packet"] = "16777216",
        ["sql_mode"] = "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO",
        ["log_bin"] = "ON",
        ["binlog_format"] = "MIXED",
        ["max_connections"] = "151",
        ["wsrep_on"] = "OFF",
        ["read_only"] = "OFF",
    };

    [Theory]
    [InlineData("version", "10.5.23-MariaDB", "needs MySQL 8.0 or MariaDB 10.6")]
    [InlineData("version", "5.7.44-log", "needs MySQL 8.0 or MariaDB 10.6")]
    [InlineData("version", "strange", "needs MySQL 8.0 or MariaDB 10.6")]
    [InlineData("max_allowed_packet", "4194304", "Set max_allowed_packet")]
    [InlineData("sql_mode", "", "Add STRICT_TRANS_TABLES")]
    [InlineData("sql_mode", "STRICT_ALL_TABLES,ANSI_QUOTES", "Take it out of sql_mode")]
    [InlineData("binlog_format", "STATEMENT", "Set it to ROW")]
    [InlineData("read_only", "ON", "Connect to the primary")]
    [InlineData("max_connections", "100", "Lower MaximumPoolSize")]
    public void Check_OneThingWrong_SaysThatAndWhatToDo(string variable, string value, string said) =>
        Assert.Contains(said, Assert.Single(Problems((variable, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("version", "8.0.36")]
    [InlineData("version", "8.4.0-commercial")]
    [InlineData("version", "11.4.2-MariaDB")]
    [InlineData("sql_mode", "STRICT_ALL_TABLES")]
    [InlineData("wsrep_on", "ON")]
    [InlineData("read_only", "OFF")]
    public void Check_GoodServer_HasNoProblem(string variable, string value) => Assert.Empty(Problems((variable, value)));

    [Fact]
    public void Check_BinaryLogByStatementsThatIsOff_IsNoProblem() => Assert.Empty(Problems(("log_bin", "OFF"), ("binlog_format", "STATEMENT")));

    [Fact]
    public void Check_GaleraWithSeveralNodes_IsRefusedWithTheReason()
    {
        string problem = Assert.Single(Problems(("wsrep_on", "ON"), ("wsrep_cluster_size", "3")));

        Assert.Contains("3 nodes of a Galera cluster", problem, StringComparison.Ordinal);
        Assert.Contains("row lock holds on one node only", problem, StringComparison.Ordinal);
        Assert.Empty(Problems(("wsrep_on", "ON"), ("wsrep_cluster_size", "1")));
    }

    [Theory]
    [InlineData("ON", 0)]
    [InlineData("OFF", 1)]
    public void Check_GroupReplication_OnlyWithOnePrimary(string onePrimary, int problems) => Assert.Equal(
        problems, Problems(("group_replication_group_name", "aaaa"), ("group_replication_single_primary_mode", onePrimary)).Count);

    [Fact]
    public async Task Server_OfTheTests_HasNoProblem()
    {
        int port = await MySqlServer.PortAsync();
        await using MySqlDatabase database = MySqlServer.Open("mysql", port);
        Assert.Empty(await database.CheckServerAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Model_Migrations_NoneIsPending()
    {
        await using MySqlDatabase database = MySqlServer.Open("mysql", await MySqlServer.PortAsync());
        await database.CheckServerAsync(TestContext.Current.CancellationToken);
        await using MaatContext context = database.NewContext();
        Assert.False(
            context.Database.HasPendingModelChanges(),
            "The model has changed and no migration says so; src/tools/Maat.Migrations/README.md has the command.");
    }

    [Fact]
    public async Task Migrate_Database_NoneIsPending()
    {
        string name = await MySqlServer.RentAsync();
        await using (MySqlDatabase database = MySqlServer.Open(name, await MySqlServer.PortAsync()))
        {
            Assert.Empty(await database.CheckServerAsync(TestContext.Current.CancellationToken));
            Assert.Empty(await database.PendingMigrationsAsync(TestContext.Current.CancellationToken));
        }

        await MySqlServer.ReturnAsync(name);
    }

    private static IReadOnlyList<string> Problems(params (string Variable, string Value)[] changed)
    {
        var variables = new Dictionary<string, string>(s_good);
        foreach ((string variable, string value) in changed)
        {
            variables[variable] = value;
        }

        return ServerCheck.Problems(ServerFacts.Of(variables), poolSize: 100);
    }
}
