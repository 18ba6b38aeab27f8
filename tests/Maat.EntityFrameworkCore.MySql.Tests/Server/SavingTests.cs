using Maat.EntityFrameworkCore.MySql.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Maat.EntityFrameworkCore.MySql.Tests.Server;

public sealed class SavingTests(DatabaseServer server) : LibraryDatabase(server)
{
    public static TheoryData<string> HostileTexts => new(
        "'", "\\", "\\'", "'; DROP TABLE album; --", "\"`", "a\0b", "line\nbreak\r\n\t", "%_\\%", "?@p0", "/* */ -- #", "日本 😀 ﷽", "\u001a");

    [Fact]
    public async Task Insert_EveryType_IsReadAsItWasWritten()
    {
        var album = new Album
        {
            Title = "Kind of Blue",
            Year = -7,
            Genre = Genre.Folk,
            InPrint = true,
            Price = 12_345.678m,
            Rating = 4.25e-3,
            AddedAt = Noon,
            Released = new DateOnly(1959, 8, 17),
            Opens = new TimeOnly(9, 30, 15),
            Length = new TimeSpan(1, 2, 3, 4, 5),
            Code = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
            Cover = [0, 1, 39, 92, 255],
            Side = 'ß',
        };
        await AddAsync(album);

        await using Library library = Open();
        Album read = await library.Albums.SingleAsync(Cancellation);

        Assert.Equivalent(album, read, strict: true);
        Assert.Equal(DateTimeKind.Utc, read.AddedAt.Kind);
    }

    [Fact]
    public async Task Insert_NullsAndUpdates_AreReadAsTheyWereWritten()
    {
        await AddAsync(NewAlbum("One"));
        await using (Library library = Open())
        {
            Album album = await library.Albums.SingleAsync(Cancellation);
            Assert.Null(album.Note);
            Assert.Null(album.Released);
            Assert.Null(album.Cover);
            album.Note = "";
            album.InPrint = true;
            await library.SaveChangesAsync(Cancellation);
        }

        await using Library again = Open();
        Album read = await again.Albums.SingleAsync(Cancellation);
        Assert.Equal("", read.Note);
        Assert.True(read.InPrint);
    }

    [Fact]
    public async Task Insert_ManyAtOnce_EachKnowsItsOwnId()
    {
        Album[] albums = [.. Enumerable.Range(1, 250).Select(i => NewAlbum($"Album {i}", i))];
        await AddAsync(albums);

        await using Library library = Open();
        Dictionary<long, int> read = await library.Albums.ToDictionaryAsync(a => a.Id, a => a.Year, Cancellation);
        Assert.Equal(250, read.Count);
        Assert.All(albums, album => Assert.Equal(album.Year, read[album.Id]));
    }

    [Fact]
    public async Task Insert_GraphWithNewParent_ChildrenGetItsId()
    {
        Album album = NewAlbum("One");
        album.Tracks.AddRange([new Track { Number = 1, Name = "First" }, new Track { Number = 2, Name = "Second" }]);
        await AddAsync(album, NewAlbum("Two"));

        await using Library library = Open();
        Assert.Equal(["First", "Second"], await library.Tracks.Where(t => t.AlbumId == album.Id).OrderBy(t => t.Number).Select(t => t.Name).ToListAsync(Cancellation));
    }

    [Theory, MemberData(nameof(HostileTexts))]
    public async Task Text_Hostile_IsReadAndFoundAsItIs(string text)
    {
        Album album = NewAlbum("It " + text);
        album.Note = text;
        await AddAsync(album, NewAlbum("Other"));

        await using Library library = Open();
        Assert.Equal(text, (await library.Albums.SingleAsync(a => a.Note == text, Cancellation)).Note);
        Assert.Equal(album.Id, (await library.Albums.SingleAsync(a => a.Title.Contains(text), Cancellation)).Id);
        Assert.Equal(album.Id, (await library.Albums.SingleAsync(a => a.Title.StartsWith("It " + text), Cancellation)).Id);
        Assert.Equal(album.Id, (await library.Albums.SingleAsync(a => a.Title.EndsWith(text), Cancellation)).Id);
    }

