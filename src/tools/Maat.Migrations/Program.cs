using Maat.Storage;
using Maat.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

Console.Error.WriteLine("The EF tool loads this program; see README.md beside it for the command.");
return 1;

/// <summary>Gives the EF tool the model on the database that its last argument names. Nothing is opened.</summary>
internal sealed class MaatContextFactory : IDesignTimeDbContextFactory<MaatContext>
{
    public MaatContext CreateDbContext(string[] args) => args switch
    {
        ["sqlite"] => new MaatContext(new DbContextOptionsBuilder<MaatContext>()
            .UseSqlite("Data Source=:memory:", sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly))
            .Options),
        // The oldest server that is supported: what is generated for it works on all.
        ["mysql"] => new MaatContext(new DbContextOptionsBuilder<MaatContext>()
            .UseMySql("Server=localhost;Database=maat", new MySqlServerVersion(new Version(8, 0)), mysql => mysql.MigrationsAssembly("Maat.Storage.MySql"))
            .Options),
        _ => throw new ArgumentException("Say for which database: end the command with '-- sqlite' or '-- mysql'.", nameof(args)),
    };
}
