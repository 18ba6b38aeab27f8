using Microsoft.EntityFrameworkCore;

namespace Maat.EntityFrameworkCore.MySql.Tests.Statements;

/// <summary>What queries look like, without a server.</summary>
public sealed class QueryStatementTests
{
    private static readonly Dictionary<string, Func<Library, IQueryable<object?>>> Queries = new()
    {
        ["SELECT `a`.`Title` FROM `album` AS `a` ORDER BY `a`.`Id` LIMIT 18446744073709551615 OFFSET @p"] = l => l.Albums.OrderBy(a => a.Id).Skip(Twenty).Select(a => a.Title),
        ["SELECT `a`.`Title` FROM `album` AS `a` ORDER BY `a`.`Id` LIMIT @p OFFSET @p"] = l => l.Albums.OrderBy(a => a.Id).Skip(Twenty).Take(Twenty).Select(a => a.Title),
        ["SELECT `a`.`Title` FROM `album` AS `a` WHERE `a`.`Title` LIKE 'a!_b%' ESCAPE '!'"] = l => l.Albums.Where(a => a.Title.StartsWith("a_b")).Select(a => a.Title),
        ["SELECT `a`.`Title` FROM `album` AS `a` WHERE LOCATE('it''s', `a`.`Title`) > 0"] = l => l.Albums.Where(a => a.Title.Contains("it's")).Select(a => a.Title),
        ["SELECT `a`.`Title` FROM `album` AS `a` WHERE `a`.`Title` = _utf8mb4 X'5C'"] = l => l.Albums.Where(a => a.Title == "\\").Select(a => a.Title),
        ["SELECT CONCAT(`a`.`Title`, '!') FROM `album` AS `a`"] = l => l.Albums.Select(a => a.Title + "!"),
        ["SELECT `a`.`Year` DIV 2 FROM `album` AS `a`"] = l => l.Albums.Select(a => (object)(a.Year / 2)),
        ["SELECT `a`.`Title` FROM `album` AS `a` WHERE `a`.`Id` IN (1, 2)"] = l => l.Albums.Where(a => EF.Constant(OneAndTwo).Contains(a.Id)).Select(a => a.Title),
        ["SELECT `a`.`Title` FROM `album` AS `a` WHERE `a`.`AddedAt` > TIMESTAMP '2026-01-02 03:04:05.678000'"] =
            l => l.Albums.Where(a => a.AddedAt > new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc)).Select(a => a.Title),
    };

    private static int Twenty { get; } = 20;

    private static long[] OneAndTwo { get; } = [1, 2];

    [Fact]
    public void Query_IsWrittenAsTheServerTakesIt()
    {
        using Library library = RecordingLibrary.Open();
        Assert.All(Queries, query =>
        {
            string sql = query.Value(library).ToQueryString();
            string statement = RecordingLibrary.OnOneLine(sql[sql.IndexOf("SELECT", StringComparison.Ordinal)..]);
            Assert.Equal(query.Key, System.Text.RegularExpressions.Regex.Replace(statement, @"@p\d*|@Twenty\d*", "@p"));
        });
    }

    [Fact]
    public void Subquery_ForEachRow_IsJoinedOnMySqlAndRefusedOnMariaDb()
    {
        static IQueryable<object> Query(Library l) => l.Albums.SelectMany(a => l.Tracks.Where(t => t.AlbumId == a.Id).OrderBy(t => t.Plays).Take(2), (a, t) => new { a.Title, t.Name });
        using Library mysql = RecordingLibrary.Open(RecordingLibrary.MySql);
        using Library old = RecordingLibrary.Open(new MySqlServerVersion(new Version(8, 0, 2)));
        using Library mariadb = RecordingLibrary.Open(RecordingLibrary.MariaDb);

        // A window function does it on every server.
        Assert.Contains("ROW_NUMBER() OVER(PARTITION BY", Query(mysql).ToQueryString(), StringComparison.Ordinal);
        Assert.Contains("JOIN LATERAL (", Lateral(mysql).ToQueryString(), StringComparison.Ordinal);
        Assert.Contains("8.0.2-mysql", Assert.Throws<NotSupportedException>(() => Lateral(old).ToQueryString()).Message, StringComparison.Ordinal);
        Assert.Contains("10.11.6-mariadb", Assert.Throws<NotSupportedException>(() => Lateral(mariadb).ToQueryString()).Message, StringComparison.Ordinal);

        static IQueryable<object> Lateral(Library l) => l.Albums.SelectMany(a => l.Tracks.Where(t => t.Plays > a.Year).OrderBy(t => t.Plays).Take(2), (a, t) => new { a.Title, t.Name });
    }

    [Fact]
    public void BoundedCount_OfEachRow_IsRefusedOnMariaDb()
    {
        static IQueryable<object> Query(Library l) => l.Albums.Select(a => (object)l.Tracks.Where(t => t.AlbumId == a.Id).Take(3).Count());
        using Library mysql = RecordingLibrary.Open(RecordingLibrary.MySql);
        using Library mariadb = RecordingLibrary.Open(RecordingLibrary.MariaDb);

        Assert.Contains("LIMIT", Query(mysql).ToQueryString(), StringComparison.Ordinal);
        Assert.Contains("row around it", Assert.Throws<NotSupportedException>(() => Query(mariadb).ToQueryString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Except_BeforeMySql8031_IsRefused()
    {
        static IQueryable<string> Query(Library l) => l.Albums.Select(a => a.Title).Except(l.Tracks.Select(t => t.Name));
        using Library old = RecordingLibrary.Open(new MySqlServerVersion(new Version(8, 0, 30)));
        using Library mysql = RecordingLibrary.Open(RecordingLibrary.MySql);

        Assert.Contains("8.0.31", Assert.Throws<NotSupportedException>(() => Query(old).ToQueryString()).Message, StringComparison.Ordinal);
        Assert.Contains("EXCEPT", Query(mysql).ToQueryString(), StringComparison.Ordinal);
    }

    [Fact]
    public void List_InOneParameter_IsRefused()
    {
        using Library library = RecordingLibrary.Open();
        IQueryable<Album> query = library.Albums.Where(a => EF.Parameter(OneAndTwo).Contains(a.Id));
        Assert.Contains("EF.Parameter", Assert.Throws<NotSupportedException>(() => query.ToQueryString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LocalTimeOfTheServer_IsRefused()
    {
        using Library library = RecordingLibrary.Open();
#pragma warning disable RS0030 // It is not read: the query would have the server read its own.
        IQueryable<Album> query = library.Albums.Where(a => a.AddedAt < DateTime.Now);
#pragma warning restore RS0030
        Assert.Contains("DateTime.UtcNow", Assert.Throws<NotSupportedException>(() => query.ToQueryString()).Message, StringComparison.Ordinal);
    }
}
