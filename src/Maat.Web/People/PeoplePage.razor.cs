using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.People;
using Maat.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace Maat.Web.People;

/// <summary>The people of the installation, for administrators.</summary>
public sealed partial class PeoplePage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Page<PersonView>? _people;
    private RefusedException? _refusal;
    private bool _busy;

    /// <summary>Only those whose name holds this.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    internal PeopleEditing People { get; set; } = null!;

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
        try
        {
            await ReadAsync();
        }
        catch (RefusedException refused)
        {
            _refusal = refused;
        }
    }

    private async Task ReadAsync() => _people = await People.ListAsync(await ActorAsync(), Q, new PageRequest(After), _leaving.Token);

    private async Task CreateAsync()
    {
        if (await Dialogs.OpenAsync<NewPersonDialog>(L["People.AddTitle"], [], Asking) is not NewPerson person)
            return;
        PasswordLink? link = null;
        await ActAsync(async actor => link = await People.CreateAsync(actor, person.Name, person.Administrator, _leaving.Token));
        await ShowAsync(person.Name, link);
    }

    private async Task ResetAsync(PersonView person)
    {
        if (!await ConfirmedAsync(L["People.ResetNamed", person.Name], L["People.ResetText"], L["People.Reset"]))
            return;
        PasswordLink? link = null;
        await ActAsync(async actor => link = await People.ResetPasswordAsync(actor, person.Id, _leaving.Token));
        await ShowAsync(person.Name, link);
    }

    private Task AdministerAsync(PersonView person) =>
        ActAsync(actor => People.SetAdministratorAsync(actor, person.Id, !person.IsAdministrator, _leaving.Token));

    private async Task DisableAsync(PersonView person)
    {
        if (person.Disabled || await ConfirmedAsync(L["People.DisableNamed", person.Name], L["People.DisableText"], L["People.Disable"]))
            await ActAsync(actor => People.SetDisabledAsync(actor, person.Id, !person.Disabled, _leaving.Token));
    }

    private async Task<bool> ConfirmedAsync(string title, string text, string action) => await Dialogs.OpenAsync<ConfirmDialog>(
        title, new() { [nameof(ConfirmDialog.Text)] = text, [nameof(ConfirmDialog.Action)] = action }, Asking) is true;

    private async Task ShowAsync(string name, PasswordLink? link)
    {
        if (link is null)
            return;
        await Dialogs.OpenAsync<OnceDialog>(
            L["People.LinkTitle", name],
            new()
            {
                [nameof(OnceDialog.Text)] = L["People.LinkText"].Value,
                [nameof(OnceDialog.Secret)] = Navigation.ToAbsoluteUri($"/set-password?code={link.Code}").AbsoluteUri,
            },
            Asking);
    }

    /// <summary>Asks a use case; what it refuses is shown on the page.</summary>
    private async Task ActAsync(Func<Actor, Task> act)
    {
        _busy = true;
        _refusal = null;
        try
        {
            await act(await ActorAsync());
            await ReadAsync();
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

    private static string StateOf(PersonView person) =>
        person.Disabled ? "People.Disabled" : person.HasPassword ? "People.Enabled" : "People.Invited";

    private static DialogOptions Asking => new() { Width = "480px", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = false, AutoFocusFirstElement = true };
}
