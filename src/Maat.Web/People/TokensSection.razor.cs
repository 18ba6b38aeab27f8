using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.People;
using Maat.Web.Keeping;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.People;

public sealed partial class TokensSection : ActingPage
{
    /// <summary>A quarter: what is still needed is renewed by hand.</summary>
    private const int UsualDays = 90;

    private Page<TokenView>? _tokens;
    private bool _mayCreate;
    private Kept? _kept;
    private string _name = "";
    private Role _role = Role.Operator;
    private int _days = UsualDays;

    /// <summary>Null for one's own tokens; the form then makes one for all projects, which is for administrators.</summary>
    [Parameter]
    public long? ProjectId { get; set; }

    /// <summary>Where the part of the list begins that is shown. From the page: a part that comes and goes with the address cannot ask it.</summary>
    [Parameter]
    public string? After { get; set; }

    [Inject]
    internal TokenEditing Tokens { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    protected override Task OnParametersSetAsync() => ReadAsync(ReadTokensAsync);

    private async Task ReadTokensAsync(Actor actor)
    {
        _mayCreate = ProjectId is not null || actor.IsAdministrator;
        _tokens = ProjectId is { } project
            ? await Tokens.ListAsync(actor, project, new PageRequest(After), Leaving)
            : await Tokens.ListOwnAsync(actor, new PageRequest(After), Leaving);
    }

    private async Task CreateAsync()
    {
        NewToken? made = null;
        string name = _name.Trim();
        await ChangeAsync(async actor => made = await Tokens.CreateAsync(actor, new TokenDefinition(name, ProjectId, _role, _days), Leaving));
        if (made is null)
            return;
        Begin();
        await _kept!.ForgetAsync();
        await Dialogs.OpenAsync<OnceDialog>(
            L["Tokens.MadeTitle", name], new() { [nameof(OnceDialog.Text)] = L["Tokens.MadeText"].Value, [nameof(OnceDialog.Secret)] = made.Token }, DialogShapes.Fields);
    }

    private void Begin() => (_name, _role, _days) = ("", Role.Operator, UsualDays);

    private async Task RevokeAsync(TokenView token)
    {
        if (await Dialogs.OpenAsync<ConfirmDialog>(
            L["Tokens.RevokeNamed", token.Name],
            new() { [nameof(ConfirmDialog.Text)] = L["Tokens.RevokeText"].Value, [nameof(ConfirmDialog.Action)] = L["Tokens.Revoke"].Value }, DialogShapes.Question) is true)
            await ChangeAsync(actor => Tokens.RevokeAsync(actor, token.Id, Leaving));
    }

    /// <summary>Asks a use case to change something, and reads the list again.</summary>
    private Task<bool> ChangeAsync(Func<Actor, Task> act) => ActAsync(async actor =>
    {
        await act(actor);
        await ReadTokensAsync(actor);
    });
}
