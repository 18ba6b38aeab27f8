using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Projects;
using Maat.Storage.Projects;
using Maat.Web.Api;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Maat.Web.Projects;

/// <summary>A project: its settings for all its members, and for its owners members, tokens and what was done.</summary>
public sealed partial class ProjectPage : IDisposable
{
    private const string SettingsTab = "settings";
    private const string MembersTab = "members";
    private const string TokensTab = "tokens";
    private const string AuditTab = "audit";

    private readonly CancellationTokenSource _leaving = new();
    private ProjectRow? _project;
    private bool _owns;

    [Parameter]
    public long ProjectId { get; set; }

    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    /// <summary>Of the audit trail: only what this one did.</summary>
    [SupplyParameterFromQuery]
    public string? Actor { get; set; }

    /// <summary>Of the audit trail: only this kind of action.</summary>
    [SupplyParameterFromQuery]
    public string? Action { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    internal ProjectEditing Projects { get; set; } = null!;

    [Inject]
    internal CurrentProject Current { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<string> Tabs => _owns ? [SettingsTab, MembersTab, TokensTab, AuditTab] : [SettingsTab];

    private string Shown => Tab is not null && Tabs.Contains(Tab) ? Tab : SettingsTab;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            var actor = ApiActor.Of((await Authentication).User);
            _project = await Projects.GetAsync(actor, ProjectId, _leaving.Token);
            _owns = actor.Can(Right.Own, ProjectId);
        }
        catch (NotFoundException)
        {
            Navigation.NotFound();
        }
    }

    private string AddressOf(string tab) => $"/projects/{ProjectId}{(tab == SettingsTab ? "" : $"?tab={tab}")}";

    private void OnSaved(ProjectRow saved)
    {
        _project = saved;
        Current.Refresh();
    }
}
