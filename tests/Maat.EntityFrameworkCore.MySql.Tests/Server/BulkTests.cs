using Microsoft.EntityFrameworkCore;

namespace Maat.EntityFrameworkCore.MySql.Tests.Server;

/// <summary>ExecuteUpdate and ExecuteDelete.</summary>
public sealed class BulkTests(DatabaseServer server) : LibraryDatabase(server)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Album[] albums = [.. Enumerable.Range(1, 6).Select(i => NewAlbum($"Album {i}", 1950 + i))];
        foreach (Album album in albums)
        {
            album.Tracks.AddRange([new Track { Number = 1, Name = "One", Plays = album.Year }, new Track { Number = 2, Name = "Two" }]);
        }

        await AddAsync(albums);
    }

    [Fact]
    public async Task Update_CountsRowsFound_AlsoWhereNothingChanges()
    {
        await using Library library = Open();
        Assert.Equal(6, await library.Albums.ExecuteUpdateAsync(set => set.SetProperty(a => a.Note, (string?)null), Cancellation));
        Assert.Equal(0, await library.Albums.Where(a => a.Year == 0).ExecuteUpdateAsync(set => set.SetProperty(a => a.Note, "no"), Cancellation));
    }

    [Fact]
    public async Task Update_ColumnsMadeFromEachOthersOldValues_AreRight()
    {
        await using Library library = Open();
        await library.Tracks.Where(t => t.Number == 1)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.Plays, t => t.Plays + 1).SetProperty(t => t.Skips, t => t.Plays), Cancellation);

        Assert.All(await library.Tracks.Where(t => t.Number == 1).ToListAsync(Cancellation), t => Assert.Equal(t.Plays - 1, t.Skips));
    }

    [Fact]
    public async Task Update_OrderedAndLimited_TakesTheFirst()
    {
        await using Library library = Open();
        Assert.Equal(2, await library.Albums.OrderByDescending(a => a.Year).Take(2).ExecuteUpdateAsync(set => set.SetProperty(a => a.Note, "late"), Cancellation));
        Assert.Equal([1955, 1956], await library.Albums.Where(a => a.Note == "late").OrderBy(a => a.Year).Select(a => a.Year).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Update_OverAJoin_ReachesItsRows()
    {
        await using Library library = Open();
        Assert.Equal(2, await library.Tracks.Join(library.Albums, t => t.AlbumId, a => a.Id, (track, album) => new { track, album }).Where(x => x.album.Year == 1953)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.track.Name, x => x.album.Title), Cancellation));
        Assert.Equal(2, await library.Tracks.CountAsync(t => t.Name == "Album 3", Cancellation));
    }

    [Fact]
    public async Task Update_WithTheRevisionThatWasSeen_WinsOnce()
    {
        await using Library first = Open();
        await using Library second = Open();
        Task<int>[] both =
        [
            .. new[] { first, second }.Select(library => library.Albums.Where(a => a.Year == 1951 && a.Revision == 0)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Revision, a => a.Revision + 1), Cancellation)),
        ];

        Assert.Equal([0, 1], (await Task.WhenAll(both)).Order());
    }

    [Fact]
    public async Task Delete_PlainOrderedAndJoined_TakesThose()
    {
        await using Library library = Open();
        Assert.Equal(2, await library.Tracks.Where(t => t.Album!.Year == 1951).ExecuteDeleteAsync(Cancellation));
        Assert.Equal(3, await library.Tracks.OrderBy(t => t.AlbumId).ThenBy(t => t.Number).Take(3).ExecuteDeleteAsync(Cancellation));
        Assert.Equal(2, await library.Albums.Where(a => !a.Tracks.Any()).ExecuteDeleteAsync(Cancellation));
        Assert.Equal(4, await library.Albums.CountAsync(Cancellation));
    }
}
