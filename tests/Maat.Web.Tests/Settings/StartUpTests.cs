using System.Diagnostics;
using Maat.Web.Settings;
using Maat.Web.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Maat.Web.Tests.Settings;

public sealed class StartUpTests
{
    [Theory]
    [InlineData("--Maat:Log:Level=loud", "Maat:Log:Level is 'loud'; it must be Trace, Debug, Information, Warning, Error, Critical or None.")]
    [InlineData("--Maat:Roles:0=Webb", "Maat:Roles:0 is 'Webb'; it must be Web, Scheduler or Worker.")]
    [InlineData("--Maat:Worker:Slots=many", "Maat:Worker:Slots is 'many'; it must be a whole number.")]
    [InlineData("--Maat:Listen=http://127.0.0.1:99999", "Maat:Listen: 'http://127.0.0.1:99999' has the port 99999")]
    [InlineData("--Maat:Listen=https://127.0.0.1:5443", "Maat:Listen: 'https://127.0.0.1:5443' needs a certificate")]
    [InlineData("--Maat:Listen=http://192.0.2.1:0", "Maat:Listen: ")]
    [InlineData("--Maat:Worker:Environment:0=MAAT_X", "Maat:Worker:Environment: 'MAAT_X' cannot be passed on")]
    [InlineData("--Maat:Database:Durability=7", "Maat:Database:Durability is '7'; it must be Normal or Full.")]
    [InlineData("--Maat:Database:Provider=Oracle", "Maat:Database:Provider is 'Oracle'; it must be Sqlite or MySql.")]
    [InlineData("--Maat:Database:Provider=MySql", "Maat:Database:ConnectionString is empty, but Maat:Database:Provider is MySql.")]
    [InlineData("--Maat:Database:ConnectionString=Server=x", "Maat:Database:ConnectionString is set, but Maat:Database:Provider is Sqlite")]
    public async Task Process_WithAWrongSetting_EndsWithItsKeyAndNoStackTrace(string setting, string message)
    {
        using var data = new TemporaryData();
        await EndsWithAsync([setting, $"--Maat:DataDirectory={data.Path}"], message);
    }

    [Fact]
    public async Task Process_OnADirectoryOfAnother_EndsWithThat()
    {
        using var data = new TemporaryData();
        await using var held = new FileStream(Path.Combine(data.Path, "maat.db.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        await EndsWithAsync(["--Maat:Listen=http://127.0.0.1:0", $"--Maat:DataDirectory={data.Path}"], "An embedded database serves one process.");
    }

    [Fact]
    public async Task Process_OnAFileThatIsNoDatabase_EndsWithItsPath()
    {
        using var data = new TemporaryData();
        string path = Path.Combine(data.Path, "maat.db");
        await File.WriteAllTextAsync(path, new string('x', 10_000), TestContext.Current.CancellationToken);
        await EndsWithAsync(["--Maat:Listen=http://127.0.0.1:0", $"--Maat:DataDirectory={data.Path}"], $"{path} is there and is not a database");
    }

    [Fact]
    public async Task Process_OnADatabaseOfAnotherVersion_EndsWithItsMigration()
    {
        using var data = new TemporaryData();
        string path = Path.Combine(data.Path, "maat.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText =
                """
                CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL PRIMARY KEY, "ProductVersion" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsHistory" VALUES ('20200101000000_First', '10.0.0')
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await EndsWithAsync(["--Maat:Listen=http://127.0.0.1:0", $"--Maat:DataDirectory={data.Path}"], $"{path} was made by another version of Maat: it has the migrations 20200101000000_First");
    }

    [Fact]
    public async Task Process_OnADatabaseWithForeignTables_EndsWithItsPath()
    {
        using var data = new TemporaryData();
        string path = Path.Combine(data.Path, "maat.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE run (id INTEGER PRIMARY KEY)";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await EndsWithAsync(["--Maat:Listen=http://127.0.0.1:0", $"--Maat:DataDirectory={data.Path}"], $"{path} has tables that are not this Maat's");
    }

    [Fact]
    public async Task Process_OnAPortThatIsTaken_EndsWithTheSetting()
    {
        using var data = new TemporaryData();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        await EndsWithAsync(
            [$"--Maat:Listen=http://{taken.LocalEndpoint}", $"--Maat:DataDirectory={data.Path}"], "Another program listens there");
    }

    private static async Task<string> EndsWithAsync(string[] arguments, string message)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("Maat did not start.", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(SettingsException.ExitCode, process.ExitCode);
        Assert.DoesNotContain("   at ", error + await output, StringComparison.Ordinal);
        return error;
    }
}
