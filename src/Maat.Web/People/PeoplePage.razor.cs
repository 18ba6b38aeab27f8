using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.People;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.People;

/// <summary>The people of the installation, for administrators.</summary>
public sealed partial class PeoplePage : ActingPage
{
    private Page<PersonView>? _people;

    /// <summary>Only those whose name holds this.</summary>
    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [Inject]
    internal PeopleEditing People { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    protected override Task OnParametersSetAsync() => ReadAsync(ReadPeopleAsync);

    private async Task ReadPeopleAsync(Actor actor) => _people = await People.ListAsync(actor, Search, new PageRequest(After), Leaving);

    private async Task CreateAsync()
    {
        if (await Dialogs.OpenAsync<NewPersonDialog>(L["People.AddTitle"], [], DialogShapes.Fields) is not NewPerson person)
            return;
        await ReadAsync(ReadPeopleAsync);
        await ShowAsync(person.Name, person.Link);
    }

    private async Task ResetAsync(PersonView person)
    {
        if (!await ConfirmedAsync(L["People.ResetNamed", person.Name], L["People.ResetText"], L["People.Reset"]))
            return;
        PasswordLink? link = null;
        await ChangeAsync(async actor => link = await People.ResetPasswordAsync(actor, person.Id, Leaving));
        await ShowAsync(person.Name, link);
    }

    private Task<bool> AdministerAsync(PersonView person) =>
        ChangeAsync(actor => People.SetAdministratorAsync(actor, person.Id, !person.IsAdministrator, Leaving));

    private async Task DisableAsync(PersonView person)
    {
        if (person.Disabled || await ConfirmedAsync(L["People.DisableNamed", person.Name], L["People.DisableText"], L["People.Disable"]))
            await ChangeAsync(actor => People.SetDisabledAsync(actor, person.Id, !person.Disabled, Leaving));
    }

    private async Task<bool> ConfirmedAsync(string title, string text, string action) => await Dialogs.OpenAsync<ConfirmDialog>(
        title, new() { [nameof(ConfirmDialog.Text)] = text, [nameof(ConfirmDialog.Action)] = action }, DialogShapes.Question) is true;

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
            DialogShapes.Fields);
    }

    /// <summary>Asks a use case to change something, and reads the list again.</summary>
    private Task<bool> ChangeAsync(Func<Actor, Task> act) => ActAsync(async actor =>
    {
        await act(actor);
        await ReadPeopleAsync(actor);
    });

    private static string StateOf(PersonView person) =>
        person.Disabled ? "People.Disabled" : person.HasPassword ? "People.Enabled" : "People.Invited";
}
