using MySqlConnector;

namespace Maat.MySqlConnector.Tests.Commands;

public sealed class ConnectionStringTests
{
    [Fact]
    public void ConnectionString_WithAliases_IsReadUnderOneName()
    {
        var builder = new MySqlConnectionStringBuilder("Host=db;Uid=u;Pwd=p;Initial Catalog=d;Max Pool Size=7;SslMode=verifyfull;Pooling=no;Allow User Variables=1");
        Assert.Equal(("db", "u", "p", "d", 7u, MySqlSslMode.VerifyFull, false, true),
            (builder.Server, builder.UserID, builder.Password, builder.Database, builder.MaximumPoolSize, builder.SslMode, builder.Pooling, builder.AllowUserVariables));
        Assert.Equal(3306u, builder.Port);
        Assert.True(builder.ContainsKey("password"));
        builder.Password = "q";
        Assert.Equal(1, builder.ConnectionString.Split("q").Length - 1);
    }

    [Theory]
    [InlineData("Colour=red")]
    [InlineData("Port=secret-word")]
    [InlineData("SslMode=secret-word")]
    [InlineData("AllowLoadLocalInfile=true")]
    [InlineData("CharSet=latin1")]
    public void ConnectionString_NotUnderstood_IsRefusedWithoutItsValues(string text)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => new MySqlConnectionStringBuilder("Password=secret-word;" + text));
        Assert.DoesNotContain("secret-word", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionString_AsText_HasNoPassword()
    {
        var builder = new MySqlConnectionStringBuilder("Server=db;Password=secret-word");
        Assert.DoesNotContain("secret-word", builder.ToString(), StringComparison.Ordinal);
        Assert.Contains("secret-word", builder.ConnectionString, StringComparison.Ordinal);
    }
}
