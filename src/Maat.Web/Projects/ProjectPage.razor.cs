using Maat.Domain.Projects;
using Maat.Engine.Projects;
using Maat.Storage.Projects;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Maat.Web.Projects;

/// <summary>A project: its settings for all its members, and for its owners members, tokens and what was done.</summary>
public sealed partial class ProjectPage : ActingPage
{
    private const string SettingsTab = "settings";
    private const string MembersTab = "members";
    private const string TokensTab = "tokens";
    private const string AuditTab = "audit";

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

    [Inject]
    internal ProjectEditing Projects { get; set; } = null!;

    [Inject]
    internal CurrentProject Current { get; set; } = null!;

    private IReadOnlyList<string> Tabs => _owns ? [SettingsTab, MembersTab, TokensTab, AuditTab] : [SettingsTab];

    private string Shown => Tab is not null && Tabs.Contains(Tab) ? Tab : SettingsTab;

    protected override Task OnParametersSetAsync() => ReadAsync(async actor =>
    {
        _project = await Projects.GetAsync(actor, ProjectId, Leaving);
        _owns = actor.Can(Right.Own, ProjectId);
    });

    private string AddressOf(string tab) => $"/projects/{ProjectId}{(tab == SettingsTab ? "" : $"?tab={tab}")}";

    private void OnSaved(ProjectRow saved)
    {
        _project = saved;
        Current.Refresh();
    }
}
