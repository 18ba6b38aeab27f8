using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.People;
using Maat.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace Maat.Web.People;

public sealed partial class TokensSection : IDisposable
{
    /// <summary>A quarter: what is still needed is renewed by hand.</summary>
    private const int UsualDays = 90;

    private readonly CancellationTokenSource _leaving = new();
    private Page<TokenView>? _tokens;
    private RefusedException? _refusal;
    private bool _busy;
    private bool _mayCreate;
    private string _name = "";
    private Role _role = Role.Operator;
    private int _days = UsualDays;

    /// <summary>Null for one's own tokens; the form then makes one for all projects, which is for administrators.</summary>
    [Parameter]
    public long? ProjectId { get; set; }

    /// <summary>Where the part of the list begins that is shown. From the page: a part that comes and goes with the address cannot ask it.</summary>
    [Parameter]
    public string? After { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    internal TokenEditing Tokens { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            await ReadAsync(await ActorAsync());
        }
        catch (RefusedException refused)
        {
            _refusal = refused;
        }
    }

    private async Task ReadAsync(Actor actor)
    {
        _mayCreate = ProjectId is not null || actor.IsAdministrator;
        _tokens = ProjectId is { } project
            ? await Tokens.ListAsync(actor, project, new PageRequest(After), _leaving.Token)
            : await Tokens.ListOwnAsync(actor, new PageRequest(After), _leaving.Token);
    }

    private async Task CreateAsync()
    {
        NewToken? made = null;
        string name = _name.Trim();
        await ActAsync(async actor => made = await Tokens.CreateAsync(actor, new TokenDefinition(name, ProjectId, _role, _days), _leaving.Token));
        if (made is null)
            return;
        _name = "";
        await Dialogs.OpenAsync<OnceDialog>(
            L["Tokens.MadeTitle", name], new() { [nameof(OnceDialog.Text)] = L["Tokens.MadeText"].Value, [nameof(OnceDialog.Secret)] = made.Token }, Asking);
    }

    private async Task RevokeAsync(TokenView token)
    {
        if (await Dialogs.OpenAsync<ConfirmDialog>(
            L["Tokens.RevokeNamed", token.Name],
            new() { [nameof(ConfirmDialog.Text)] = L["Tokens.RevokeText"].Value, [nameof(ConfirmDialog.Action)] = L["Tokens.Revoke"].Value }, Asking) is true)
            await ActAsync(actor => Tokens.RevokeAsync(actor, token.Id, _leaving.Token));
    }

    /// <summary>Asks a use case; what it refuses is shown on the page.</summary>
    private async Task ActAsync(Func<Actor, Task> act)
    {
        _busy = true;
        _refusal = null;
        try
        {
            Actor actor = await ActorAsync();
            await act(actor);
            await ReadAsync(actor);
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

    private async Task<Actor> ActorAsync() => ApiActor.Of((await Authentication).User);

    private static DialogOptions Asking => new() { Width = "480px", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = false, AutoFocusFirstElement = true };
}
