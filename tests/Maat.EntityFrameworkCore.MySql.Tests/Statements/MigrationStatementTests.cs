using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Maat.EntityFrameworkCore.MySql.Tests.Statements;

/// <summary>What migrations look like, without a server.</summary>
public sealed class MigrationStatementTests
{
    private static readonly Dictionary<string, MigrationOperation> Operations = new()
    {
        ["ALTER TABLE `t` ADD `c` int NOT NULL DEFAULT 7;"] = new AddColumnOperation { Table = "t", Name = "c", ClrType = typeof(int), ColumnType = "int", DefaultValue = 7 },
        ["ALTER TABLE `t` ADD `c` bigint NOT NULL AUTO_INCREMENT;"] = With(
            new AddColumnOperation { Table = "t", Name = "c", ClrType = typeof(long), ColumnType = "bigint" }, "MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
        ["ALTER TABLE `t` ADD `c` varchar(9) NULL DEFAULT 'it''s';"] = new AddColumnOperation
        {
            Table = "t",
            Name = "c",
            ClrType = typeof(string),
            ColumnType = "varchar(9)",
            IsNullable = true,
            DefaultValue = "it's",
        },
        ["ALTER TABLE `t` ADD `c` longtext NOT NULL DEFAULT ('');"] = new AddColumnOperation
        {
            Table = "t",
            Name = "c",
            ClrType = typeof(string),
            ColumnType = "longtext",
            DefaultValue = "",
        },
        ["ALTER TABLE `t` ADD `c` varchar(9) NOT NULL DEFAULT (CONVERT(X'5C' USING utf8mb4));"] = new AddColumnOperation
        {
            Table = "t",
            Name = "c",
            ClrType = typeof(string),
            ColumnType = "varchar(9)",
            DefaultValue = "\\",
        },
        ["ALTER TABLE `t` ADD `c` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6);"] = new AddColumnOperation
        {
            Table = "t",
            Name = "c",
            ClrType = typeof(DateTime),
            ColumnType = "datetime(6)",
            DefaultValueSql = "CURRENT_TIMESTAMP(6)",
        },
        ["ALTER TABLE `t` ADD `c` int NOT NULL DEFAULT (1 + 1);"] = new AddColumnOperation
        {
            Table = "t",
            Name = "c",
            ClrType = typeof(int),
            ColumnType = "int",
            DefaultValueSql = "1 + 1",
        },
        ["ALTER TABLE `t` ADD `c` char(36) COLLATE ascii_bin NOT NULL COMMENT 'who';"] = new AddColumnOperation
        {
            Table = "t",
            Name = "c",
            ClrType = typeof(Guid),
            ColumnType = "char(36)",
            Comment = "who",
        },
        ["ALTER TABLE `t` ADD `c` int AS (a + b) STORED;"] = new AddColumnOperation
        {
            Table = "t",
            Name = "c",
            ClrType = typeof(int),
            ColumnType = "int",
            ComputedColumnSql = "a + b",
            IsStored = true,
        },
        ["ALTER TABLE `t` MODIFY COLUMN `c` int NULL;"] = new AlterColumnOperation { Table = "t", Name = "c", ClrType = typeof(int), ColumnType = "int", IsNullable = true },
        ["ALTER TABLE `t` DROP COLUMN `c`;"] = new DropColumnOperation { Table = "t", Name = "c" },
        ["ALTER TABLE `t` RENAME COLUMN `c` TO `a``b`;"] = new RenameColumnOperation { Table = "t", Name = "c", NewName = "a`b" },
        ["ALTER TABLE `t` RENAME TO `u`;"] = new RenameTableOperation { Name = "t", NewName = "u" },
        ["ALTER TABLE `t` RENAME INDEX `i` TO `j`;"] = new RenameIndexOperation { Table = "t", Name = "i", NewName = "j" },
        ["ALTER TABLE `t` DROP INDEX `i`;"] = new DropIndexOperation { Table = "t", Name = "i" },
        ["ALTER TABLE `t` DROP PRIMARY KEY;"] = new DropPrimaryKeyOperation { Table = "t", Name = "p" },
        ["ALTER TABLE `t` DROP FOREIGN KEY `f`;"] = new DropForeignKeyOperation { Table = "t", Name = "f" },
        ["CREATE UNIQUE INDEX `i` ON `t` (`a`, `b` DESC);"] = new CreateIndexOperation { Table = "t", Name = "i", Columns = ["a", "b"], IsUnique = true, IsDescending = [false, true] },
        ["ALTER TABLE `t` CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;"] = With(new AlterTableOperation { Name = "t" }, "Relational:Collation", "utf8mb4_general_ci"),
    };

    private static readonly Dictionary<string, MigrationOperation> Refused = new()
    {
        ["sequence"] = new CreateSequenceOperation { Name = "s", ClrType = typeof(long) },
        ["schema"] = new EnsureSchemaOperation { Name = "s" },
        ["filter"] = new CreateIndexOperation { Table = "t", Name = "i", Columns = ["a"], Filter = "a > 0" },
        ["without its table"] = new RenameIndexOperation { Name = "i", NewName = "j" },
    };

    [Fact]
    public void Operation_IsWrittenAsTheServerTakesIt() => Assert.All(
        Operations, operation => Assert.Equal(operation.Key, RecordingLibrary.OnOneLine(Assert.Single(Generate(operation.Value)).CommandText)));

    [Fact]
    public void Operation_ThatTheServerHasNot_IsRefusedByName() => Assert.All(
        Refused, operation => Assert.Contains(operation.Key, Assert.Throws<NotSupportedException>(() => Generate(operation.Value)).Message, StringComparison.Ordinal));

    [Fact]
    public void Tables_OfAModel_SayTheirCharacterSetAndKeys()
    {
        using Library library = RecordingLibrary.Open();
        string script = RecordingLibrary.OnOneLine(library.Database.GenerateCreateScript());

        Assert.StartsWith("CREATE TABLE `album` ( `Id` bigint NOT NULL AUTO_INCREMENT,", script, StringComparison.Ordinal);
        Assert.Contains("`AddedAt` datetime(6) NOT NULL", script, StringComparison.Ordinal);
        Assert.Contains("`Code` char(36) COLLATE ascii_bin NOT NULL", script, StringComparison.Ordinal);
        Assert.Contains("`Title` varchar(100) NOT NULL", script, StringComparison.Ordinal);
        Assert.Contains("`Note` longtext NULL", script, StringComparison.Ordinal);
        Assert.Contains("`InPrint` tinyint(1) NOT NULL", script, StringComparison.Ordinal);
        Assert.Contains("`Genre` tinyint unsigned NOT NULL", script, StringComparison.Ordinal);
        Assert.Contains("`Price` decimal(10,3) NOT NULL", script, StringComparison.Ordinal);
        Assert.Contains("CONSTRAINT `PK_track` PRIMARY KEY (`AlbumId`, `Number`)", script, StringComparison.Ordinal);
        Assert.Contains(") ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;", script, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(script, "AUTO_INCREMENT"));
    }

    [Fact]
    public void IdempotentScript_IsRefusedByName()
    {
        using Library library = RecordingLibrary.Open();
        Assert.Contains("idempotent", Assert.Throws<NotSupportedException>(() => library.GetService<IHistoryRepository>().GetBeginIfNotExistsScript("m")).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<MigrationCommand> Generate(MigrationOperation operation)
    {
        using Library library = RecordingLibrary.Open();
        return library.GetService<IMigrationsSqlGenerator>().Generate([operation]);
    }

    private static T With<T>(T operation, string annotation, object value)
        where T : MigrationOperation
    {
        operation[annotation] = value;
        return operation;
    }
}
