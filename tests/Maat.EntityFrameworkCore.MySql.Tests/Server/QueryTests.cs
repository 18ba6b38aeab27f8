using Microsoft.EntityFrameworkCore;

namespace Maat.EntityFrameworkCore.MySql.Tests.Server;

/// <summary>Answers of queries on the real server, compared with the same query on objects.</summary>
public sealed class QueryTests(DatabaseServer server) : LibraryDatabase(server)
{
    private static readonly string?[] Notes = [null, "", "a", "A", "ab ", "a_b", "100%", "b\\c", "ÄÖ"];

    private readonly List<Album> _albums =
    [
        .. Enumerable.Range(0, 27).Select(i => new Album
        {
            Title = $"Album {i:00}", Note = Notes[i % Notes.Length], Year = 1950 + i % 5, Genre = i % 2 == 0 ? Genre.Jazz : Genre.Folk, InPrint = i % 3 == 0,
            Price = i * 1.25m, Rating = i / 4.0, AddedAt = Noon.AddHours(i), Released = i % 4 == 0 ? null : new DateOnly(1950 + i, 1, 31),
        }),
    ];

#pragma warning disable CA1304, CA1305, CA1310, CA1311, CA1845, CA1847 // A query names no culture, and is not run as it stands.
    private static readonly Dictionary<string, Func<IQueryable<Album>, IQueryable<object?>>> Questions = new()
    {
        ["order, skip, take"] = a => a.OrderByDescending(x => x.Year).ThenBy(x => x.Title).Skip(3).Take(5).Select(x => x.Title),
        ["skip alone"] = a => a.OrderBy(x => x.Title).Skip(20).Select(x => x.Title),
        ["constant start"] = a => a.Where(x => x.Note != null && x.Note.StartsWith("a_")).Select(x => x.Title),
        ["constant end"] = a => a.Where(x => x.Note != null && x.Note.EndsWith("0%")).Select(x => x.Title),
        ["end with a space"] = a => a.Where(x => x.Note != null && x.Note.EndsWith("b ")).Select(x => x.Title),
        ["contains a backslash"] = a => a.Where(x => x.Note != null && x.Note.Contains("\\")).Select(x => x.Title),
        ["contains nothing"] = a => a.Where(x => x.Note != null && x.Note.Contains("")).Select(x => x.Title),
        ["case counts"] = a => a.Where(x => x.Note == "a").Select(x => x.Title),
        ["null or empty"] = a => a.Where(x => string.IsNullOrEmpty(x.Note)).Select(x => x.Title),
        ["null or blank"] = a => a.Where(x => string.IsNullOrWhiteSpace(x.Note)).Select(x => x.Title),
        ["is not"] = a => a.Where(x => x.Note != "a").Select(x => x.Title),
        ["coalesce"] = a => a.Where(x => (x.Note ?? "none") == "none").Select(x => x.Title),
        ["is null"] = a => a.Where(x => x.Released == null).Select(x => x.Title),
        ["text arithmetic"] = a => a.Select(x => x.Title + "/" + x.Note),
        ["upper, lower, trim, replace"] = a => a.Where(x => x.Note != null).Select(x => x.Note!.ToUpper() + x.Note!.ToLower() + x.Note!.Trim() + x.Note!.Replace("a", "z")),
        ["substring"] = a => a.Select(x => x.Title.Substring(2, 4) + x.Title.Substring(6)),
        ["index of"] = a => a.Select(x => (object)x.Title.IndexOf("um")),
        ["length"] = a => a.Where(x => x.Note != null && x.Note.Length == 3).Select(x => x.Title),
        ["compare"] = a => a.Where(x => string.Compare(x.Title, "Album 13") > 0).Select(x => x.Title),
        ["compare to"] = a => a.Where(x => x.Title.CompareTo("Album 13") <= 0).Select(x => x.Title),
        ["flags"] = a => a.Where(x => !x.InPrint && x.Genre == Genre.Jazz).Select(x => x.Title),
        ["a flag as a value"] = a => a.Select(x => (object)(x.InPrint || x.Year > 1952)),
        ["condition"] = a => a.Select(x => x.InPrint ? x.Title : "gone"),
        ["integer division"] = a => a.Select(x => (object)(x.Year / 7)),
        ["modulo"] = a => a.Select(x => (object)(x.Year % 7)),
        ["bits"] = a => a.Select(x => (object)((x.Year & 6) + (x.Year | 1) + ~x.Year)),
        ["negative bits"] = a => a.Select(x => (object)(-x.Year & -4)),
        ["widening"] = a => a.Select(x => (object)((long)x.Year + 5_000_000_000L)),
        ["narrowing"] = a => a.Where(x => x.Rating == 2).Select(x => (object)(int)x.Rating),
        ["min and max of two"] = a => a.Select(x => (object)(Math.Max(x.Year, 1952) - Math.Min(x.Year, 1951))),
        ["rounding down"] = a => a.Select(x => (object)(Math.Floor(x.Rating) + Math.Ceiling(x.Rating) + Math.Abs(-x.Rating))),
        ["time parts"] = a => a.Select(x => (object)(x.AddedAt.Year + x.AddedAt.Month + x.AddedAt.Day + x.AddedAt.Hour + x.AddedAt.Minute + x.AddedAt.Second)),
        ["date of a time"] = a => a.Where(x => x.AddedAt.Date == new DateTime(2026, 3, 5)).Select(x => x.Title),
        ["time plus"] = a => a.Where(x => x.AddedAt.AddMinutes(90.5) > Noon.AddHours(10)).Select(x => x.Title),
        ["time compared"] = a => a.Where(x => x.AddedAt >= Noon.AddHours(5) && x.AddedAt < Noon.AddHours(9)).Select(x => x.Title),
        ["date parts"] = a => a.Where(x => x.Released != null && x.Released.Value.Year == 1951).Select(x => x.Title),
        ["number as text"] = a => a.Select(x => x.Year.ToString() + "!"),
        ["distinct"] = a => a.Select(x => (object)x.Year).Distinct(),
        ["union"] = a => a.Where(x => x.Year == 1950).Select(x => x.Title).Union(a.Where(x => x.InPrint).Select(x => x.Title)),
        ["except"] = a => a.Select(x => x.Title).Except(a.Where(x => x.InPrint).Select(x => x.Title)),
        ["intersect"] = a => a.Where(x => x.Year == 1950).Select(x => x.Title).Intersect(a.Where(x => x.InPrint).Select(x => x.Title)),
        ["in a list"] = a => a.Where(x => new[] { 1950, 1953 }.Contains(x.Year)).Select(x => x.Title),
        ["exists"] = a => a.Where(x => a.Any(y => y.Year == x.Year && y.InPrint && y.Genre != x.Genre)).Select(x => x.Title),
        ["join"] = a => a.Join(a, x => x.Year, y => y.Year, (x, y) => x.Title + y.Title),
    };
#pragma warning restore CA1304, CA1305, CA1310, CA1311, CA1845, CA1847

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAsync([.. _albums]);
    }

    [Fact]
    public async Task Query_AnswersAsTheSameQueryOnObjects()
    {
        await using Library library = Open();
        var differences = new List<string>();
        foreach ((string name, Func<IQueryable<Album>, IQueryable<object?>> question) in Questions)
        {
            string expected = Text(question(_albums.AsQueryable()).AsEnumerable());
            string answer;
            try
            {
                answer = Text(await question(library.Albums.AsNoTracking()).ToListAsync(Cancellation));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                answer = exception.Message;
            }

            if (answer != expected)
            {
                differences.Add($"{name}: expected {expected} and got {answer}");
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public async Task Aggregates_OfGroups_AreRight()
    {
        await using Library library = Open();
        var groups = await library.Albums.GroupBy(a => new { a.Year, a.InPrint })
            .Select(g => new
            {
                g.Key.Year,
                g.Key.InPrint,
                Count = g.Count(),
                Years = g.Sum(a => a.Year),
                Price = g.Sum(a => a.Price),
                Mean = g.Average(a => a.Year),
                Last = g.Max(a => a.AddedAt),
                Jazz = g.Count(a => a.Genre == Genre.Jazz),
            })
            .Where(g => g.Count > 1).OrderBy(g => g.Year).ThenBy(g => g.InPrint).ToListAsync(Cancellation);

        Assert.Equal(
            _albums.GroupBy(a => new { a.Year, a.InPrint })
                .Select(g => new
                {
                    g.Key.Year,
                    g.Key.InPrint,
                    Count = g.Count(),
                    Years = g.Sum(a => a.Year),
                    Price = g.Sum(a => a.Price),
                    Mean = g.Average(a => a.Year),
                    Last = g.Max(a => a.AddedAt),
                    Jazz = g.Count(a => a.Genre == Genre.Jazz),
                })
                .Where(g => g.Count > 1).OrderBy(g => g.Year).ThenBy(g => g.InPrint),
            groups);
        Assert.Equal(_albums.Sum(a => a.Year), await library.Albums.SumAsync(a => a.Year, Cancellation));
        Assert.Null(await library.Albums.Where(a => a.Year == 0).MaxAsync(a => (int?)a.Year, Cancellation));
        Assert.Equal(0, await library.Albums.Where(a => a.Year == 0).SumAsync(a => a.Year, Cancellation));
        Assert.Equal(27L, await library.Albums.LongCountAsync(Cancellation));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3_000)]
    public async Task Contains_ListOfAnyLength_FindsThose(int others)
    {
        await using Library library = Open();
        List<long> ids = [.. Enumerable.Range(1, others).Select(i => -(long)i)];
        Assert.Equal(0, await library.Albums.CountAsync(a => ids.Contains(a.Id), Cancellation));
        ids.Add(await library.Albums.MaxAsync(a => a.Id, Cancellation));
        Assert.Equal("Album 26", (await library.Albums.SingleAsync(a => ids.Contains(a.Id), Cancellation)).Title);
        Assert.Equal(26, await library.Albums.CountAsync(a => !ids.Contains(a.Id), Cancellation));
    }

    [Fact]
    public async Task Contains_TextsWithNull_FindsNullsToo()
    {
        await using Library library = Open();
        string?[] notes = ["a", null];
        string[] starts = ["Album 1", "Album 26"];

        Assert.Equal(_albums.Count(a => notes.Contains(a.Note)), await library.Albums.CountAsync(a => notes.Contains(a.Note), Cancellation));
#pragma warning disable CA1310 // A query names no culture.
        Assert.Equal(11, await library.Albums.CountAsync(a => starts.Any(start => a.Title.StartsWith(start)), Cancellation));
#pragma warning restore CA1310
    }

    [Fact]
    public async Task Like_WithAnEscape_TakesThePatternAsWritten()
    {
        await using Library library = Open();
        Assert.Equal(3, await library.Albums.CountAsync(a => EF.Functions.Like(a.Note!, "100\\%", "\\"), Cancellation));
        Assert.Equal(27, await library.Albums.CountAsync(a => EF.Functions.Like(a.Title, "Album __"), Cancellation));
        string pattern = "%b\\\\c%";
        Assert.Equal(3, await library.Albums.CountAsync(a => EF.Functions.Like(a.Note!, pattern, "\\"), Cancellation));
    }

    [Fact]
    public async Task KeysetPaging_OverSeveralColumns_MeetsEveryRowOnce()
    {
        await using Library library = Open();
        var met = new List<string>();
        (int year, string title) = (int.MaxValue, "");
        while (true)
        {
            var page = await library.Albums.Where(a => a.Year < year || (a.Year == year && string.Compare(a.Title, title) > 0))
                .OrderByDescending(a => a.Year).ThenBy(a => a.Title).Take(4).Select(a => new { a.Year, a.Title }).ToListAsync(Cancellation);
            if (page.Count == 0)
            {
                break;
            }

            met.AddRange(page.Select(a => a.Title));
            (year, title) = (page[^1].Year, page[^1].Title);
        }

        Assert.Equal(_albums.OrderByDescending(a => a.Year).ThenBy(a => a.Title, StringComparer.Ordinal).Select(a => a.Title), met);
    }

    [Fact]
    public async Task Include_InOneQueryOrSplit_BringsTheChildren()
    {
        await using (Library library = Open())
        {
            foreach (Album album in await library.Albums.ToListAsync(Cancellation))
            {
                album.Tracks.AddRange([new Track { Number = 1, Name = "One" }, new Track { Number = 2, Name = "Two" }]);
            }

            await library.SaveChangesAsync(Cancellation);
        }

        await using Library again = Open();
        IQueryable<Album> albums = again.Albums.AsNoTracking().Include(a => a.Tracks).OrderBy(a => a.Title).Skip(1).Take(5);
        Assert.Equal(10, (await albums.ToListAsync(Cancellation)).Sum(a => a.Tracks.Count));
        Assert.Equal(10, (await albums.AsSplitQuery().ToListAsync(Cancellation)).Sum(a => a.Tracks.Count));
        Assert.All(
            await again.Albums.Select(a => new { First = a.Tracks.OrderBy(t => t.Number).Select(t => t.Name).FirstOrDefault() }).ToListAsync(Cancellation),
            row => Assert.Equal("One", row.First));
        Assert.Equal(27, (await again.Albums.Select(a => a.Tracks.OrderBy(t => t.Number).FirstOrDefault()).ToListAsync(Cancellation)).Count(t => t!.Number == 1));
    }

    [Fact]
    public async Task RawSql_IsComposedWith()
    {
        await using Library library = Open();
        string title = "Album 05";
        Assert.Equal(title, (await library.Albums.FromSql($"SELECT * FROM album WHERE title = {title}").Where(a => a.Year > 0).SingleAsync(Cancellation)).Title);
        Assert.Equal(27, await library.Database.SqlQuery<long>($"SELECT COUNT(*) AS Value FROM album").SingleAsync(Cancellation));
    }

    [Fact]
    public async Task AsyncEnumeration_LeftInTheMiddle_LeavesTheConnectionUsable()
    {
        await using Library library = Open();
        await library.Database.OpenConnectionAsync(Cancellation);
        await foreach (Album album in library.Albums.AsAsyncEnumerable())
        {
            Assert.NotEqual(0, album.Id);
            break;
        }

        Assert.Equal(27, await library.Albums.CountAsync(Cancellation));
    }

    private static string Text(IEnumerable<object?> answer) => string.Join(
        ", ", answer.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "").Order(StringComparer.Ordinal));
}
