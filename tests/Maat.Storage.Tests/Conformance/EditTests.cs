using Maat.Domain.Projects;
using Maat.Storage.Applications;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Maat.Storage.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Maat.Storage.Tests.Conformance;

public abstract class EditTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    /// <summary>One of everything that people edit, and an edit of it.</summary>
    private static readonly Dictionary<Type, (Func<IRevised> Make, Action<IRevised> Edit)> s_edited = new()
    {
        [typeof(ProjectRow)] = (() => AProject("p"), row => ((ProjectRow)row).Description += "x"),
        [typeof(PersonRow)] = (() => new PersonRow { Name = "ada", CreatedAt = Now }, row => ((PersonRow)row).Name += "x"),
        [typeof(MemberRow)] = (() => new MemberRow { ProjectId = 1, PersonId = 1 }, row => ((MemberRow)row).Role++),
        [typeof(TemplateRow)] = (
            () => new TemplateRow { ProjectId = 1, Name = "t", Draft = "{}", CreatedAt = Now, EditedAt = Now, EditedBy = "ada" },
            row => ((TemplateRow)row).Draft += " "),
        [typeof(ApplicationRow)] = (
            () => new ApplicationRow { ProjectId = 1, Name = "a", TemplateId = 1, CreatedAt = Now }, row => ((ApplicationRow)row).MaxActiveRuns++),
        [typeof(ScheduleRow)] = (
            () => new ScheduleRow { ApplicationId = 1, QueueId = 1, Crontab = "* * * * *", Zone = "UTC", LastDecided = Now },
            row => ((ScheduleRow)row).Crontab += " "),
        [typeof(QueueRow)] = (() => new QueueRow { Name = "q" }, row => ((QueueRow)row).Paused ^= true),
    };

    public static TheoryData<Type> Edited => [.. s_edited.Keys];

    [Fact]
    public async Task Model_ConcurrencyTokens_AreThoseOfThisTable()
    {
        IEnumerable<Type> guarded = await Database.ReadAsync(
            (context, _) => Task.FromResult(context.Model.GetEntityTypes()
                .Where(entity => entity.GetProperties().Any(p => p.IsConcurrencyToken))
                .Select(entity => entity.ClrType)),
            Cancellation);

        Assert.Equal(s_edited.Keys.OrderBy(t => t.Name), guarded.OrderBy(t => t.Name));
    }

    [Theory]
    [MemberData(nameof(Edited))]
    public async Task Edit_TwoEditorsSawTheSame_TheSecondIsRefused(Type type)
    {
        IRevised made = s_edited[type].Make();
        await Add(made);
        int seen = made.Revision;

        int first = await Edit(made, seen, s_edited[type].Edit);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => Edit(made, seen, s_edited[type].Edit));
        int again = await Edit(made, first, s_edited[type].Edit);

        Assert.Equal((seen + 1, seen + 2), (first, again));
    }

    [Theory]
    [MemberData(nameof(Edited))]
    public async Task Delete_SomebodyEditedBefore_IsRefused(Type type)
    {
        IRevised made = s_edited[type].Make();
        await Add(made);
        int seen = made.Revision;
        await Edit(made, seen, s_edited[type].Edit);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => Database.EditAsync(
            async (context, token) =>
            {
                IRevised row = await Find(context, made, token);
                Expect(context, row, seen);
                context.Remove(row);
                return true;
            },
            Cancellation));
    }

    [Fact]
    public async Task Edit_NothingChanged_KeepsTheRevision()
    {
        ProjectRow made = AProject("p");
        await Add(made);

        Assert.Equal(made.Revision, await Edit(made, made.Revision, _ => { }));
    }

    [Fact]
    public async Task Edit_ThatThrowsAfterSaving_ChangesNothing()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Database.EditAsync<bool>(
            async (context, token) =>
            {
                context.Add(AProject("half"));
                await context.SaveChangesAsync(token);
                throw new TimeoutException();
            },
            Cancellation));

        Assert.Empty(await Rows<ProjectRow>());
    }

    [Fact]
    public async Task Edit_NamesThatDifferInCase_AreTwo()
    {
        await Add(AProject("orders"), AProject("Orders"));

        await Assert.ThrowsAsync<DbUpdateException>(() => Add(AProject("orders")));
        Assert.Equal(2, (await Rows<ProjectRow>()).Count);
    }

    [Fact]
    public async Task Read_RowsThatAQueryChanges_StayAsTheyWere()
    {
        await Add(AProject("p"));

        await Database.ReadAsync(
            async (context, token) =>
            {
                (await context.Projects.SingleAsync(token)).Description = "changed";
                return true;
            },
            Cancellation);

        Assert.Equal("", Assert.Single(await Rows<ProjectRow>()).Description);
    }

    [Fact]
    public async Task Edit_ManyBesideTheEngine_AllAreDone()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? Add(AProject($"p{i}")) : Transact(t => t.InsertRunAsync(ARun()))));

        Assert.Equal((10, 30), ((await Rows<ProjectRow>()).Count, (await Rows<Runs.RunRow>()).Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999_999)]
    public async Task Time_Microseconds_ComeBackAsUtc(int microseconds)
    {
        DateTime time = Now.AddMicroseconds(microseconds);
        await Add(new ProjectRow { Name = "p", CreatedAt = time.AddTicks(9) });

        DateTime read = Assert.Single(await Rows<ProjectRow>()).CreatedAt;

        Assert.Equal((time, DateTimeKind.Utc), (read, read.Kind));
        Assert.Single(await Database.ReadAsync((context, token) => context.Projects.Where(p => p.CreatedAt == time).ToListAsync(token), Cancellation));
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public async Task Time_NotUtc_IsRefused(DateTimeKind kind)
    {
        DateTime time = DateTime.SpecifyKind(Now, kind);

        Exception edit = await Assert.ThrowsAnyAsync<Exception>(() => Add(new ProjectRow { Name = "p", CreatedAt = time }));
        Assert.Contains("not a UTC time", (edit.InnerException ?? edit).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => Transact(t => t.InsertRunAsync(ARun(scheduledAt: time))));
        Assert.Empty(await Rows<ProjectRow>());
    }

    private Task<int> Edit(IRevised made, int seen, Action<IRevised> change) => Database.EditAsync(
        async (context, token) =>
        {
            IRevised row = await Find(context, made, token);
            Expect(context, row, seen);
            change(row);
            await context.SaveChangesAsync(token);
            return row.Revision;
        },
        Cancellation);

    /// <summary>As if this context had read the row when it had that revision.</summary>
    private static void Expect(MaatContext context, IRevised row, int seen) => context.Entry(row).Property(nameof(IRevised.Revision)).OriginalValue = seen;

    private static async Task<IRevised> Find(MaatContext context, IRevised made, CancellationToken cancellation)
    {
        IEntityType entity = context.Model.FindEntityType(made.GetType())!;
        object?[] key = [.. entity.FindPrimaryKey()!.Properties.Select(p => p.PropertyInfo!.GetValue(made))];
        return (IRevised)(await context.FindAsync(made.GetType(), key, cancellation))!;
    }
}