    [Theory, MemberData(nameof(HostileTexts))]
    public async Task Literal_Hostile_MeansTheSameInEveryMode(string text)
    {
        await using Library library = Open();
        await library.Database.OpenConnectionAsync(Cancellation);
        foreach (string mode in (string[])["", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES"])
        {
            await library.Database.ExecuteSqlAsync($"SET sql_mode = {mode}", Cancellation);
            string statement = $"SELECT HEX({SqlText.Literal(text)}) AS Value";
#pragma warning disable EF1002 // The literal is what is tested.
            string hex = await library.Database.SqlQueryRaw<string>(statement.Replace("{", "{{", StringComparison.Ordinal)).SingleAsync(Cancellation);
#pragma warning restore EF1002
            Assert.Equal(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text)), hex);
        }
    }

    [Fact]
    public async Task Update_RowMovedOn_IsRefused()
    {
        await AddAsync(NewAlbum("One"));
        await using Library mine = Open();
        await using Library theirs = Open();
        Album seen = await mine.Albums.SingleAsync(Cancellation);
        Album other = await theirs.Albums.SingleAsync(Cancellation);
        other.Revision = 1;
        await theirs.SaveChangesAsync(Cancellation);

        seen.Note = "late";
        seen.Revision = 1;

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => mine.SaveChangesAsync(Cancellation));
    }

    [Fact]
    public async Task Update_ToTheSameValues_CountsAsFound()
    {
        await AddAsync(NewAlbum("One"));
        await using Library library = Open();
        Album album = await library.Albums.SingleAsync(Cancellation);
        library.Entry(album).Property(a => a.Note).IsModified = true;

        Assert.Equal(1, await library.SaveChangesAsync(Cancellation));
    }

    [Fact]
    public async Task Delete_RowGone_IsRefused()
    {
        await AddAsync(NewAlbum("One"));
        await using Library mine = Open();
        Album seen = await mine.Albums.SingleAsync(Cancellation);
        await using Library theirs = Open();
        await theirs.Albums.ExecuteDeleteAsync(Cancellation);

        mine.Remove(seen);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => mine.SaveChangesAsync(Cancellation));
    }

    [Fact]
    public async Task SaveChanges_FailsWithinTransaction_LeavesWhatWasSavedBefore()
    {
        await AddAsync(NewAlbum("One"));
        await using (Library library = Open())
        {
            await using IDbContextTransaction transaction = await library.Database.BeginTransactionAsync(Cancellation);
            library.Add(NewAlbum("Two"));
            await library.SaveChangesAsync(Cancellation);
            library.AddRange(NewAlbum("Three"), NewAlbum("One"));
            await Assert.ThrowsAsync<DbUpdateException>(() => library.SaveChangesAsync(Cancellation));
            await transaction.CommitAsync(Cancellation);
        }

        await using Library again = Open();
        Assert.Equal(["One", "Two"], await again.Albums.OrderBy(a => a.Id).Select(a => a.Title).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Savepoint_RolledBackTo_LosesOnlyWhatCameAfterIt()
    {
        await using (Library library = Open())
        {
            await using IDbContextTransaction transaction = await library.Database.BeginTransactionAsync(Cancellation);
            library.Add(NewAlbum("One"));
            await library.SaveChangesAsync(Cancellation);
            await transaction.CreateSavepointAsync("here `it` is", Cancellation);
            library.Add(NewAlbum("Two"));
            await library.SaveChangesAsync(Cancellation);
            await transaction.RollbackToSavepointAsync("here `it` is", Cancellation);
            await transaction.ReleaseSavepointAsync("here `it` is", Cancellation);
            await transaction.CommitAsync(Cancellation);
        }

        await using Library again = Open();
        Assert.Equal("One", (await again.Albums.SingleAsync(Cancellation)).Title);
    }

    [Fact]
    public async Task Batch_LongerThanThePacket_IsDivided()
    {
        string note = new('x', 3_000_000);
        Album[] albums = [.. Enumerable.Range(1, 30).Select(i => NewAlbum($"Album {i}"))];
        foreach (Album album in albums)
        {
            album.Note = note;
        }

        await AddAsync(albums);

        await using Library library = Open();
        Assert.Equal(30, await library.Albums.CountAsync(a => a.Note!.Length == 3_000_000, Cancellation));
    }

    [Fact]
    public void SynchronousCalls_Work()
    {
        using Library library = Open();
        library.Add(NewAlbum("One"));
        library.SaveChanges();
        Assert.Equal("One", library.Albums.Single().Title);
        Assert.True(library.Database.CanConnect());
        Assert.True(library.Database.IsMySql());
    }
}
