using Maat.Domain.Schedules;
using Maat.Storage.Applications;
using Maat.Storage.Engine;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Maat.Storage.Templates;

namespace Maat.Storage.Tests.Conformance;

public abstract class ScheduleTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    [Fact]
    public async Task LockDue_SeveralQueues_LongestWaitingFirstWithinTheLimit()
    {
        long other = await AddQueue("other");
        long unserved = await AddQueue("unserved");
        long late = await AddSchedule(QueueRow.DefaultId, Now.AddMinutes(-1));
        long early = await AddSchedule(QueueRow.DefaultId, Now.AddMinutes(-9));
        long between = await AddSchedule(other, Now.AddMinutes(-5));
        long now = await AddSchedule(other, Now);
        await AddSchedule(other, Now.AddMicroseconds(1));
        await AddSchedule(unserved, Now.AddMinutes(-20));
        await AddSchedule(QueueRow.DefaultId, null);

        Assert.Equal([early, between, late, now], await Due([QueueRow.DefaultId, other], 100));
        Assert.Equal([early, between], await Due([QueueRow.DefaultId, other], 2));
        Assert.Empty(await Due([], 100));
    }

    [Fact]
    public async Task LockSchedule_EveryField_IsReadAlsoWhenItIsNotDue()
    {
        var row = new ScheduleRow
        {
            ApplicationId = 3,
            QueueId = 1,
            Crontab = "0 6 * * MON-FRI",
            Zone = "Asia/Shanghai",
            StartsAt = Now,
            EndsAt = Now.AddYears(1),
            Missed = MissedFiringPolicy.RunAll,
            Overlap = OverlapPolicy.Skip,
            NextFireAt = null,
            LastDecided = Now.AddDays(-1),
            Enabled = false,
        };
        await Add(row);

        LockedSchedule? locked = await Transact(t => t.LockScheduleAsync(row.Id));

        Assert.Equal(
            new LockedSchedule(
                row.Id, 3, row.Crontab, row.Zone, row.StartsAt, row.EndsAt, row.Missed, row.Overlap, null, row.LastDecided, row.Revision, false),
            locked);
        Assert.Null(await Transact(t => t.LockScheduleAsync(row.Id + 1)));
    }

    [Fact]
    public async Task Advance_Schedule_NeverGoesBack()
    {
        long id = await AddSchedule(QueueRow.DefaultId, Now);
        await Advance(id, Now.AddMinutes(10), Now.AddMinutes(20));
        await Advance(id, Now.AddMinutes(5), Now.AddMinutes(6));

        LockedSchedule? schedule = await Transact(t => t.LockScheduleAsync(id));
        Assert.Equal((Now.AddMinutes(10), Now.AddMinutes(20)), (schedule!.LastDecided, schedule.NextFireAt));

        await Advance(id, Now.AddMinutes(10), null);
        Assert.Null((await Transact(t => t.LockScheduleAsync(id)))!.NextFireAt);
    }

    [Fact]
    public async Task ReadNextFiring_ServedQueues_TheEarliest()
    {
        long other = await AddQueue("other");
        await AddSchedule(QueueRow.DefaultId, null);
        await AddSchedule(QueueRow.DefaultId, Now.AddMinutes(9));
        await AddSchedule(other, Now.AddMinutes(3));

        Assert.Equal(Now.AddMinutes(3), await Transact(t => t.ReadNextFiringAsync([QueueRow.DefaultId, other])));
        Assert.Equal(Now.AddMinutes(9), await Transact(t => t.ReadNextFiringAsync([QueueRow.DefaultId])));
        Assert.Null(await Transact(t => t.ReadNextFiringAsync([77])));
        Assert.Null(await Transact(t => t.ReadNextFiringAsync([])));
    }

    [Fact]
    public async Task InsertFirings_SameDueTimeTwice_IsRefusedInWhole()
    {
        var started = new DecidedFiring(Now, null, 1, FiringFate.Started, 5);
        await Transact(t => t.InsertFiringsAsync(1, [started], Now));
        await Transact(t => t.InsertFiringsAsync(2, [started], Now));

        await Assert.ThrowsAnyAsync<Exception>(() => Transact(async t =>
        {
            await t.InsertRunAsync(ARun());
            await t.InsertFiringsAsync(1, [started with { DueAt = Now.AddMinutes(1) }, started with { Fate = FiringFate.Missed }], Now);
        }));

        Assert.Equal([(1L, Now, FiringFate.Started), (2L, Now, FiringFate.Started)],
            (await Rows<FiringRow>()).OrderBy(f => f.ScheduleId).Select(f => (f.ScheduleId, f.DueAt, f.Fate)));
        Assert.Empty(await Rows<Runs.RunRow>());
    }

    [Fact]
    public async Task InsertFirings_Span_IsOneRow()
    {
        await Transact(t => t.InsertFiringsAsync(1, [new DecidedFiring(Now, Now.AddYears(1), 31_536_000, FiringFate.Missed, null, "nobody was there")], Now.AddYears(2)));

        FiringRow row = Assert.Single(await Rows<FiringRow>());
        Assert.Equal(
            (1L, Now, Now.AddYears(1), 31_536_000L, FiringFate.Missed, null, "nobody was there", Now.AddYears(2)),
            (row.ScheduleId, row.DueAt, row.Until, row.Count, row.Fate, row.RunId, row.Reason, row.DecidedAt));
    }

    [Fact]
    public async Task Schedules_OfAnApplication_AreAddedChangedAndTakenAway()
    {
        var write = new ScheduleWrite(
            "0 6 * * *", "Asia/Shanghai", Now, Now.AddYears(1), MissedFiringPolicy.RunAll, OverlapPolicy.Skip, true, Now, Now.AddHours(1));
        long first = await Transact(t => t.InsertScheduleAsync(3, QueueRow.DefaultId, write));
        long second = await Transact(t => t.InsertScheduleAsync(3, QueueRow.DefaultId, write with { Enabled = false, NextFireAt = null, StartsAt = null, EndsAt = null }));
        await Transact(t => t.InsertScheduleAsync(4, QueueRow.DefaultId, write));

        Assert.Equal(
            [
                new LockedSchedule(first, 3, "0 6 * * *", "Asia/Shanghai", Now, Now.AddYears(1), write.Missed, write.Overlap, Now.AddHours(1), Now, 0, true),
                new LockedSchedule(second, 3, "0 6 * * *", "Asia/Shanghai", null, null, write.Missed, write.Overlap, null, Now, 0, false),
            ],
            await Transact(t => t.LockSchedulesOfAsync(3)));
        Assert.Equal(QueueRow.DefaultId, (await Rows<ScheduleRow>())[0].QueueId);

        await Transact(t => t.DeleteScheduleAsync(second));
        await Transact(t => t.UpdateScheduleAsync(first, new ScheduleWrite(
            "5 * * * *", "UTC", null, null, MissedFiringPolicy.Skip, OverlapPolicy.Wait, false, Now.AddDays(-1), null)));

        Assert.Equal(
            [new LockedSchedule(first, 3, "5 * * * *", "UTC", null, null, MissedFiringPolicy.Skip, OverlapPolicy.Wait, null, Now, 1, false)],
            await Transact(t => t.LockSchedulesOfAsync(3)));
    }

    [Fact]
    public async Task SetEnabled_Application_ItsRevisionGrows()
    {
        long id = await AddApplication("a");

        await Transact(t => t.SetApplicationEnabledAsync(id, false));

        ApplicationRow row = Assert.Single(await Rows<ApplicationRow>());
        Assert.Equal((false, 1), (row.Enabled, row.Revision));
    }

    [Fact]
    public async Task ReadLaunch_Application_WithItsProject()
    {
        var project = new ProjectRow { Name = "Orders", Zone = "Europe/Paris", CreatedAt = Now };
        await Add(project);
        var row = new ApplicationRow
        {
            ProjectId = project.Id,
            Name = "daily",
            TemplateId = 4,
            Version = 5,
            Values = """{"a":1}""",
            QueueId = 6,
            MaxActiveRuns = 7,
            Enabled = false,
            CreatedAt = Now,
        };
        await Add(row);

        Assert.Equal(
            new Launch(row.Id, "daily", project.Id, "Orders", "Europe/Paris", 4, 5, """{"a":1}""", 6, 7, false),
            await Transact(t => t.ReadLaunchAsync(row.Id)));
        Assert.Null(await Transact(t => t.ReadLaunchAsync(row.Id + 1)));
    }

    [Fact]
    public async Task ReadDocument_PublishedVersion_AsItWas()
    {
        await Add(new TemplateVersionRow { TemplateId = 1, Number = 2, Document = """{"nodes":[]}""", PublishedAt = Now, PublishedBy = "ada" });

        Assert.Equal("""{"nodes":[]}""", await Transact(t => t.ReadDocumentAsync(1, 2)));
        Assert.Null(await Transact(t => t.ReadDocumentAsync(1, 1)));
    }

    [Fact]
    public async Task ReadQueues_NewDatabase_HasTheDefaultQueue()
    {
        long other = await AddQueue("Default");

        IReadOnlyDictionary<string, long> queues = await Transact(t => t.ReadQueuesAsync());

        Assert.Equal(new Dictionary<string, long> { [QueueRow.DefaultName] = QueueRow.DefaultId, ["Default"] = other }, queues);
    }

    [Fact]
    public async Task Audit_EveryField_IsKept()
    {
        await Transact(t => t.AuditAsync(Now, "ada", "run.cancel", 3, "run/7", "because"));
        await Transact(t => t.AuditAsync(Now, "Maat", "token.make", null, "person/1", ""));

        Assert.Equal(
            [("ada", "run.cancel", (long?)3, "run/7", "because", Now), ("Maat", "token.make", null, "person/1", "", Now)],
            (await Rows<AuditRow>()).OrderBy(a => a.Id).Select(a => (a.Actor, a.Action, a.ProjectId, a.Subject, a.Detail, a.At)));
    }

    private async Task<IEnumerable<long>> Due(IReadOnlyList<long> queues, int limit) =>
        (await Transact(t => t.LockDueSchedulesAsync(queues, Now, limit))).Select(s => s.Id);

    private Task Advance(long id, DateTime decided, DateTime? next) => Transact(t => t.AdvanceScheduleAsync(id, decided, next));

    private async Task<long> AddSchedule(long queue, DateTime? next)
    {
        var row = new ScheduleRow { ApplicationId = 1, QueueId = queue, Crontab = "* * * * *", Zone = "UTC", NextFireAt = next, LastDecided = Now.AddDays(-1) };
        await Add(row);
        return row.Id;
    }
}
