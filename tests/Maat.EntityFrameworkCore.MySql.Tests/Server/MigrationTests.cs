using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using MySqlConnector;

namespace Maat.EntityFrameworkCore.MySql.Tests.Server;

public sealed class MigrationTests(DatabaseServer server)
{
    private readonly string _connectionString = server.NewDatabase();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = DatabaseServer.HangMilliseconds)]
    public async Task Migrate_ByFourProcessesAtOnce_IsDoneOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                await using Shelf shelf = Open();
                await shelf.Database.MigrateAsync(Cancellation);
            },
            Cancellation)));

        await using Shelf after = Open();
        Assert.Equal(["20260101000000_Made", "20260102000000_Changed"], await after.Database.GetAppliedMigrationsAsync(Cancellation));
        Assert.Empty(await after.Database.GetPendingMigrationsAsync(Cancellation));
        // Added by the first migration, changed by the second, each once.
        Assert.Equal([(1, "it's\\ here", 7)], (await after.Books.ToListAsync(Cancellation)).Select(b => (b.Id, b.Title, b.Pages)));
    }

    [Fact(Timeout = DatabaseServer.HangMilliseconds)]
    public async Task Migrate_WhileAnotherHoldsTheLock_WaitsForItAndCanBeCancelled()
    {
        await using Shelf shelf = Open();
        await shelf.GetService<IRelationalDatabaseCreator>().CreateAsync(Cancellation);
        await using var other = new MySqlConnection(_connectionString);
        await other.OpenAsync(Cancellation);
        await ScalarAsync(other, "SELECT GET_LOCK(CONCAT('__EFMigrationsLock_', MD5(DATABASE())), 0)");
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        Task migration = shelf.Database.MigrateAsync(impatient.Token);
        await using var watcher = new MySqlConnection(_connectionString);
        await watcher.OpenAsync(Cancellation);
        while (!migration.IsCompleted
            && Convert.ToInt64(await ScalarAsync(watcher, "SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User lock'"), null) == 0)
        {
        }

        Assert.False(migration.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migration);

        // Whoever held it dies; nobody has to clean up.
        await other.CloseAsync();
        MySqlConnection.ClearAllPools();
        await using Shelf next = Open();
        await next.Database.MigrateAsync(Cancellation);
        Assert.Equal(2, (await next.Database.GetAppliedMigrationsAsync(Cancellation)).Count());
    }

    [Fact(Timeout = DatabaseServer.HangMilliseconds)]
    public async Task Migrate_Down_TakesBackTheLast()
    {
        await using Shelf shelf = Open();
        await shelf.Database.MigrateAsync(Cancellation);
        await shelf.GetService<IMigrator>().MigrateAsync("20260101000000_Made", Cancellation);

        Assert.Equal("20260101000000_Made", Assert.Single(await shelf.Database.GetAppliedMigrationsAsync(Cancellation)));
        Assert.Equal(0L, Convert.ToInt64(await ShelfScalarAsync(shelf, "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'Leaves'"), null));
        await shelf.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase, Cancellation);
        Assert.Empty(await shelf.Database.GetAppliedMigrationsAsync(Cancellation));
    }

    [Fact(Timeout = DatabaseServer.HangMilliseconds)]
    public async Task Database_CreatedAndDropped_IsThereAndIsNot()
    {
        await using Shelf shelf = Open();
        Assert.False(await shelf.Database.CanConnectAsync(Cancellation));
        Assert.True(await shelf.Database.EnsureCreatedAsync(Cancellation));
        Assert.False(await shelf.Database.EnsureCreatedAsync(Cancellation));
        Assert.True(await shelf.Database.CanConnectAsync(Cancellation));
        Assert.Equal("utf8mb4_bin", await ShelfScalarAsync(shelf, "SELECT table_collation FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'Books'"));
        Assert.True(await shelf.Database.EnsureDeletedAsync(Cancellation));
        Assert.False(await shelf.Database.EnsureDeletedAsync(Cancellation));
    }

    private Shelf Open() => new(new DbContextOptionsBuilder<Shelf>().UseMySql(_connectionString, server.Version).Options);

    private static async Task<object?> ShelfScalarAsync(Shelf shelf, string sql)
    {
        await using var connection = new MySqlConnection(shelf.Database.GetConnectionString());
        await connection.OpenAsync(Cancellation);
        return await ScalarAsync(connection, sql);
    }

    private static async Task<object?> ScalarAsync(MySqlConnection connection, string sql)
    {
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Cancellation);
    }

    internal sealed class Book
    {
        public int Id { get; set; }

        public required string Title { get; set; }

        public int Pages { get; set; }
    }

    internal sealed class Shelf(DbContextOptions<Shelf> options) : DbContext(options)
    {
        public DbSet<Book> Books => Set<Book>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.ConfigureWarnings(w => w.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning));
    }

    /// <summary>As the EF tool would write it.</summary>
    [DbContext(typeof(Shelf)), Migration("20260101000000_Made")]
    [SuppressMessage("Performance", "CA1812", Justification = "Found by EF Core.")]
    internal sealed class Made : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                "Books",
                table => new
                {
                    Id = table.Column<int>("int").Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Title = table.Column<string>("varchar(50)", maxLength: 50),
                    Extent = table.Column<int>("int", nullable: true),
                    Text = table.Column<string>("longtext", defaultValue: "no\\ne's"),
                },
                constraints: table => table.PrimaryKey("PK_Books", b => b.Id))
                .Annotation("MySql:CharSet", "utf8mb4").Annotation("Relational:Collation", "utf8mb4_bin");
            migrationBuilder.CreateIndex("IX_Books_Title", "Books", "Title", unique: true);
            migrationBuilder.InsertData("Books", ["Title", "Extent"], ["varchar(50)", "int"], new object[] { "it's\\ here", 6 });
        }

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("Books");
    }

    [DbContext(typeof(Shelf)), Migration("20260102000000_Changed")]
    [SuppressMessage("Performance", "CA1812", Justification = "Found by EF Core.")]
    internal sealed class Changed : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn("Extent", "Books", "Pages");
            migrationBuilder.AlterColumn<int>("Pages", "Books", "int", nullable: false, defaultValue: 0);
            migrationBuilder.AddColumn<DateTime>("Leaves", "Books", "datetime(6)", nullable: false, defaultValueSql: "CURRENT_TIMESTAMP(6)");
            migrationBuilder.RenameIndex("IX_Books_Title", "IX_Titles", "Books");
            migrationBuilder.Sql("UPDATE Books SET Pages = Pages + 1;");
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameIndex("IX_Titles", "IX_Books_Title", "Books");
            migrationBuilder.DropColumn("Leaves", "Books");
            migrationBuilder.AlterColumn<int>("Pages", "Books", "int", nullable: true);
            migrationBuilder.RenameColumn("Pages", "Books", "Extent");
        }
    }
}
