using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Maat.EntityFrameworkCore.MySql.Tests.Server;

/// <summary>A database with the tables of <see cref="Library"/>, dropped at the end.</summary>
public abstract class LibraryDatabase(DatabaseServer server) : IAsyncLifetime
{
    protected static readonly DateTime Noon = new(2026, 3, 4, 12, 0, 0, 123, 456, DateTimeKind.Utc);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected string ConnectionString { get; } = server.NewDatabase();

    protected ServerVersion Version => server.Version;

    public virtual async ValueTask InitializeAsync()
    {
        await using Library library = Open();
        await library.Database.EnsureCreatedAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await using Library library = Open();
        await library.Database.EnsureDeletedAsync(CancellationToken.None);
    }

    protected Library Open(Action<MySqlDbContextOptionsBuilder>? configure = null, Action<DbContextOptionsBuilder<Library>>? more = null)
    {
        DbContextOptionsBuilder<Library> options = new DbContextOptionsBuilder<Library>().UseMySql(ConnectionString, Version, configure);
        more?.Invoke(options);
        return new Library(options.Options);
    }

    protected static Album NewAlbum(string title, int year = 1959) => new() { Title = title, Year = year, AddedAt = Noon };

    /// <summary>Saves albums, by a context that is not kept.</summary>
    protected async Task AddAsync(params Album[] albums)
    {
        await using Library library = Open();
        library.AddRange(albums);
        await library.SaveChangesAsync(Cancellation);
    }
}
