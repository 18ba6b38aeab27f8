using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Engine.Audit;
using Maat.Engine.Logs;
using Maat.Engine.People;
using Maat.Engine.Projects;
using Maat.Engine.Queues;
using Maat.Engine.Runs;
using Maat.Engine.Templates;
using Maat.Engine.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.Api;

/// <summary>Every use case behind the API, for somebody who does not belong to the project, and for its members by role.</summary>
public sealed class ProjectBoundaryTests(ApiServer server)
{
    /// <summary>The ids of what the test's project holds.</summary>
    internal sealed record Ids(long Project, long Template, long Application, long Schedule, long Run);

    private static readonly Dictionary<string, Value> NoValues = [];

    private static readonly PageRequest Page = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is done, the least role that may, and how.</summary>
    private static readonly (string Name, Role Least, Func<IServiceProvider, Actor, Ids, Task> Act)[] Table =
    [
        ("read project", Role.Viewer, (s, a, i) => s.GetRequiredService<ProjectEditing>().GetAsync(a, i.Project, Cancellation)),
        ("change project", Role.Owner, (s, a, i) => s.GetRequiredService<ProjectEditing>().UpdateAsync(a, i.Project, -1, new ProjectDefinition("x"), Cancellation)),
        ("list members", Role.Owner, (s, a, i) => s.GetRequiredService<MemberEditing>().ListAsync(a, i.Project, Page, Cancellation)),
        ("add member", Role.Owner, (s, a, i) => s.GetRequiredService<MemberEditing>().AddAsync(a, i.Project, "nobody", Role.Viewer, Cancellation)),
        ("change member", Role.Owner, (s, a, i) => s.GetRequiredService<MemberEditing>().SetRoleAsync(a, i.Project, 999_999, Role.Viewer, Cancellation)),
        ("remove member", Role.Owner, (s, a, i) => s.GetRequiredService<MemberEditing>().RemoveAsync(a, i.Project, 999_999, Cancellation)),
        ("list tokens", Role.Owner, (s, a, i) => s.GetRequiredService<TokenEditing>().ListAsync(a, i.Project, Page, Cancellation)),
        ("make token", Role.Owner, (s, a, i) => s.GetRequiredService<TokenEditing>().CreateAsync(a, new TokenDefinition("t", i.Project, Role.Viewer, 1), Cancellation)),
        ("audit trail", Role.Owner, (s, a, i) => s.GetRequiredService<AuditTrail>().ListAsync(a, i.Project, new AuditFilter(), Page, Cancellation)),
        ("list templates", Role.Viewer, (s, a, i) => s.GetRequiredService<TemplateViews>().ListAsync(a, i.Project, Page, Cancellation)),
        ("list versions", Role.Viewer, (s, a, i) => s.GetRequiredService<TemplateViews>().VersionsAsync(a, i.Template, Page, Cancellation)),
        ("read template", Role.Viewer, (s, a, i) => s.GetRequiredService<TemplateEditing>().GetAsync(a, i.Template, Cancellation)),
        ("read version", Role.Viewer, (s, a, i) => s.GetRequiredService<TemplateEditing>().GetVersionAsync(a, i.Template, 1, Cancellation)),
        ("import", Role.Editor, (s, a, i) => s.GetRequiredService<TemplateEditing>().ImportAsync(a, i.Project, new TemplateDocument("T"), null, Cancellation)),
        ("save draft", Role.Editor, (s, a, i) => s.GetRequiredService<TemplateEditing>().SaveDraftAsync(a, i.Template, new TemplateDocument("T"), -1, Cancellation)),
        ("meet editors", Role.Viewer, (s, a, i) => s.GetRequiredService<DraftPresence>().MeetAsync(a, i.Template, "page", leaving: false, Cancellation)),
        ("publish", Role.Editor, (s, a, i) => s.GetRequiredService<TemplateEditing>().PublishAsync(a, i.Template, 0, "", Cancellation)),
        ("list applications", Role.Viewer, (s, a, i) => s.GetRequiredService<ApplicationViews>().ListAsync(a, i.Project, Page, Cancellation)),
        ("read application", Role.Viewer, (s, a, i) => s.GetRequiredService<ApplicationViews>().GetAsync(a, i.Application, Cancellation)),
        ("make application", Role.Editor, (s, a, i) => s.GetRequiredService<ApplicationEditing>().CreateAsync(a, i.Project, new ApplicationDefinition("b", i.Template, NoValues), Cancellation)),
        ("change application", Role.Editor, (s, a, i) => s.GetRequiredService<ApplicationEditing>().UpdateAsync(a, i.Application, 0, new ApplicationDefinition("c", i.Template, NoValues), Cancellation)),
        ("trigger", Role.Operator, (s, a, i) => s.GetRequiredService<Triggering>().TriggerAsync(a, i.Application, new TriggerRequest(NoValues), Cancellation)),
        ("list template users", Role.Viewer, (s, a, i) => s.GetRequiredService<VersionTaking>().UsersAsync(a, i.Template, null, Cancellation)),
        ("take version", Role.Editor, (s, a, i) => s.GetRequiredService<VersionTaking>().TakeAsync(a, i.Template, 1, [i.Application], Cancellation)),
        ("repeat", Role.Operator, (s, a, i) => s.GetRequiredService<RunRepeating>().RepeatAsync(a, i.Run, null, Cancellation)),
        ("find succession", Role.Viewer, (s, a, i) => s.GetRequiredService<RunRepeating>().FindAsync(a, i.Run, Cancellation)),
        ("list schedules", Role.Viewer, (s, a, i) => s.GetRequiredService<ScheduleViews>().ListAsync(a, i.Application, Invariant, Cancellation)),
        ("read schedule", Role.Viewer, (s, a, i) => s.GetRequiredService<ScheduleViews>().GetAsync(a, i.Application, i.Schedule, Invariant, Cancellation)),
        ("list firings", Role.Viewer, (s, a, i) => s.GetRequiredService<ScheduleViews>().FiringsAsync(a, i.Application, i.Schedule, Page, Cancellation)),
        ("add schedule", Role.Editor, (s, a, i) => s.GetRequiredService<Scheduling>().AddAsync(a, i.Application, new ScheduleDefinition("@yearly"), Cancellation)),
        ("pause application", Role.Operator, (s, a, i) => s.GetRequiredService<Scheduling>().SetEnabledAsync(a, i.Application, false, Cancellation)),
        ("change schedule", Role.Editor, (s, a, i) => s.GetRequiredService<Scheduling>().UpdateAsync(a, i.Application, i.Schedule, null, new ScheduleDefinition("@yearly"), Cancellation)),
        ("delete schedule", Role.Editor, (s, a, i) => s.GetRequiredService<Scheduling>().DeleteAsync(a, i.Application, i.Schedule, Cancellation)),
        ("read run", Role.Viewer, (s, a, i) => s.GetRequiredService<RunViews>().GetAsync(a, i.Run, Cancellation)),
        ("list nodes", Role.Viewer, (s, a, i) => s.GetRequiredService<NodeRunViews>().ListAsync(a, i.Run, Page, Cancellation)),
        ("read node", Role.Viewer, (s, a, i) => s.GetRequiredService<NodeRunViews>().GetAsync(a, i.Run, "n1", Cancellation)),
        ("list attempts", Role.Viewer, (s, a, i) => s.GetRequiredService<NodeRunViews>().AttemptsAsync(a, i.Run, "n1", Page, Cancellation)),
        ("list events", Role.Viewer, (s, a, i) => s.GetRequiredService<RunHistory>().EventsAsync(a, i.Run, Page, Cancellation)),
        ("list resets", Role.Viewer, (s, a, i) => s.GetRequiredService<RunHistory>().ResetsAsync(a, i.Run, Page, Cancellation)),
        ("list outputs", Role.Viewer, (s, a, i) => s.GetRequiredService<RunOutputs>().ListAsync(a, i.Run, Page, Cancellation)),
        ("why it waits", Role.Viewer, (s, a, i) => s.GetRequiredService<WaitReasons>().FindAsync(a, i.Run, "n1", Cancellation)),
        ("preview of a retry", Role.Operator, (s, a, i) => s.GetRequiredService<RetryPreview>().FromAsync(a, i.Run, ["n1"], Cancellation)),
        ("read log", Role.Viewer, (s, a, i) => s.GetRequiredService<LogReading>().FindAsync(a, i.Run, "n1", null, Cancellation)),
        ("follow log", Role.Viewer, (s, a, i) => s.GetRequiredService<LogReading>().FollowAsync(a, i.Run, "n1", null, 0, Cancellation).CountAsync(Cancellation).AsTask()),
        ("retry", Role.Operator, (s, a, i) => s.GetRequiredService<RunActions>().RetryFromAsync(a, i.Run, ["n1"], Cancellation)),
        ("pause", Role.Operator, (s, a, i) => s.GetRequiredService<RunActions>().PauseAsync(a, i.Run, Cancellation)),
        ("resume", Role.Operator, (s, a, i) => s.GetRequiredService<RunActions>().ResumeAsync(a, i.Run, Cancellation)),
        ("cancel", Role.Operator, (s, a, i) => s.GetRequiredService<RunActions>().CancelAsync(a, i.Run, Cancellation)),
        ("retry failed", Role.Operator, (s, a, i) => s.GetRequiredService<RunActions>().RetryFailedAsync(a, i.Run, Cancellation)),
        ("mark", Role.Operator, (s, a, i) => s.GetRequiredService<RunActions>().MarkAsync(a, i.Run, "n1", NodeState.Skipped, null, Cancellation)),
    ];

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    [Fact]
    public async Task UseCases_ByRole_AreHiddenForbiddenOrAllowed()
    {
        var project = await server.ProjectAsync();
        foreach (var (name, least, act) in Table)
        {
            var ids = await MakeAsync(project);
            // What is there is not told apart from what is not: an id that nobody has is answered in the same words.
            var hidden = await Assert.ThrowsAsync<NotFoundException>(() => act(server.Services, MemberOf(project.Id + 1_000_000, Role.Owner), ids));
            Assert.Matches("^There is no (project|template|application|run) [0-9]+\\.$", hidden.Message);
            foreach (var role in Enum.GetValues<Role>())
            {
                var refused = await Record.ExceptionAsync(() => act(server.Services, MemberOf(project.Id, role), ids));
                // What a lesser role has done already can often not be done again.
                bool allowed = refused is null or ConflictException || (refused is NotFoundException && (role > least || name.EndsWith("member", StringComparison.Ordinal)));
                Assert.True(role >= least ? allowed : refused is ForbiddenException, $"{name} by {role}: {refused?.ToString() ?? "done"}");
            }
        }
    }

