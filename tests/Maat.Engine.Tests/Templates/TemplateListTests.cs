using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Templates;
using Maat.Engine.Tests.Runs;

namespace Maat.Engine.Tests.Templates;

public sealed class TemplateListTests
{
    private static readonly Actor Owner = Actor.Administrator("owner");

    [Fact]
    public async Task List_SaysNodesDraftAndUses()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using ListedInstallation installation = await SetUpAsync();
        var overviews = new TemplateOverviews(installation.Database);

        TurnedPage<TemplateOverview> all = await overviews.ListAsync(Owner, 1, new TemplateFilter(), new PageTurn(), cancellation);

        Assert.Equal(
            [("changed", 2, DraftState.Changed, "v1 × 1"), ("new", 2, DraftState.Unpublished, ""), ("same", 2, DraftState.Published, "v2 × 1, v1 × 2")],
            all.Items.Select(t => (t.Name, t.Nodes, t.Draft, string.Join(", ", t.Uses.Select(u => $"v{u.Version} × {u.Applications}")))));
        foreach (DraftState state in Enum.GetValues<DraftState>())
        {
            TurnedPage<TemplateOverview> some = await overviews.ListAsync(Owner, 1, new TemplateFilter(Draft: state), new PageTurn(), cancellation);
            Assert.Equal(all.Items.Where(t => t.Draft == state).Select(t => t.Id), some.Items.Select(t => t.Id));
        }
    }

    [Fact]
    public async Task Create_WithATakenName_IsRefusedAndChangesNothing()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using ListedInstallation installation = await SetUpAsync();
        (TemplateCreation creation, TemplateEditing editing) = Creation(installation);

        await Assert.ThrowsAsync<ConflictException>(() => creation.BlankAsync(Owner, 1, "same", cancellation));
        await Assert.ThrowsAsync<ConflictException>(() => creation.CopyAsync(Owner, 1, "changed", cancellation));
        await Assert.ThrowsAsync<ConflictException>(() => creation.ImportAsync(Owner, 1, "apiVersion: maat/v1\nkind: Template\nname: same\n", replace: false, cancellation));

        Assert.Equal(2, (await editing.GetAsync(Owner, 1, cancellation)).Document.Nodes.Count);
    }

    [Fact]
    public async Task Create_BlankCopiedAndImported_IsThere()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using ListedInstallation installation = await SetUpAsync();
        (TemplateCreation creation, _) = Creation(installation);

        TemplateDraft blank = await creation.BlankAsync(Owner, 1, " blank ", cancellation);
        TemplateDraft copy = await creation.CopyAsync(Owner, 1, "copy", cancellation);
        TemplateDraft json = await creation.ImportAsync(Owner, 1, """ {"apiVersion":"maat/v1","kind":"Template","name":"json"}""", replace: false, cancellation);
        TemplateDraft replaced = await creation.ImportAsync(Owner, 1, "apiVersion: maat/v1\nkind: Template\nname: copy\n", replace: true, cancellation);

        Assert.Equal(("blank", 0, "copy", 2, "json"), (blank.Name, blank.Document.Nodes.Count, copy.Name, copy.Document.Nodes.Count, json.Name));
        Assert.Equal((copy.Id, 0), (replaced.Id, replaced.Document.Nodes.Count));
    }

    [Theory]
    [InlineData("apiVersion: maat/v1\nkind: Template\nname: x\nnodess: []\n", 4, 1)]
    [InlineData("name: [1\nx: 2", 2, 1)]
    [InlineData("{\n  \"apiVersion\": \"maat/v1\",\n  oops\n}", 3, 3)]
    public async Task Import_OfWhatCannotBeRead_SaysLineAndColumn(string text, int line, int column)
    {
        await using ListedInstallation installation = await SetUpAsync();
        (TemplateCreation creation, _) = Creation(installation);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(
            () => creation.ImportAsync(Owner, 1, text, replace: false, TestContext.Current.CancellationToken));

        ProblemPlace place = refused.Problems.First(p => p.Severity == Severity.Error && p.Place.Line is not null).Place;
        Assert.Equal((line, column), (place.Line, place.Column));
    }

    private static (TemplateCreation Creation, TemplateEditing Editing) Creation(ListedInstallation installation)
    {
        var editing = new TemplateEditing(installation.Database, ListedInstallation.Kinds, installation.Time);
        return (new TemplateCreation(installation.Database, editing), editing);
    }

    private static async Task<ListedInstallation> SetUpAsync()
    {
        ListedInstallation installation = await ListedInstallation.CreateAsync();
        await installation.AddAsync(
            ListedInstallation.Project(1), ListedInstallation.Template(1, "same", latest: 2), ListedInstallation.Template(2, "new", latest: 0),
            ListedInstallation.Template(3, "changed"), ListedInstallation.Version(1, 1, "{}"), ListedInstallation.Version(1, 2, ListedInstallation.Document("same")),
            ListedInstallation.Version(3, 1, ListedInstallation.Document("before")),
            ListedInstallation.Application(1, "a1"), ListedInstallation.Application(2, "a2"), ListedInstallation.Application(3, "a3", template: 3));
        Storage.Applications.ApplicationRow newer = ListedInstallation.Application(4, "a4");
        newer.Version = 2;
        await installation.AddAsync(newer);
        return installation;
    }
}
