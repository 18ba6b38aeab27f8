using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine.Runs;
using Maat.Storage.Runs;

namespace Maat.Engine.Tests.Runs;

/// <summary>The list of runs beside a plain look at all of them.</summary>
public sealed class RunListTests
{
    private const int Count = 240;

    private static readonly DateTime First = ListedInstallation.Now.AddDays(-1);

    private static readonly Actor Administrator = Actor.Administrator("admin");

    private static readonly Actor Member = new("member", false, new Dictionary<long, Role> { [1] = Role.Viewer, [3] = Role.Viewer });

    public static TheoryData<string, bool> Questions() => new(
        Filters.Keys.SelectMany(name => (IEnumerable<(string, bool)>)[(name, true), (name, false)]));

    private static Dictionary<string, RunFilter> Filters => new()
    {
        ["all"] = new RunFilter(),
        ["project"] = new RunFilter(ProjectId: 1),
        ["hidden project"] = new RunFilter(ProjectId: 2),
        ["application"] = new RunFilter(ApplicationId: 4),
        ["application of another project"] = new RunFilter(ProjectId: 2, ApplicationId: 1),
        ["gone application"] = new RunFilter(ApplicationId: 9),
        ["state"] = new RunFilter(State: RunState.Failed),
        ["kind"] = new RunFilter(Kind: RunKind.Manual),
        ["person"] = new RunFilter(TriggeredBy: "ann"),
        ["nobody"] = new RunFilter(TriggeredBy: "nobody"),
        ["from"] = new RunFilter(From: First.AddMinutes(301)),
        ["until"] = new RunFilter(To: First.AddMinutes(300)),
        ["span"] = new RunFilter(From: First.AddMinutes(100), To: First.AddMinutes(400)),
        ["much"] = new RunFilter(1, State: RunState.Succeeded, Kind: RunKind.Manual, TriggeredBy: "ann", From: First.AddMinutes(60)),
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Leafed_FromEitherEnd_IsTheWholeList(string name, bool administrator)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        (RunFilter filter, Actor actor) = (Filters[name], administrator ? Administrator : Member);
        await using ListedInstallation installation = await ListedInstallation.CreateAsync();
        RunRow[] rows = [.. Rows()];
        long[] expected = [.. rows.Where(r => Matches(r, filter) && actor.Sees(r.ProjectId)).Select(r => r.Id).OrderDescending()];
        await installation.AddAsync(ListedInstallation.Project(1), ListedInstallation.Project(2), ListedInstallation.Project(3));
        await installation.AddAsync([.. Enumerable.Range(1, 6).Select(i => ListedInstallation.Application(i, $"a{i}", project: ProjectOf(i)))]);
        await installation.AddAsync(rows);
        var views = new RunViews(installation.Database);

        var forward = new List<long>();
        TurnedPage<RunView> page = await views.LeafAsync(actor, filter, new PageTurn(Limit: 7), cancellation);
        Assert.Null(page.Previous);
        forward.AddRange(page.Items.Select(r => r.Facts.Id));
        while (page.Next is { } next)
        {
            page = await views.LeafAsync(actor, filter, new PageTurn(After: next, Limit: 7), cancellation);
            forward.AddRange(page.Items.Select(r => r.Facts.Id));
        }

        var backward = new List<long>();
        page = await views.LeafAsync(actor, filter, new PageTurn(Last: true, Limit: 7), cancellation);
        Assert.Null(page.Next);
        backward.InsertRange(0, page.Items.Select(r => r.Facts.Id));
        while (page.Previous is { } previous)
        {
            page = await views.LeafAsync(actor, filter, new PageTurn(Before: previous, Limit: 7), cancellation);
            backward.InsertRange(0, page.Items.Select(r => r.Facts.Id));
        }

        Assert.Equal(expected, forward);
        Assert.Equal(expected, backward);
    }

    [Fact]
    public async Task Read_ByIds_LeavesOutWhatTheActorDoesNotSee()
    {
        await using ListedInstallation installation = await ListedInstallation.CreateAsync();
        await installation.AddAsync(
            ListedInstallation.Run(1, RunState.Failed), ListedInstallation.Run(2, RunState.Failed, project: 2), ListedInstallation.Run(3, RunState.Running));

        List<RunView> read = await new RunViews(installation.Database).ReadAsync(Member, [3, 2, 1, 99], TestContext.Current.CancellationToken);

        Assert.Equal([3, 1], read.Select(r => r.Facts.Id));
    }

    /// <summary>Applications 1 to 6, two for each project; runs of 9 are of one that is gone. Every two minutes one, ids with gaps.</summary>
    private static IEnumerable<RunRow> Rows()
    {
        var random = new Random(7);
        RunState[] states = [RunState.Queued, RunState.Running, RunState.Succeeded, RunState.Succeeded, RunState.Failed, RunState.Cancelled];
        for (int i = 1; i <= Count; i++)
        {
            long application = i % 17 == 0 ? 9 : random.Next(1, 7);
            RunRow row = ListedInstallation.Run(i * 3, states[random.Next(states.Length)], application, ProjectOf(application), First.AddMinutes(2 * i));
            row.Kind = random.Next(3) == 0 ? RunKind.Manual : RunKind.Schedule;
            row.TriggeredBy = row.Kind == RunKind.Manual ? random.Next(2) == 0 ? "ann" : "bob" : "schedule";
            yield return row;
        }
    }

    private static long ProjectOf(long application) => application % 3 + 1;

    private static bool Matches(RunRow run, RunFilter filter) =>
        (filter.ProjectId is null || run.ProjectId == filter.ProjectId)
        && (filter.ApplicationId is null || run.ApplicationId == filter.ApplicationId)
        && (filter.State is null || run.State == filter.State)
        && (filter.Kind is null || run.Kind == filter.Kind)
        && (filter.TriggeredBy is null || run.TriggeredBy == filter.TriggeredBy)
        && (filter.From is null || run.CreatedAt >= filter.From)
        && (filter.To is null || run.CreatedAt < filter.To);
}
