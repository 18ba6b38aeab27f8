using System.Globalization;
using Maat.Domain.Projects;
using Maat.Storage.Projects;
using Maat.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Maat.Web.Shell;

/// <summary>The way to every page, for the project that is current.</summary>
public sealed partial class Navigation : IDisposable
{
    private Actor? _actor;
    private ProjectRow? _project;
    private IReadOnlyList<ProjectRow> _choices = [];

    /// <summary>Icons alone; their names are their labels.</summary>
    [Parameter]
    public bool Rail { get; set; }

    [CascadingParameter]
    public Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    internal CurrentProject Project { get; set; } = null!;

    [Inject]
    internal NavigationManager Addresses { get; set; } = null!;

    /// <summary>Which entry the page belongs to: the list that a single template, application or run is found in stands for it.</summary>
    private string Section => Addresses.ToBaseRelativePath(Addresses.Uri).Split('?', '#')[0].Split('/') switch
    {
        ["projects", _, { Length: > 0 } section, ..] => section,
        ["projects", { Length: > 0 }, ..] => "project",
        [var first, ..] => first,
        _ => "",
    };

    public void Dispose() => Project.Changed -= OnChanged;

    protected override async Task OnInitializedAsync()
    {
        Project.Changed += OnChanged;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (Authentication is null || (await Authentication).User is not { Identity.IsAuthenticated: true } user)
            return;
        _actor = ApiActor.Of(user);
        _choices = await Project.ChoicesAsync();
        _project = await Project.GetAsync();
    }

    private void OnChanged() => _ = InvokeAsync(async () =>
    {
        await ReadAsync();
        StateHasChanged();
    });

    /// <summary>The same kind of page in another project; Home stays where it is.</summary>
    private string SwitchAddress(ProjectRow project) => Preferences.ProjectLink(project.Id, Section switch
    {
        "" => "/",
        "templates" or "applications" or "runs" => $"/projects/{project.Id}/{Section}",
        _ => $"/projects/{project.Id}",
    });

    /// <summary>The first letter, whatever the script it is written in.</summary>
    private static string Initial(string name) => StringInfo.GetNextTextElement(name).ToUpper(CultureInfo.CurrentUICulture);
}
