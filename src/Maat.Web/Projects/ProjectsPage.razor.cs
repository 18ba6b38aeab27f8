using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Projects;
using Maat.Storage.Projects;
using Maat.Web.Api;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace Maat.Web.Projects;

/// <summary>The projects that exist for this person.</summary>
public sealed partial class ProjectsPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Page<ProjectRow>? _projects;
    private Actor? _actor;
    private RefusedException? _refusal;
    private bool _mayCreate;

    /// <summary>Only those whose name holds this.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    internal ProjectEditing Projects { get; set; } = null!;

    [Inject]
    internal CurrentProject Current { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _actor = ApiActor.Of((await Authentication).User);
        _mayCreate = _actor.IsAdministrator;
        _projects = await Projects.ListAsync(_actor, Q, new PageRequest(After), _leaving.Token);
    }

    private string RoleIn(long projectId) =>
        _actor is { IsAdministrator: true } ? L["Projects.Administrator"] : L[$"Role.{Names<Role>.Of(_actor!.RoleIn(projectId) ?? Role.Viewer)}"];

    private async Task CreateAsync()
    {
        if (await Dialogs.OpenAsync<NewProjectDialog>(
            L["Projects.AddTitle"], [], new() { Width = "480px", CloseDialogOnEsc = true, AutoFocusFirstElement = true }) is not ProjectDefinition definition)
            return;
        try
        {
            ProjectRow made = await Projects.CreateAsync(_actor!, definition, _leaving.Token);
            Current.Refresh();
            Navigation.NavigateTo($"/projects/{made.Id}");
        }
        catch (RefusedException refused)
        {
            _refusal = refused;
        }
    }
}
