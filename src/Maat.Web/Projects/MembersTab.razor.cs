using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Projects;
using Maat.Web.Api;
using Maat.Web.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace Maat.Web.Projects;

public sealed partial class MembersTab : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Page<MemberView>? _members;
    private RefusedException? _refusal;
    private bool _busy;
    private string _name = "";
    private Role _role = Role.Viewer;

    [Parameter, EditorRequired]
    public long ProjectId { get; set; }

    /// <summary>Where the part of the list begins that is shown. From the page: a part that comes and goes with the address cannot ask it.</summary>
    [Parameter]
    public string? After { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    internal MemberEditing Members { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnParametersSetAsync() => ActAsync(_ => Task.CompletedTask);

    private async Task AddAsync()
    {
        await ActAsync(actor => Members.AddAsync(actor, ProjectId, _name.Trim(), _role, _leaving.Token));
        if (_refusal is null)
            _name = "";
    }

    private Task ChangeAsync(MemberView member, ChangeEventArgs change) =>
        ActAsync(actor => Members.SetRoleAsync(actor, ProjectId, member.PersonId, Enum.Parse<Role>((string)change.Value!), _leaving.Token));

    private async Task RemoveAsync(MemberView member)
    {
        if (await Dialogs.OpenAsync<ConfirmDialog>(
            L["Members.RemoveNamed", member.Name],
            new() { [nameof(ConfirmDialog.Text)] = L["Members.RemoveText"].Value, [nameof(ConfirmDialog.Action)] = L["Members.Remove"].Value },
            new() { Width = "480px", CloseDialogOnEsc = true, AutoFocusFirstElement = true }) is true)
            await ActAsync(actor => Members.RemoveAsync(actor, ProjectId, member.PersonId, _leaving.Token));
    }

    /// <summary>Asks a use case and reads the list again, also after a refusal: a refused role is shown as it was.</summary>
    private async Task ActAsync(Func<Actor, Task> act)
    {
        (_busy, _refusal) = (true, null);
        try
        {
            Actor actor = ApiActor.Of((await Authentication).User);
            try
            {
                await act(actor);
            }
            finally
            {
                _members = await Members.ListAsync(actor, ProjectId, new PageRequest(After), _leaving.Token);
            }
        }
        catch (RefusedException refused)
        {
            _refusal = refused;
        }
        finally
        {
            _busy = false;
        }
    }
}
