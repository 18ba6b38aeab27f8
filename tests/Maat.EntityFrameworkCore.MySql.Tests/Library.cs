using Microsoft.EntityFrameworkCore;

namespace Maat.EntityFrameworkCore.MySql.Tests;

public enum Genre : byte
{
    Jazz,
    Folk,
}

/// <summary>Of every type that a column may have.</summary>
public sealed class Album
{
    public long Id { get; set; }

    public required string Title { get; set; }

    public string? Note { get; set; }

    public int Year { get; set; }

    public Genre Genre { get; set; }

    public bool InPrint { get; set; }

    public decimal Price { get; set; }

    public double Rating { get; set; }

    public DateTime AddedAt { get; set; }

    public DateOnly? Released { get; set; }

    public TimeOnly? Opens { get; set; }

    public TimeSpan Length { get; set; }

    public Guid Code { get; set; }

    public byte[]? Cover { get; set; }

    public char Side { get; set; } = 'A';

    public int Revision { get; set; }

    public List<Track> Tracks { get; } = [];
}

public sealed class Track
{
    public long AlbumId { get; set; }

    public int Number { get; set; }

    public Album? Album { get; set; }

    public required string Name { get; set; }

    public int Plays { get; set; }

    public int Skips { get; set; }
}

/// <summary>A model that is made for the provider, beside Maat's own.</summary>
public sealed class Library(DbContextOptions<Library> options) : DbContext(options)
{
    public DbSet<Album> Albums => Set<Album>();

    public DbSet<Track> Tracks => Set<Track>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Album>(album =>
        {
            album.ToTable("album");
            album.Property(a => a.Title).HasMaxLength(100);
            album.HasIndex(a => a.Title).IsUnique();
            album.Property(a => a.Price).HasPrecision(10, 3);
            album.Property(a => a.AddedAt).HasConversion(time => time, stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc));
            album.Property(a => a.Revision).IsConcurrencyToken();
        });
        modelBuilder.Entity<Track>(track =>
        {
            track.ToTable("track");
            track.HasKey(t => new { t.AlbumId, t.Number });
            track.Property(t => t.Name).HasMaxLength(100);
        });
    }
}
