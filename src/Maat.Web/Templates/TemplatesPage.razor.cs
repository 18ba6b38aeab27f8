using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Templates;
using Maat.Web.Lists;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.Templates;

/// <summary>The templates of a project: found, made, copied and taken out as files.</summary>
public sealed partial class TemplatesPage : ActingPage
{
    private TurnedPage<TemplateOverview>? _page;

    [Parameter]
    public long ProjectId { get; set; }

    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? Draft { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    [SupplyParameterFromQuery]
    public bool Last { get; set; }

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
        _page = await Overviews.ListAsync(actor, ProjectId, filter, Address.Turn(After, Before, Last), Leaving);
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && IsNew && MayEdit)
            await CreateAsync();
    }

    private static string Uses(TemplateOverview template) => string.Join(
        ", ", template.Uses.Select(use => template.Uses.Count == 1 ? $"v{use.Version}" : $"v{use.Version} × {use.Applications}"));

    private Task CreateAsync() => OpenAsync<NameTemplateDialog>(L["Templates.NewTitle"], new() { [nameof(NameTemplateDialog.ProjectId)] = ProjectId });

    private Task CopyAsync(TemplateOverview template) => OpenAsync<NameTemplateDialog>(L["Templates.CopyTitle", template.Name], new()
    {
        [nameof(NameTemplateDialog.ProjectId)] = ProjectId,
        [nameof(NameTemplateDialog.CopyOf)] = template.Id,
        [nameof(NameTemplateDialog.Suggestion)] = L["Templates.CopyName", template.Name].Value,
    });

    private Task ImportAsync() => OpenAsync<ImportTemplateDialog>(L["Templates.ImportTitle"], new() { [nameof(ImportTemplateDialog.ProjectId)] = ProjectId }, "720px");

    private async Task OpenAsync<TDialog>(string title, Dictionary<string, object?> parameters, string width = "480px")
        where TDialog : ComponentBase
    {
        var options = new DialogOptions { Width = width, CloseDialogOnEsc = true, AutoFocusFirstElement = true };
        if (await Dialogs.OpenAsync<TDialog>(title, parameters, options) is long made)
            Navigation.NavigateTo($"/templates/{made}");
    }
}
