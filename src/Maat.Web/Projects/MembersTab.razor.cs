using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Projects;
using Maat.Web.Keeping;
using Maat.Web.Lists;
using Maat.Web.People;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.Projects;

public sealed partial class MembersTab : ActingPage
{
    private Page<MemberView>? _members;
    private Kept? _kept;
    private string _name = "";
    private Role _role = Role.Viewer;

    [Parameter, EditorRequired]
    public long ProjectId { get; set; }

    /// <summary>Where the part of the list begins that is shown. From the page: a part that comes and goes with the address cannot ask it.</summary>
    [Parameter]
    public string? After { get; set; }

    [Inject]
    internal MemberEditing Members { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    protected override Task OnParametersSetAsync() => ReadAsync(ReadMembersAsync);

    private async Task ReadMembersAsync(Actor actor) => _members = await Members.ListAsync(actor, ProjectId, new PageRequest(After), Leaving);

    private async Task AddAsync()
    {
        if (await ChangeAsync(actor => Members.AddAsync(actor, ProjectId, _name.Trim(), _role, Leaving)))
        {
            Begin();
            await _kept!.ForgetAsync();
        }
    }

    private void Begin() => (_name, _role) = ("", Role.Viewer);

    private Task<bool> ChangeAsync(MemberView member, ChangeEventArgs change) =>
        ChangeAsync(actor => Members.SetRoleAsync(actor, ProjectId, member.PersonId, Enum.Parse<Role>((string)change.Value!), Leaving));

    private async Task RemoveAsync(MemberView member)
    {
        if (await Dialogs.OpenAsync<ConfirmDialog>(
            L["Members.RemoveNamed", member.Name],
            new() { [nameof(ConfirmDialog.Text)] = L["Members.RemoveText"].Value, [nameof(ConfirmDialog.Action)] = L["Members.Remove"].Value },
            DialogShapes.Question) is true)
            await ChangeAsync(actor => Members.RemoveAsync(actor, ProjectId, member.PersonId, Leaving));
    }

    /// <summary>Asks a use case to change something, and reads the list again, also after a refusal: a refused role is shown as it was.</summary>
    private Task<bool> ChangeAsync(Func<Actor, Task> act) => ActAsync(async actor =>
    {
        try
        {
            await act(actor);
        }
        finally
        {
            await ReadMembersAsync(actor);
        }
    });
}
