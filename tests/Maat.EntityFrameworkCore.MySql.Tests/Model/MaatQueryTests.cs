using Maat.Domain.Runs;
using Maat.EntityFrameworkCore.MySql.Tests.Server;
using Maat.Storage;
using Maat.Storage.Applications;
using Maat.Storage.Events;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Maat.Storage.Templates;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Maat.EntityFrameworkCore.MySql.Tests.Model;

/// <summary>The shapes of Maat's queries, each asked of SQLite and of MariaDB with the same rows: the answers are the same.</summary>
public sealed class MaatQueryTests(DatabaseServer server) : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    // Properties, and not constants, for these become parameters of the queries.
    private static string Cursor { get; } = "Template b";

    private static string Tag { get; } = "\"it's\\\\\"";

    private static string Below { get; } = "application/1/";

    private static long[] Ids { get; } = [1, 2, 3];

    private static readonly Dictionary<string, Func<MaatContext, IQueryable<object?>>> Questions = new()
    {
        ["templates whose draft is published"] = c => c.Templates.OrderBy(t => t.Name).Take(10).Select(t => new
        {
            t.Name,
            IsPublished = c.TemplateVersions.Any(v => v.TemplateId == t.Id && v.Number == t.LatestVersion && v.Document == t.Draft),
        }),
        ["templates that have changed"] = c => c.Templates.Where(t => t.LatestVersion > 0
            && !c.TemplateVersions.Any(v => v.TemplateId == t.Id && v.Number == t.LatestVersion && v.Document == t.Draft)).Select(t => t.Name),
        ["a page of names, forward"] = c => c.Templates.Where(t => string.Compare(t.Name, Cursor) > 0).OrderBy(t => t.Name).Take(2).Select(t => t.Name),
        ["a page of names, backward"] = c => c.Templates.Where(t => string.Compare(t.Name, Cursor) < 0).OrderByDescending(t => t.Name).Take(2).Select(t => t.Name),
        ["uses of versions"] = c => c.Applications.Where(a => Ids.Contains(a.TemplateId)).GroupBy(a => new { a.TemplateId, a.Version })
            .Select(g => new { g.Key.TemplateId, g.Key.Version, Count = g.Count() }).OrderBy(g => g.TemplateId).ThenBy(g => g.Version),
        ["applications with what belongs to them"] = c =>
            from a in c.Applications.OrderBy(a => a.Name).Take(5)
            join template in c.Templates on a.TemplateId equals template.Id
            join queue in c.Queues on a.QueueId equals queue.Id
            orderby a.Name
            select new { a.Id, a.Name, Template = template.Name, Queue = queue.Name, Next = c.Schedules.Where(s => s.ApplicationId == a.Id).Min(s => s.NextFireAt) },
        ["applications by the state of their last run"] = c => c.Applications
            .Where(a => c.Runs.Where(r => r.ApplicationId == a.Id).OrderByDescending(r => r.Id).Select(r => (RunState?)r.State).FirstOrDefault() == RunState.Failed)
            .OrderBy(a => a.Id).Select(a => a.Name),
        ["applications without a run"] = c => c.Applications
            .Where(a => c.Runs.Where(r => r.ApplicationId == a.Id).OrderByDescending(r => r.Id).Select(r => (RunState?)r.State).FirstOrDefault() == null)
            .OrderBy(a => a.Id).Select(a => a.Name),
        ["applications by a tag"] = c => c.Applications.Where(a => a.Tags.Contains(Tag)).OrderBy(a => a.Id).Select(a => a.Name),
        ["applications found by words"] = c => c.Applications.Where(a => EF.Functions.Like(a.Name, "%50\\%%", "\\")).OrderBy(a => a.Id).Select(a => a.Name),
        ["runs of a span, the newest first"] = c => c.Runs.Where(r => r.ProjectId == 1).Where(r => r.State == RunState.Failed).Where(r => r.Id > 2 && r.Id < long.MaxValue)
            .OrderByDescending(r => r.Id).Select(r => (object)r.Id).Take(3),
        ["runs by times"] = c => c.Runs.Where(r => Ids.Contains(r.ProjectId) && r.EndedAt >= Start.AddMinutes(3) && r.EndedAt < Start.AddMinutes(9))
            .GroupBy(r => r.State).Select(g => new { State = g.Key, Count = g.Count() }).OrderBy(g => g.State),
        ["runs before another in line"] = c => c.Runs.Where(r => r.ScheduledAt < Start.AddMinutes(4) || (r.ScheduledAt == Start.AddMinutes(4) && r.Id < 5))
            .Take(1_000).OrderBy(r => r.Id).Select(r => (object)r.Id),
        ["runs with an application that may be gone"] = c =>
            from run in c.Runs.Where(r => r.State == RunState.Running).OrderByDescending(r => r.Id).Take(5)
            join application in c.Applications on run.ApplicationId equals application.Id into applications
            from application in applications.DefaultIfEmpty()
            orderby run.Id
            select new { run.Id, application.Name },
        ["a page of events"] = c => c.Events.Where(e => e.At > Start || (e.At == Start && (e.WriterId > 1 || (e.WriterId == 1 && e.Sequence > 2))))
            .OrderBy(e => e.At).ThenBy(e => e.WriterId).ThenBy(e => e.Sequence).Take(4).Select(e => new { e.At, e.WriterId, e.Sequence, e.State }),
        ["outputs of the fence that counts"] = c =>
            from producer in c.NodeRuns.Where(n => Ids.Contains(n.Id) && n.State == NodeState.Succeeded && n.OutputFence > 0)
            join output in c.Outputs on new { producer.Id, Fence = producer.OutputFence } equals new { Id = output.NodeRunId, output.Fence }
            orderby producer.Id, output.Name
            select new { producer.Id, output.Name, output.Value },
        ["load of queues"] = c => c.Queues.OrderBy(q => q.Name).Select(q => new
        {
            q.Name,
            Running = c.Leases.Count(l => l.QueueId == q.Id && l.Kind == LeaseKind.Work),
            Waiting = c.Ready.Count(r => r.QueueId == q.Id),
        }),
        ["what was done to something, or below it"] = c => c.Audit.Where(a => a.ProjectId == 1 && a.Id > 0 && (a.Subject == "application/1" || a.Subject.StartsWith(Below)))
            .OrderByDescending(a => a.Id).Take(5).Select(a => a.Subject),
        ["how many at most"] = c => c.Runs.Select(r => r.Id).Take(3).GroupBy(r => 1).Select(g => (object)g.Count()),
        ["members with their names"] = c =>
            from member in c.Members
            join person in c.People on member.PersonId equals person.Id
            where member.ProjectId == 1 && !person.Disabled
            orderby person.Name
            select new { person.Name, member.Role },
    };

    private readonly SqliteConnection _sqlite = new("Data Source=:memory:");
    private readonly DbContextOptions<MaatContext> _onMySql = new DbContextOptionsBuilder<MaatContext>().UseMySql(server.NewDatabase(), server.Version).Options;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _sqlite.OpenAsync(Cancellation);
        foreach (DbContextOptions<MaatContext> options in Both())
        {
            await using var context = new MaatContext(options);
            await context.Database.EnsureCreatedAsync(Cancellation);
            context.AddRange(Rows());
            await context.SaveChangesAsync(Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using var context = new MaatContext(_onMySql);
        await context.Database.EnsureDeletedAsync(CancellationToken.None);
        await _sqlite.DisposeAsync();
    }

    [Fact]
    public async Task Query_OnBothDatabases_HasTheSameAnswer()
    {
        var differences = new List<string>();
        foreach ((string name, Func<MaatContext, IQueryable<object?>> question) in Questions)
        {
            var answers = new List<string>();
            foreach (DbContextOptions<MaatContext> options in Both())
            {
                await using var context = new MaatContext(options);
                List<object?> answer = await question(context).ToListAsync(Cancellation);
                Assert.True(answer.Count > 0, $"{name}: nothing was asked for");
                answers.Add(string.Join(", ", answer));
            }

            if (answers[0] != answers[1])
            {
                differences.Add($"{name}: {answers[0]} but {answers[1]}");
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public async Task ScalarsAndBulk_OnBothDatabases_AreTheSame()
    {
        var answers = new List<string>();
        foreach (DbContextOptions<MaatContext> options in Both())
        {
            await using var context = new MaatContext(options);
            long? last = await context.Runs.MaxAsync(r => (long?)r.Id, Cancellation);
            long? none = await context.Runs.Where(r => r.Id < 0).MaxAsync(r => (long?)r.Id, Cancellation);
            bool any = await context.Runs.AnyAsync(r => r.State == RunState.Queued, Cancellation);
            int used = await context.ApiTokens.Where(t => t.Id == 1).ExecuteUpdateAsync(t => t.SetProperty(r => r.LastUsedAt, Start), Cancellation);
            int dead = await context.Workers.Where(w => w.State != WorkerState.Dead)
                .ExecuteUpdateAsync(set => set.SetProperty(w => w.State, WorkerState.Dead).SetProperty(w => w.EndedAt, Start), Cancellation);
            int gone = await context.Schedules.Where(s => s.ApplicationId == 1).ExecuteDeleteAsync(Cancellation);
            answers.Add($"{last} {none} {any} {used} {dead} {gone} {(await context.ApiTokens.SingleAsync(Cancellation)).LastUsedAt:O}");
        }

        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task Edit_OfARowThatMovedOn_IsRefused()
    {
        await using var context = new MaatContext(_onMySql);
        ApplicationRow application = await context.Applications.FirstAsync(Cancellation);
        context.Entry(application).Property(a => a.Revision).OriginalValue = application.Revision - 1;
        application.Description = "late";

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Cancellation));
    }

    private IEnumerable<DbContextOptions<MaatContext>> Both() => [new DbContextOptionsBuilder<MaatContext>().UseSqlite(_sqlite).Options, _onMySql];

    private static IEnumerable<object> Rows()
    {
        yield return new ProjectRow { Id = 1, Name = "Project", CreatedAt = Start };
        yield return new ApiTokenRow { Id = 1, Name = "token", Hash = "00", PersonId = 1, CreatedAt = Start, ExpiresAt = Start.AddDays(1) };
        yield return new WorkerRow { Id = 1, Name = "worker", StartedAt = Start };
        yield return new QueueRow { Id = 2, Name = "heavy", MaxRunning = 2 };
        yield return new EventWriterRow { Id = 1, Process = "p", StartedAt = Start };
        for (int i = 1; i <= 4; i++)
        {
            yield return new PersonRow { Id = i, Name = $"person {i}", Disabled = i == 3, CreatedAt = Start };
            yield return new MemberRow { ProjectId = 1, PersonId = i, Role = (Domain.Projects.Role)(i % 2) };
            string draft = $$"""{"nodes":[],"text":"it's \\ {{i}}"}""";
            yield return new TemplateRow
            {
                Id = i,
                ProjectId = 1,
                Name = $"Template {"aBbc"[i - 1]}",
                Draft = draft,
                LatestVersion = i / 2,
                CreatedAt = Start,
                EditedAt = Start,
                EditedBy = "me",
            };
            yield return new TemplateVersionRow { TemplateId = i, Number = i / 2, Document = i == 2 ? "{}" : draft, PublishedAt = Start, PublishedBy = "me" };
            yield return new ApplicationRow
            {
                Id = i,
                ProjectId = 1,
                Name = i == 2 ? "50% more" : $"Application {i}",
                TemplateId = 1 + i / 3,
                Version = i % 2,
                QueueId = 1 + i % 2,
                Tags = i == 3 ? """["it's\\","b"]""" : "[]",
                CreatedAt = Start,
            };
            yield return new ScheduleRow
            {
                Id = i,
                ApplicationId = 1 + i / 3,
                QueueId = 1,
                Crontab = "* * * * *",
                Zone = "UTC",
                NextFireAt = i == 4 ? null : Start.AddMinutes(i),
                LastDecided = Start,
            };
            yield return new LeaseRow { NodeRunId = i, WorkerId = 1, QueueId = 1 + i % 2, Kind = (LeaseKind)(i / 4), StartedAt = Start };
            yield return new ReadyRow { QueueId = 1, Position = 100 - i, NodeRunId = i };
            yield return new NodeRunRow { Id = i, State = i == 2 ? NodeState.Failed : NodeState.Succeeded, OutputFence = 7, ChangedAt = Start };
            yield return new OutputRow { NodeRunId = i, Fence = 6 + i / 3, Name = $"o{i}", Value = "\"'\\\\\"" };
            yield return new AuditRow { Id = i, ProjectId = 1, At = Start, Actor = "me", Action = "run.cancel", Subject = i == 1 ? "application/1" : $"application/{i - 1}/run" };
        }

        for (int i = 1; i <= 12; i++)
        {
            yield return new RunRow
            {
                Id = i,
                ProjectId = 1 + i % 2,
                ApplicationId = 1 + i % 3 * 2,
                Zone = "UTC",
                Values = "{}",
                TriggeredBy = "me",
                State = i is 10 or 4 ? RunState.Failed : (RunState)(i % 5),
                ScheduledAt = Start.AddMinutes(i / 2),
                CreatedAt = Start,
                EndedAt = i % 4 == 0 ? null : Start.AddMinutes(i),
            };
            yield return new EventRow { WriterId = 1 + i % 2, Sequence = i, RunId = 1, State = (byte)i, At = Start.AddSeconds(i / 6) };
        }
    }
}