    [Fact]
    public async Task Lists_OverProjects_ShowNothingOfOthers()
    {
        var project = await server.ProjectAsync();
        await MakeAsync(project);
        var other = await server.ProjectAsync();
        var member = MemberOf(other.Id, Role.Owner);

        var projects = await server.Services.GetRequiredService<ProjectEditing>().ListAsync(member, Page, Cancellation);
        Assert.Equal([other.Id], projects.Items.Select(p => p.Id));
        var runs = server.Services.GetRequiredService<RunViews>();
        Assert.Empty((await runs.ListAsync(member, new RunFilter(), Page, Cancellation)).Items);
        Assert.Empty((await runs.ListAsync(member, new RunFilter(ProjectId: project.Id), Page, Cancellation)).Items);
        Assert.Single((await runs.ListAsync(MemberOf(project.Id, Role.Viewer), new RunFilter(), Page, Cancellation)).Items);
    }

    [Fact]
    public async Task Installation_ForAnOwnerOfAProject_IsTheAdministratorsAlone()
    {
        var owner = MemberOf(1, Role.Owner);
        await Assert.ThrowsAsync<ForbiddenException>(() => server.Services.GetRequiredService<ProjectEditing>().CreateAsync(owner, new ProjectDefinition("x"), Cancellation));
        var queues = server.Services.GetRequiredService<QueueEditing>();
        await Assert.ThrowsAsync<ForbiddenException>(() => queues.CreateAsync(owner, "q", new QueueSettings(), Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => queues.UpdateAsync(owner, "default", null, new QueueSettings(), Cancellation));
        var people = server.Services.GetRequiredService<PeopleEditing>();
        await Assert.ThrowsAsync<ForbiddenException>(() => people.ListAsync(owner, null, Page, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => people.GetAsync(owner, 1, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => people.CreateAsync(owner, "x", administrator: false, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => people.ResetPasswordAsync(owner, 1, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => people.SetDisabledAsync(owner, 1, disabled: true, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => people.SetAdministratorAsync(owner, 1, administrator: true, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => server.Services.GetRequiredService<AuditTrail>().ListAsync(owner, null, new AuditFilter(), Page, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => server.Services.GetRequiredService<TokenEditing>().CreateAsync(owner, new TokenDefinition("t", null, Role.Viewer, 1), Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => server.Services.GetRequiredService<WorkerViews>().ListAsync(owner, null, Page, Cancellation));
    }

    private static Actor MemberOf(long project, Role role) => new("somebody", false, new Dictionary<long, Role> { [project] = role }) { PersonId = 999_999 };

    private static async Task<Ids> MakeAsync(ApiProject project)
    {
        long template = await project.PublishAsync(Documents.Chain("true"));
        var application = await project.Api.PostAsync(
            $"projects/{project.Id}/applications", $$"""{ "name": "of {{template}}", "template_id": {{template}}, "max_active_runs": 100 }""");
        var schedule = await project.Api.PostAsync($"applications/{application.Id}/schedules", """{ "crontab": "@yearly" }""");
        return new Ids(project.Id, template, application.Id, schedule.Id, await project.TriggerAsync(application.Id));
    }
}
