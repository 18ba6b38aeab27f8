using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Projects;
using Maat.Storage.Projects;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.Projects;

/// <summary>The projects that exist for this person.</summary>
public sealed partial class ProjectsPage : ActingPage
{
    private Page<ProjectRow>? _projects;
    private Actor? _actor;
    private bool _mayCreate;

    /// <summary>Only those whose name holds this.</summary>
    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [Inject]
    internal ProjectEditing Projects { get; set; } = null!;

    [Inject]
    internal CurrentProject Current { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    protected override Task OnParametersSetAsync() => ReadAsync(async actor =>
    {
        _actor = actor;
        _mayCreate = actor.IsAdministrator;
        _projects = await Projects.ListAsync(actor, Search, new PageRequest(After), Leaving);
    });

    private string RoleIn(long projectId) =>
        _actor is { IsAdministrator: true } ? L["Projects.Administrator"] : L[$"Role.{Names<Role>.Of(_actor!.RoleIn(projectId) ?? Role.Viewer)}"];

    private async Task CreateAsync()
    {
        if (await Dialogs.OpenAsync<NewProjectDialog>(L["Projects.AddTitle"], [], DialogShapes.Fields) is not long made)
            return;
        Current.Refresh();
        Navigation.NavigateTo($"/projects/{made}/templates");
    }
}
