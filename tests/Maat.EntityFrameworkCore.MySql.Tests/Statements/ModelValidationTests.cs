using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Maat.EntityFrameworkCore.MySql.Tests.Statements;

/// <summary>A model that this provider cannot serve is refused with the reason before a statement is written.</summary>
public sealed class ModelValidationTests
{
    private static readonly Dictionary<string, Action<ModelBuilder>> Refused = new()
    {
        ["schema 'private'"] = model => model.Entity<Thing>().ToTable("thing", "private"),
        ["a sequence, 'numbers'"] = model => model.HasSequence<int>("numbers"),
        ["JSON column"] = model => model.Entity<Thing>().OwnsOne(t => t.Part, part => part.ToJson()),
        ["row version"] = model => model.Entity<Thing>().Property(t => t.Stamp).IsRowVersion(),
        ["stored procedures"] = model => model.Entity<Thing>().InsertUsingStoredProcedure("add_thing", p => p.HasParameter(t => t.Id).HasParameter(t => t.Stamp)),
        ["DateTimeOffset"] = model => model.Entity<Thing>().Property<DateTimeOffset>("When"),
    };

    [Fact]
    public void Model_WithWhatIsNotSupported_IsRefusedByName() => Assert.All(Refused, refused =>
    {
        DbContextOptionsBuilder<Things> options = new DbContextOptionsBuilder<Things>().UseMySql("Server=nowhere.invalid;Database=things", RecordingLibrary.MySql);
        // One internal service provider for each, or the first model would be the model of all.
        using var things = new Things(options.EnableServiceProviderCaching(false).Options, refused.Value);
        Exception exception = Assert.ThrowsAny<Exception>(() => things.GetService<IDesignTimeModel>().Model);
        Assert.True(exception is NotSupportedException or InvalidOperationException, exception.ToString());
        Assert.Contains(refused.Key, exception.Message, StringComparison.Ordinal);
    });

    public sealed class Thing
    {
        public long Id { get; set; }

        public byte[] Stamp { get; set; } = [];

        public Part Part { get; set; } = new();
    }

    public sealed class Part
    {
        public string Name { get; set; } = "";
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Made by the test.")]
    private sealed class Things(DbContextOptions<Things> options, Action<ModelBuilder> configure) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Thing>().OwnsOne(t => t.Part);
            configure(modelBuilder);
        }
    }
}
