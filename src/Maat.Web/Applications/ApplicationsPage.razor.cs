using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.Applications;

/// <summary>The applications of a project: found, switched, triggered one by one or several at once, and made.</summary>
public sealed partial class ApplicationsPage : LeafedPage
{
    private const string TriggeredOne = "Applications.Triggered.One";
    private const string TriggeredMany = "Applications.Triggered.Many";

    /// <summary>A list that is looked at for seconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly HashSet<long> _chosen = [];
    private TurnedPage<ApplicationOverview>? _page;
    private List<TemplateChoice> _templates = [];
    private IReadOnlyList<BulkOutcome>? _outcomes;

    [Parameter]
    public long ProjectId { get; set; }

    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public long? Template { get; set; }

    [SupplyParameterFromQuery]
    public string? Enabled { get; set; }

    /// <summary>The state of an application's newest run.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    [SupplyParameterFromQuery]
    public string? Tag { get; set; }

    /// <summary>Set by the address of "Make an application" on other pages: the dialog is open when the page is.</summary>
    [SupplyParameterFromQuery(Name = "new")]
    public bool IsNew { get; set; }

    [Inject]
    internal ApplicationOverviews Overviews { get; set; } = null!;

    [Inject]
    internal Scheduling Scheduling { get; set; } = null!;

    [Inject]
    internal Triggering Triggering { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    private bool MayOperate { get; set; }

    private bool MayEdit { get; set; }

    private bool IsNarrowed => Search is not null || Template is not null || Enabled is not null || State is not null || Tag is not null || After is not null || Before is not null;

    protected override async Task OnParametersSetAsync()
    {
        _chosen.Clear();
        await ReadAsync(ReadPageAsync);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        RefreshEvery(Interval, () => ReadAsync(ReadPageAsync));
        if (IsNew && MayEdit)
            await CreateAsync();
    }

    private async Task ReadPageAsync(Actor actor)
    {
        (MayOperate, MayEdit) = (actor.Can(Right.Operate, ProjectId), actor.Can(Right.Edit, ProjectId));
        var filter = new ApplicationFilter(
            Search, Template, bool.TryParse(Enabled, out bool enabled) ? enabled : null, Tag,
            State is { } name && Names<RunState>.TryParse(name, out RunState state) ? state : null);
        _templates = await Overviews.TemplatesAsync(actor, ProjectId, Leaving);
        _page = await Overviews.ListAsync(actor, ProjectId, filter, Turn, Leaving);
    }

    private string NameOf(long id) => _page?.Items.FirstOrDefault(a => a.Id == id)?.Name ?? $"{id}";

    private void Choose(long application)
    {
        if (!_chosen.Remove(application))
            _chosen.Add(application);
    }

    private void ChooseAll(bool all)
    {
        _chosen.Clear();
        if (all && _page is { } page)
            _chosen.UnionWith(page.Items.Select(application => application.Id));
    }

    private Task<bool> SetEnabledAsync(ApplicationOverview application) => ActAsync(async actor =>
    {
        await Scheduling.SetEnabledAsync(actor, application.Id, !application.Enabled, Leaving);
        await ReadPageAsync(actor);
    });

    private Task<bool> TriggerAsync(long application) => ActAsync(async actor =>
    {
        TriggerResult run = await Triggering.TriggerAsync(actor, application, TriggerRequest.Plain, Leaving);
        Navigation.NavigateTo($"/runs/{run.RunId}");
    });

    private async Task TriggerChosenAsync()
    {
        string[] names = [.. _page!.Items.Where(a => _chosen.Contains(a.Id)).Select(a => a.Name)];
        if (await Dialogs.OpenAsync<TriggerManyDialog>(L["Applications.TriggerManyTitle"], new() { [nameof(TriggerManyDialog.Names)] = names }, DialogShapes.Question) is not true)
            return;
        await ActAsync(async actor =>
        {
            _outcomes = await Triggering.TriggerAsync(actor, [.. _chosen], Leaving);
            _chosen.Clear();
            await ReadPageAsync(actor);
        });
    }

    private async Task CreateAsync()
    {
        var parameters = new Dictionary<string, object?> { [nameof(NewApplicationDialog.ProjectId)] = ProjectId, [nameof(NewApplicationDialog.TemplateId)] = Template };
        if (await Dialogs.OpenAsync<NewApplicationDialog>(L["Applications.NewTitle"], parameters, DialogShapes.Wide) is long made)
            Navigation.NavigateTo($"/applications/{made}");
    }
}
