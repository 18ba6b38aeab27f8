using System.Globalization;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Projects;
using Maat.Storage.Projects;
using Maat.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;

namespace Maat.Web.Shell;

/// <summary>
/// The project that the person looks at: the one that the address names, else the one that the page says it belongs to, else the one
/// that this browser remembers, else the first that exists for this person.
/// </summary>
public sealed class CurrentProject : IDisposable
{
    /// <summary>What the switcher lists; more are found on the page of all projects.</summary>
    public const int MaxChoices = 100;

    private readonly ProjectEditing _projects;
    private readonly AuthenticationStateProvider _authentication;
    private readonly NavigationManager _navigation;
    private Task<IReadOnlyList<ProjectRow>>? _choices;
    private long? _shown;
    private long? _remembered;

    public CurrentProject(ProjectEditing projects, AuthenticationStateProvider authentication, NavigationManager navigation)
    {
        (_projects, _authentication, _navigation) = (projects, authentication, navigation);
        _navigation.LocationChanged += OnLocationChanged;
    }

    /// <summary>Another project is current, or the list of them has changed.</summary>
    public event Action? Changed;

    /// <summary>The project that the address names; null for an address without one.</summary>
    public long? InAddress
    {
        get
        {
            string[] parts = _navigation.ToBaseRelativePath(_navigation.Uri).Split('?', '#')[0].Split('/');
            return parts is ["projects", var id, ..] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long project) ? project : null;
        }
    }

    /// <summary>Takes what the browser remembers; a page or an address that names a project outranks it.</summary>
    public void Remember(long? projectId) => _remembered ??= projectId;

    /// <summary>Says to which project the page belongs whose address names none: a template, an application, a run.</summary>
    public void Show(long projectId)
    {
        if (_shown != projectId)
        {
            _shown = projectId;
            Changed?.Invoke();
        }
    }

    /// <summary>The list of projects is read again: one was made, renamed or left.</summary>
    public void Refresh()
    {
        _choices = null;
        Changed?.Invoke();
    }

    /// <summary>The projects that exist for this person, by name, at most <see cref="MaxChoices"/>.</summary>
    public Task<IReadOnlyList<ProjectRow>> ChoicesAsync(CancellationToken cancellation = default) => _choices ??= ReadAsync(cancellation);

    /// <summary>Null when no project exists for this person.</summary>
    public async Task<ProjectRow?> GetAsync(CancellationToken cancellation = default)
    {
        IReadOnlyList<ProjectRow> choices = await ChoicesAsync(cancellation);
        foreach (long? wanted in new[] { InAddress, _shown, _remembered })
        {
            if (wanted is { } id && (choices.FirstOrDefault(p => p.Id == id) ?? await FindAsync(id, choices.Count, cancellation)) is { } project)
            {
                _remembered = id;
                return project;
            }
        }

        return choices.Count > 0 ? choices[0] : null;
    }

    public void Dispose() => _navigation.LocationChanged -= OnLocationChanged;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        _shown = null;
        Changed?.Invoke();
    }

    private async Task<IReadOnlyList<ProjectRow>> ReadAsync(CancellationToken cancellation) =>
        await ActorAsync() is { } actor
            ? (await _projects.ListAsync(actor, new PageRequest(Limit: MaxChoices), cancellation)).Items
            : [];

    /// <summary>One that the list has no room for.</summary>
    private async Task<ProjectRow?> FindAsync(long id, int listed, CancellationToken cancellation)
    {
        if (listed < MaxChoices || await ActorAsync() is not { } actor)
            return null;
        try
        {
            return await _projects.GetAsync(actor, id, cancellation);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private async Task<Actor?> ActorAsync()
    {
        var user = (await _authentication.GetAuthenticationStateAsync()).User;
        return user.Identity is { IsAuthenticated: true } ? ApiActor.Of(user) : null;
    }
}
