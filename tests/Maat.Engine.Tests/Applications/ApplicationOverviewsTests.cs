using System.Globalization;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Engine.Applications;
using Maat.Engine.Tests.Runs;
using Maat.Storage.Applications;
using Maat.Storage.Queues;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Tests.Applications;

public sealed class ApplicationOverviewsTests
{
    private static readonly Actor Owner = Actor.Administrator("owner");

    public static TheoryData<string, string[]> Filters() => new()
    {
        { "all", ["BetaX1", "Beta_1", "alpha", "数据"] },
        { "search", ["BetaX1", "Beta_1"] },
        { "underscore", ["Beta_1"] },
        { "template", ["alpha"] },
        { "paused", ["BetaX1"] },
        { "tag", ["Beta_1", "数据"] },
        { "part of a tag", [] },
        { "last failed", ["Beta_1"] },
        { "last succeeded", ["alpha"] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task List_Filtered_HasWhatMatches(string name, string[] expected)
    {
        ApplicationFilter filter = name switch
        {
            "search" => new ApplicationFilter(Search: " bet"),
            "underscore" => new ApplicationFilter(Search: "a_1"),
            "template" => new ApplicationFilter(TemplateId: 2),
            "paused" => new ApplicationFilter(Enabled: false),
            "tag" => new ApplicationFilter(Tag: "夜间"),
            "part of a tag" => new ApplicationFilter(Tag: "夜"),
            "last failed" => new ApplicationFilter(Last: RunState.Failed),
            "last succeeded" => new ApplicationFilter(Last: RunState.Succeeded),
            _ => new ApplicationFilter(),
        };
        await using ListedInstallation installation = await SetUpAsync();

        TurnedPage<ApplicationOverview> page = await new ApplicationOverviews(installation.Database)
            .ListAsync(Owner, 1, filter, new PageTurn(), TestContext.Current.CancellationToken);

        Assert.Equal(expected, page.Items.Select(a => a.Name));
    }

    [Fact]
    public async Task List_Leafed_GoesBothWaysByName()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using ListedInstallation installation = await SetUpAsync();
        var overviews = new ApplicationOverviews(installation.Database);

        TurnedPage<ApplicationOverview> last = await overviews.ListAsync(Owner, 1, new ApplicationFilter(), new PageTurn(Last: true, Limit: 2), cancellation);
        TurnedPage<ApplicationOverview> before = await overviews.ListAsync(Owner, 1, new ApplicationFilter(), new PageTurn(Before: last.Previous, Limit: 2), cancellation);
        TurnedPage<ApplicationOverview> after = await overviews.ListAsync(Owner, 1, new ApplicationFilter(), new PageTurn(After: before.Next, Limit: 2), cancellation);

        Assert.Equal(["alpha", "数据"], last.Items.Select(a => a.Name));
        Assert.Equal(["BetaX1", "Beta_1"], before.Items.Select(a => a.Name));
        Assert.Null(before.Previous);
        Assert.Equal(["alpha", "数据"], after.Items.Select(a => a.Name));
    }

    [Fact]
    public async Task List_HasTheLastTenRunsAndTheNextFiring()
    {
        await using ListedInstallation installation = await SetUpAsync();

        TurnedPage<ApplicationOverview> page = await new ApplicationOverviews(installation.Database)
            .ListAsync(Owner, 1, new ApplicationFilter(Search: "Beta_1"), new PageTurn(), TestContext.Current.CancellationToken);

        ApplicationOverview only = Assert.Single(page.Items);
        Assert.Equal(Enumerable.Range(3, 10).Select(i => (long)i), only.LastRuns.Select(r => r.Id));
        Assert.Equal(RunState.Failed, only.LastRuns[^1].State);
        Assert.Equal(ListedInstallation.Now.AddHours(1), only.NextAt);
        Assert.Equal((1, 3), (only.Version, only.LatestVersion));
    }

    [Fact]
    public async Task List_OfAProjectOfOthers_IsNotThere()
    {
        await using ListedInstallation installation = await SetUpAsync();
        var stranger = new Actor("stranger", false, new Dictionary<long, Role> { [2] = Role.Owner });
        await Assert.ThrowsAsync<NotFoundException>(() => new ApplicationOverviews(installation.Database)
            .ListAsync(stranger, 1, new ApplicationFilter(), new PageTurn(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Delete_WithAnActiveRun_IsRefused_AndWithoutTakesTheSchedules()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using ListedInstallation installation = await SetUpAsync();
        var editing = new ApplicationEditing(installation.Database, installation.Templates, installation.Time);
        await installation.AddAsync(ListedInstallation.Run(100, RunState.Queued, application: 4));

        await Assert.ThrowsAsync<ConflictException>(() => editing.DeleteAsync(Owner, 4, cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => editing.DeleteAsync(new Actor("op", false, new Dictionary<long, Role> { [1] = Role.Operator }), 1, cancellation));
        await editing.DeleteAsync(Owner, 1, cancellation);

        (int applications, int schedules, int runs) = await installation.Database.ReadAsync(
            async (context, token) => (
                await context.Applications.CountAsync(a => a.Id == 1, token), await context.Schedules.CountAsync(s => s.ApplicationId == 1, token),
                await context.Runs.CountAsync(r => r.ApplicationId == 1, token)),
            cancellation);
        Assert.Equal((0, 0, 12), (applications, schedules, runs));
    }

    [Fact]
    public async Task Preview_OfASchedule_SaysWordsAndFirings_OrWhereItIsWrong()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using ListedInstallation installation = await SetUpAsync();
        var views = new ScheduleViews(installation.Database, installation.Time);

        SchedulePreview preview = await views.PreviewAsync(Owner, 1, new ScheduleDefinition("0 9 * * *", "Asia/Shanghai"), CultureInfo.GetCultureInfo("zh"), cancellation);
        var wrong = await Assert.ThrowsAsync<InvalidInputException>(
            () => views.PreviewAsync(Owner, 1, new ScheduleDefinition("0 99 * * *"), CultureInfo.InvariantCulture, cancellation));

        Assert.Equal(("每天 09:00", 10), (preview.Words, preview.NextFirings.Count));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8)), preview.NextFirings[0]);
        Assert.Equal(("/crontab", 3), (wrong.Problems[0].Place.Path, wrong.Problems[0].Place.Column));
    }

    private static async Task<ListedInstallation> SetUpAsync()
    {
        ListedInstallation installation = await ListedInstallation.CreateAsync();
        await installation.AddAsync(
            ListedInstallation.Project(1), ListedInstallation.Template(1, "one", latest: 3), ListedInstallation.Template(2, "two"),
            ListedInstallation.Application(1, "Beta_1", tags: System.Text.Json.JsonSerializer.Serialize<string[]>(["夜间", "x"])),
            ListedInstallation.Application(2, "alpha", template: 2),
            ListedInstallation.Application(3, "BetaX1", enabled: false),
            ListedInstallation.Application(4, "数据", tags: System.Text.Json.JsonSerializer.Serialize<string[]>(["夜间"])),
            ListedInstallation.Application(5, "elsewhere", project: 2),
            new ScheduleRow
            {
                ApplicationId = 1,
                QueueId = QueueRow.DefaultId,
                Crontab = "0 * * * *",
                Zone = "UTC",
                Missed = MissedFiringPolicy.Skip,
                NextFireAt = ListedInstallation.Now.AddHours(1),
                LastDecided = ListedInstallation.Now,
            });
        await installation.AddAsync(
        [
            .. Enumerable.Range(1, 12).Select(i => ListedInstallation.Run(i, i == 12 ? RunState.Failed : RunState.Succeeded)),
            ListedInstallation.Run(13, RunState.Failed, application: 2),
            ListedInstallation.Run(14, RunState.Succeeded, application: 2),
        ]);
        return installation;
    }
}
