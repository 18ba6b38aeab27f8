using System.Globalization;
using System.Reflection;
using Maat.EntityFrameworkCore.MySql.Tests.Server;
using Maat.Storage;
using Maat.Storage.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Maat.EntityFrameworkCore.MySql.Tests.Model;

/// <summary>Maat's own model on the real server: every table is made, and every kind of row comes back as it went in.</summary>
public sealed class MaatModelTests(DatabaseServer server) : IAsyncLifetime
{
    private readonly DbContextOptions<MaatContext> _options = new DbContextOptionsBuilder<MaatContext>().UseMySql(server.NewDatabase(), server.Version).Options;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Entities
    {
        get
        {
            using var context = new MaatContext(new DbContextOptionsBuilder<MaatContext>().UseSqlite("Data Source=:memory:").Options);
            return new TheoryData<string>(context.Model.GetEntityTypes().Select(e => e.ClrType.Name));
        }
    }

    public async ValueTask InitializeAsync()
    {
        await using var context = new MaatContext(_options);
        await context.Database.EnsureCreatedAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await using var context = new MaatContext(_options);
        await context.Database.EnsureDeletedAsync(CancellationToken.None);
    }

    [Theory, MemberData(nameof(Entities))]
    public async Task Row_OfEachKind_IsReadAsItWasWritten(string name)
    {
        object row;
        object?[] key;
        await using (var context = new MaatContext(_options))
        {
            IEntityType entity = context.Model.GetEntityTypes().Single(e => e.ClrType.Name == name);
            row = Filled(entity);
            context.Add(row);
            await context.SaveChangesAsync(Cancellation);
            key = [.. entity.FindPrimaryKey()!.Properties.Select(p => p.PropertyInfo!.GetValue(row))];
        }

        await using var again = new MaatContext(_options);
        object? read = await again.FindAsync(row.GetType(), key, Cancellation);
        Assert.NotSame(row, read);
        Assert.Equivalent(row, read, strict: true);
    }

    [Fact]
    public async Task Key_MadeByTheDatabase_IsKnownAfterSaving()
    {
        await using var context = new MaatContext(_options);
        EventWriterRow[] writers = [.. Enumerable.Range(0, 3).Select(i => new EventWriterRow { Process = $"p{i}", StartedAt = DateTime.UnixEpoch })];
        context.AddRange(writers);
        await context.SaveChangesAsync(Cancellation);

        Assert.Equal(3, writers.Select(w => w.Id).Distinct().Count());
        Assert.All(writers, writer => Assert.True(writer.Id > 0));
    }

    [Fact]
    public async Task Rows_OfTheModelItself_AreThere()
    {
        await using var context = new MaatContext(_options);
        Assert.Equal("default", (await context.Queues.SingleAsync(Cancellation)).Name);
    }

    /// <summary>A value in every property, each another one; a key that the database makes stays as it is.</summary>
    private static object Filled(IEntityType entity)
    {
        object row = Activator.CreateInstance(entity.ClrType)!;
        int number = 40;
        foreach (IProperty property in entity.GetProperties().Where(p => p.ValueGenerated == ValueGenerated.Never))
        {
            number++;
            Type type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            object value = type switch
            {
                _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
                _ when type == typeof(string) => $"{property.Name} '\\ é 日 {number}",
                _ when type == typeof(bool) => true,
                _ when type == typeof(DateTime) => DateTime.UnixEpoch.AddDays(20_000 + number).AddMicroseconds(number),
                _ when type == typeof(long) => long.MaxValue - number,
                _ => Convert.ChangeType(number, type, CultureInfo.InvariantCulture),
            };
            property.PropertyInfo!.SetValue(row, value, BindingFlags.Default, null, null, CultureInfo.InvariantCulture);
        }

        return row;
    }
}
