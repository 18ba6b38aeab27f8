using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Templates;
using Maat.Engine.Tests.Runs;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Maat.Engine.Tests.Templates;

public sealed class DraftTests
{
    private static readonly Actor Ann = Actor.Administrator("Ann");
    private static readonly Actor Bob = Actor.Administrator("Bob");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_ByManyAtOnceOnOneRevision_LetsOneWinAndTellsTheOthersWhatThereIs()
    {
        await using ListedInstallation installation = await SetUpAsync();
        TemplateEditing editing = Editing(installation);
        TemplateDraft seen = await editing.GetAsync(Ann, 1, Cancellation);

        Task<TemplateDraft>[] saves = [.. Enumerable.Range(0, 8).Select(i => editing.SaveDraftAsync(Ann, 1, seen.Document with { Description = $"{i}" }, seen.Revision, Cancellation))];
        await Task.WhenAll(saves).ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);

        TemplateDraft won = await Assert.Single(saves, save => save.IsCompletedSuccessfully);
        Assert.All(saves.Where(save => save.IsFaulted), save =>
            Assert.Equal(won.Revision, Assert.IsType<ConflictException>(save.Exception!.InnerException).Revision));
        Assert.Equal((won.Revision, won.Document.Description), await StoredAsync(editing));
    }

    [Fact]
    public async Task Save_AfterSomebodyElsePublished_IsAConflict()
    {
        await using ListedInstallation installation = await SetUpAsync();
        TemplateEditing editing = Editing(installation);
        TemplateDraft seen = await editing.GetAsync(Ann, 1, Cancellation);
        await editing.PublishAsync(Bob, 1, seen.Revision, "", Cancellation);

        var refused = await Assert.ThrowsAsync<ConflictException>(
            () => editing.SaveDraftAsync(Ann, 1, seen.Document with { Description = "mine" }, seen.Revision, Cancellation));
        Assert.Equal((await editing.GetAsync(Ann, 1, Cancellation)).Revision, refused.Revision);
    }

    [Fact]
    public async Task Save_WithErrors_IsKeptWithThem()
    {
        await using ListedInstallation installation = await SetUpAsync();
        TemplateEditing editing = Editing(installation);
        TemplateDraft seen = await editing.GetAsync(Ann, 1, Cancellation);
        TemplateDraft saved = await editing.SaveDraftAsync(
            Ann, 1, seen.Document with { Edges = [new EdgeDefinition("nowhere", "nothing")] }, seen.Revision, Cancellation);
        Assert.Contains(saved.Problems, problem => problem.Severity == Severity.Error);
        Assert.Single((await editing.GetAsync(Ann, 1, Cancellation)).Document.Edges);
    }

    [Fact]
    public async Task Save_AgainAndAgainInOneSitting_IsOneEntryOfTheAuditTrailForEachPerson()
    {
        await using ListedInstallation installation = await SetUpAsync();
        TemplateEditing editing = Editing(installation);
        TemplateDraft draft = await editing.GetAsync(Ann, 1, Cancellation);
        foreach ((Actor actor, int i) in new[] { Ann, Ann, Bob, Bob, Ann }.Select((actor, i) => (actor, i)))
            draft = await editing.SaveDraftAsync(actor, 1, draft.Document with { Description = $"{i}" }, draft.Revision, Cancellation);

        List<AuditRow> audit = await installation.Database.ReadAsync(
            (context, token) => context.Audit.Where(row => row.Action == "template.edit").OrderBy(row => row.Id).ToListAsync(token), Cancellation);
        Assert.Equal(["Ann", "Bob", "Ann"], audit.Select(row => row.Actor));
    }

    [Fact]
    public async Task Presence_OfAPageThatFellSilent_IsForgotten()
    {
        await using ListedInstallation installation = await SetUpAsync();
        var time = new FakeTimeProvider();
        var presence = new DraftPresence(installation.Database, time);
        await presence.MeetAsync(Ann, 1, "a", leaving: false, Cancellation);
        Assert.Equal(["Ann"], (await presence.MeetAsync(Bob, 1, "b", leaving: false, Cancellation)).Others);
        time.Advance(DraftPresence.Kept / 2);
        await presence.MeetAsync(Bob, 1, "b", leaving: false, Cancellation);
        time.Advance(DraftPresence.Kept / 2);
        Assert.Empty((await presence.MeetAsync(Bob, 1, "b", leaving: false, Cancellation)).Others);
        Assert.Equal(["Bob"], (await presence.MeetAsync(Ann, 1, "a", leaving: false, Cancellation)).Others);
    }

    /// <summary>Whoever comes back at once, or loads the page again, does not meet themselves.</summary>
    [Fact]
    public async Task Presence_OfAPageThatIsLeft_EndsAtOnce()
    {
        await using ListedInstallation installation = await SetUpAsync();
        var time = new FakeTimeProvider();
        var presence = new DraftPresence(installation.Database, time);
        await presence.MeetAsync(Ann, 1, "a", leaving: false, Cancellation);
        await presence.MeetAsync(Bob, 1, "b", leaving: false, Cancellation);
        Assert.Equal(["Bob"], (await presence.MeetAsync(Ann, 1, "a", leaving: true, Cancellation)).Others);
        Assert.Equal(["Bob"], (await presence.MeetAsync(Ann, 1, "again", leaving: false, Cancellation)).Others);
        Assert.Equal(["Ann"], (await presence.MeetAsync(Bob, 1, "b", leaving: false, Cancellation)).Others);
    }

    private static TemplateEditing Editing(ListedInstallation installation) => new(installation.Database, ListedInstallation.Kinds, installation.Time);

    private static async Task<(int, string?)> StoredAsync(TemplateEditing editing)
    {
        TemplateDraft stored = await editing.GetAsync(Ann, 1, Cancellation);
        return (stored.Revision, stored.Document.Description);
    }

    private static async Task<ListedInstallation> SetUpAsync()
    {
        ListedInstallation installation = await ListedInstallation.CreateAsync();
        await installation.AddAsync(ListedInstallation.Project(1), ListedInstallation.Template(1, "drafted"));
        return installation;
    }
}
