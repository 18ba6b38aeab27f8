using System.Text;
using Maat.MySqlConnector.Tests.Protocol;
using MySqlConnector;
using MySqlConnector.Commands;
using MySqlConnector.Protocol;

namespace Maat.MySqlConnector.Tests.Commands;

public sealed class StatementsTests
{
    [Theory]
    [InlineData("SELECT @a, @B", "SELECT 1, 'it''s'")]
    [InlineData("SELECT ?a+?b", "SELECT 1+'it''s'")]
    [InlineData("SELECT '@a', \"@a\", `@a`, @a", "SELECT '@a', \"@a\", `@a`, 1")]
    [InlineData("SELECT 'it''s @a', 'it\\'s @a', @a", "SELECT 'it''s @a', 'it\\'s @a', 1")]
    [InlineData("SELECT `a\\`, @a", "SELECT `a\\`, 1")]
    [InlineData("SELECT 1 -- @a\n, @a # @a\n, /* @a */ @a", "SELECT 1 -- @a\n, 1 # @a\n, /* @a */ 1")]
    [InlineData("SELECT 5--@a", "SELECT 5--1")]
    [InlineData("SELECT @@version, @a", "SELECT @@version, 1")]
    [InlineData("SELECT '@a", "SELECT '@a")]
    [InlineData("SELECT /* @a", "SELECT /* @a")]
    [InlineData("@a", "1")]
    public void Parameters_InTheirPlaces_AreWritten(string sql, string expected) => Assert.Equal(expected, Written(sql, ("@a", 1), ("b", "it's")));

    [Fact]
    public void Parameters_WithoutNames_AreTakenInOrder() => Assert.Equal("SELECT 1, 'x'", Written("SELECT ?, ?", ("", 1), ("", "x")));

    [Fact]
    public void String_UnderNoBackslashEscapes_EndsWhereTheServerEndsIt() =>
        Assert.Equal("SELECT '\\', 1", Written("SELECT '\\', @a", ServerStatus.NoBackslashEscapes, ("@a", 1)));

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("", "''")]
    [InlineData("'; DROP TABLE x; --", "'''; DROP TABLE x; --'")]
    [InlineData("''", "''''''")]
    [InlineData("\\", "_utf8mb4 X'5C'")]
    [InlineData("\\' OR 1=1 -- 🪶", "_utf8mb4 X'5C27204F5220313D31202D2D20F09FAAB6'")]
    [InlineData(true, "TRUE")]
    [InlineData(0.5, "0.5e0")]
    [InlineData(1e300, "1E+300")]
    [InlineData(-7, "-7")]
    public void Literal_WhateverTheMode_IsOneValue(object value, string expected)
    {
        Assert.Equal(expected, Written("@a", ("@a", value)));
        Assert.Equal(expected, Written("@a", ServerStatus.NoBackslashEscapes, ("@a", value)));
    }

    [Fact]
    public void Parameter_WithoutValue_IsNamed()
    {
        var error = Assert.Throws<MySqlException>(() => Written("SELECT @missing"));
        Assert.Contains("@missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(typeof(StatementsTests))]
    public void Value_ThatTheDatabaseDoesNotHave_IsRefused(object value) => Assert.Throws<NotSupportedException>(() => Written("SELECT @a", ("@a", value)));

    [Fact]
    public void Prepared_SeveralStatements_AreRefused() =>
        Assert.Throws<NotSupportedException>(() => PreparedStatement.Translate("SELECT 1; SELECT 2", false, false, new()));

    [Fact]
    public void Prepared_Names_BecomePlaces()
    {
        var (sql, places) = PreparedStatement.Translate("SELECT @b, '?@a', @a, @b;", false, false, new());
        Assert.Equal("SELECT ?, '?@a', ?, ?;", sql);
        Assert.Equal(["b", "a", "b"], places.Select(place => place.Name));
    }

    [Fact]
    public void PreparedStatements_WhenFull_GiveUpTheOneUsedLongestAgo()
    {
        var statements = new PreparedStatements();
        for (var i = 0; i < PreparedStatements.Capacity; i++)
        {
            Assert.Null(statements.MakeRoom());
            statements.Add(new($"SELECT {i}", (uint)i, []));
        }
        Assert.True(statements.TryGet("SELECT 0", out _));
        var gone = statements.MakeRoom();
        Assert.Equal("SELECT 1", gone?.Sql);
        Assert.True(gone!.IsGone);
        Assert.False(statements.TryGet("SELECT 1", out _));
    }

    private static string Written(string sql, params (string Name, object? Value)[] parameters) => Written(sql, ServerStatus.None, parameters);

    private static string Written(string sql, ServerStatus status, params (string Name, object? Value)[] parameters)
    {
        var session = Recording.Session([]);
        session.Status = status;
        var collection = new MySqlParameterCollection();
        foreach (var (name, value) in parameters)
            collection.AddWithValue(name, value);
        session.Writer.Begin();
        StatementWriter.Write(session, sql, collection);
        return Encoding.UTF8.GetString(session.Writer.Written(0));
    }
}
