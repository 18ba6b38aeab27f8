using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine.Home;
using Maat.Engine.Tests.Runs;
using Maat.Storage.Applications;
using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Runs;

namespace Maat.Engine.Tests.Home;

public sealed class HomeViewsTests
{
    private static readonly DateTime Now = ListedInstallation.Now;
    private static readonly Actor Administrator = Actor.Administrator("admin");
    private static readonly Actor Member = new("member", false, new Dictionary<long, Role> { [1] = Role.Viewer });

    [Fact]
    public async Task Attention_IsWhatFailedAndWasNotMended_WhatIsLate_AndWhatWaitsForLong()
    {
        await using ListedInstallation installation = await SetUpAsync();
        await installation.AddAsync(
            ListedInstallation.Run(1, RunState.Failed, application: 1), ListedInstallation.Run(2, RunState.Succeeded, application: 1),
            ListedInstallation.Run(3, RunState.Failed, application: 2, at: Now.AddHours(-2)), ListedInstallation.Run(4, RunState.Failed, application: 2, at: Now.AddHours(-1)),
            new NodeRunRow { Id = NodeRunId.Of(4, 0), State = NodeState.Failed, Reason = "broken", ChangedAt = Now },
            ListedInstallation.Run(5, RunState.Queued, application: 3, at: Now.AddMinutes(-20)), ListedInstallation.Run(6, RunState.Queued, application: 3, at: Now),
            Schedule(application: 4, Now.AddMinutes(-5)), Schedule(application: 1, Now.AddMinutes(30)));

        HomeView home = await HomeAsync(installation, Administrator);

        Assert.Equal(
            [(AttentionKind.Failed, "a2", 4L, "First node", "broken"), (AttentionKind.Late, "a4", null, null, null), (AttentionKind.Queued, "a3", 5L, null, null)],
            home.Attention.Select(a => (a.Kind, a.ApplicationName, a.RunId, a.Node, a.Reason)));
        Assert.Equal((1, 2, TimeSpan.FromMinutes(20)), (home.Failed, home.Stuck, home.LongestStuck));
    }

    [Fact]
    public async Task Figures_CountTheLastDayTheActiveAndTheDue()
    {
        await using ListedInstallation installation = await SetUpAsync();
        await installation.AddAsync(
            ListedInstallation.Run(1, RunState.Succeeded, at: Now.AddDays(-2)), ListedInstallation.Run(2, RunState.Succeeded, at: Now.AddHours(-2)),
            ListedInstallation.Run(3, RunState.Cancelled, at: Now.AddMinutes(-20)), ListedInstallation.Run(4, RunState.Succeeded, at: Now.AddMinutes(-10)),
            ListedInstallation.Run(5, RunState.Running, at: Now.AddSeconds(-20)),
            new LeaseRow { NodeRunId = NodeRunId.Of(5, 1), WorkerId = 1, QueueId = QueueRow.DefaultId, StartedAt = Now },
            new WorkerRow { Id = 1, Name = "w", Slots = 4, StartedAt = Now }, new WorkerRow { Id = 2, Name = "gone", Slots = 4, State = WorkerState.Dead, StartedAt = Now },
            Schedule(application: 1, Now.AddMinutes(30)));

        HomeView home = await HomeAsync(installation, Administrator);

        Assert.Equal((3, 2, 0), (home.Finished, home.Succeeded, home.FailedInDay));
        Assert.Equal((24, 1, 2), (home.Hours.Count, home.Hours[^1].Succeeded, home.Hours[^1].All));
        ActiveRun run = Assert.Single(home.Active);
        Assert.Equal(("second", 2, TimeSpan.FromSeconds(40)), (string.Join(",", run.At), run.Nodes, run.Left));
        // 11:00, 12:00 and 13:00, for the end of the three hours is 13:30.
        Assert.Equal((3L, 3), (home.Due, home.DueNext.Count));
        Assert.Equal(new DateTimeOffset(Now.Date.AddHours(11), TimeSpan.Zero), home.DueNext[0].At);
        QueueLoad queue = Assert.Single(home.Queues);
        Assert.Equal((1, 4), (queue.Running, queue.Capacity));
    }

    [Fact]
    public async Task Home_OfAMember_HasNothingOfOtherProjects()
    {
        await using ListedInstallation installation = await SetUpAsync();
        await installation.AddAsync(
            ListedInstallation.Project(2), ListedInstallation.Application(9, "hidden", project: 2),
            ListedInstallation.Run(1, RunState.Failed, application: 9, project: 2), ListedInstallation.Run(2, RunState.Running, application: 9, project: 2),
            Schedule(application: 9, Now.AddMinutes(30)));

        HomeView home = await HomeAsync(installation, Member);

        Assert.Equal((Beginning.NoRun, 0, 0, 0L, 0), (home.Beginning, home.Failed, home.Running, home.Due, home.Finished));
    }

    [Fact]
    public async Task Beginning_SaysTheNextStep()
    {
        await using ListedInstallation installation = await ListedInstallation.CreateAsync();
        var steps = new List<Beginning> { (await HomeAsync(installation, Administrator)).Beginning };
        foreach (object row in new object[] { ListedInstallation.Project(1), ListedInstallation.Template(1, "t"), ListedInstallation.Application(1, "a"), ListedInstallation.Run(1, RunState.Succeeded) })
        {
            await installation.AddAsync(row);
            steps.Add((await HomeAsync(installation, Administrator)).Beginning);
        }

        Assert.Equal([Beginning.NoProject, Beginning.NoTemplate, Beginning.NoApplication, Beginning.NoRun, Beginning.Begun], steps);
    }

    private static Task<HomeView> HomeAsync(ListedInstallation installation, Actor actor) => new HomeViews(
        installation.Database, new AttentionFinder(installation.Database, installation.Templates), new ActiveRunReading(installation.Database, installation.Templates),
        installation.Time).GetAsync(actor, TestContext.Current.CancellationToken);

    private static ScheduleRow Schedule(long application, DateTime next) => new()
    {
        ApplicationId = application,
        QueueId = QueueRow.DefaultId,
        Crontab = "0 * * * *",
        Zone = "UTC",
        NextFireAt = next,
        LastDecided = Now.AddHours(-1),
    };

    private static async Task<ListedInstallation> SetUpAsync()
    {
        ListedInstallation installation = await ListedInstallation.CreateAsync();
        await installation.AddAsync(
            ListedInstallation.Project(1), ListedInstallation.Template(1, "t"), ListedInstallation.Version(1, 1, ListedInstallation.Document("t")),
            ListedInstallation.Application(1, "a1"), ListedInstallation.Application(2, "a2"), ListedInstallation.Application(3, "a3"), ListedInstallation.Application(4, "a4"));
        return installation;
    }
}
