using Maat.EntityFrameworkCore.MySql.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MySqlConnector;

namespace Maat.EntityFrameworkCore.MySql.Tests.Statements;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("8.0.36", "8.0.36-mysql")]
    [InlineData("8.4.0-0ubuntu0.24.04.1", "8.4.0-mysql")]
    [InlineData("9.1", "9.1-mysql")]
    [InlineData("5.5.5-10.11.6-MariaDB-0+deb12u1", "10.11.6-mariadb")]
    [InlineData("10.6.2-MariaDB", "10.6.2-mariadb")]
    [InlineData("11.4.2-mariadb", "11.4.2-mariadb")]
    public void ServerVersion_AsServersSayIt_IsUnderstood(string said, string expected)
    {
        var version = ServerVersion.Parse(said);
        Assert.Equal(expected, version.ToString());
        Assert.Equal(version, ServerVersion.Parse(version.ToString()));
    }

    [Theory, InlineData(""), InlineData("mysql"), InlineData("eight")]
    public void ServerVersion_WithoutNumbers_IsNoVersion(string said)
    {
        Assert.False(ServerVersion.TryParse(said, out _));
        Assert.Throws<FormatException>(() => ServerVersion.Parse(said));
    }

    [Theory, InlineData("5.7.44"), InlineData("10.5.9-MariaDB")]
    public void ServerVersion_TooOld_IsRefusedWithTheOldest(string said) =>
        Assert.Contains("the oldest is", Assert.Throws<NotSupportedException>(() => ServerVersion.Parse(said)).Message, StringComparison.Ordinal);

    [Fact]
    public void Contexts_OfOneVersion_ShareServices_AndOfTwoDoNot()
    {
        using Library mysql = RecordingLibrary.Open(RecordingLibrary.MySql);
        using Library same = RecordingLibrary.Open(new MySqlServerVersion("8.0.36"));
        using Library mariadb = RecordingLibrary.Open(RecordingLibrary.MariaDb);

        Assert.Same(mysql.GetService<IMySqlOptions>(), same.GetService<IMySqlOptions>());
        Assert.NotSame(mysql.GetService<IMySqlOptions>(), mariadb.GetService<IMySqlOptions>());
        Assert.Equal(RecordingLibrary.MariaDb, mariadb.GetService<IMySqlOptions>().ServerVersion);
    }

    [Fact]
    public void ConnectionString_ThatCountsChangedRows_IsMadeToCountFoundOnes()
    {
        using var library = new Library(new DbContextOptionsBuilder<Library>().UseMySql("Server=s;Database=d;UseAffectedRows=True", RecordingLibrary.MySql).Options);
        Assert.False(new MySqlConnectionStringBuilder(library.Database.GetConnectionString()!).UseAffectedRows);
    }

    [Fact]
    public void Connection_ThatCountsChangedRows_IsRefused()
    {
        using var connection = new MySqlConnection("Server=s;Database=d;UseAffectedRows=True");
        Assert.Throws<InvalidOperationException>(() => new DbContextOptionsBuilder<Library>().UseMySql(connection, RecordingLibrary.MySql));
    }

    [Fact]
    public void EnsureCreated_WithoutADatabaseName_SaysSo()
    {
        using var library = new Library(new DbContextOptionsBuilder<Library>().UseMySql("Server=s", RecordingLibrary.MySql).Options);
        Assert.Contains("names no database", Assert.Throws<InvalidOperationException>(() => library.Database.EnsureCreated()).Message, StringComparison.Ordinal);
    }
}
