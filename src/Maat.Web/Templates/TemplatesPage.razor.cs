using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Templates;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.Templates;

/// <summary>The templates of a project: found, made, copied and taken out as files.</summary>
public sealed partial class TemplatesPage : LeafedPage
{
    private TurnedPage<TemplateOverview>? _page;

    [Parameter]
    public long ProjectId { get; set; }

    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? Draft { get; set; }

    /// <summary>Set by the address of "New template" on other pages: the dialog is open when the page is.</summary>
    [SupplyParameterFromQuery(Name = "new")]
    public bool IsNew { get; set; }

    [Inject]
    internal TemplateOverviews Overviews { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    private bool MayEdit { get; set; }

    private bool IsNarrowed => Search is not null || Draft is not null || After is not null || Before is not null;

    protected override Task OnParametersSetAsync() => ReadAsync(async actor =>
    {
        MayEdit = actor.Can(Right.Edit, ProjectId);
        var filter = new TemplateFilter(Search, Draft is { } draft && Names<DraftState>.TryParse(draft, out var state) ? state : null);
        _page = await Overviews.ListAsync(actor, ProjectId, filter, Turn, Leaving);
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && IsNew && MayEdit)
            await CreateAsync();
    }

    private static string Uses(TemplateOverview template) => string.Join(
        ", ", template.Uses.Select(use => template.Uses.Count == 1 ? $"v{use.Version}" : $"v{use.Version} × {use.Applications}"));

    private Task CreateAsync() => OpenAsync<NameTemplateDialog>(L["Templates.NewTitle"], new() { [nameof(NameTemplateDialog.ProjectId)] = ProjectId }, DialogShapes.Fields);

    private Task CopyAsync(TemplateOverview template) => OpenAsync<NameTemplateDialog>(L["Templates.CopyTitle", template.Name], new()
    {
        [nameof(NameTemplateDialog.ProjectId)] = ProjectId,
        [nameof(NameTemplateDialog.CopyOf)] = template.Id,
        [nameof(NameTemplateDialog.Suggestion)] = L["Templates.CopyName", template.Name].Value,
    }, DialogShapes.Fields);

    private Task ImportAsync() => OpenAsync<ImportTemplateDialog>(L["Templates.ImportTitle"], new() { [nameof(ImportTemplateDialog.ProjectId)] = ProjectId }, DialogShapes.Wide);

    private async Task OpenAsync<TDialog>(string title, Dictionary<string, object?> parameters, DialogOptions shape)
        where TDialog : ComponentBase
    {
        if (await Dialogs.OpenAsync<TDialog>(title, parameters, shape) is long made)
            Navigation.NavigateTo($"/templates/{made}");
    }
}
