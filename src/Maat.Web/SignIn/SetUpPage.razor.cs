using Maat.Engine.People;
using Microsoft.AspNetCore.Components;

namespace Maat.Web.SignIn;

/// <summary>Makes the first administrator, for whoever has the code that the console printed.</summary>
public sealed partial class SetUpPage : NewPasswordPage
{
    private bool _open;

    [SupplyParameterFromQuery]
    public string? Code { get; set; }

    [SupplyParameterFromForm(FormName = "set-up")]
    public string? Name { get; set; }

    [SupplyParameterFromForm(FormName = "set-up")]
    public string? Password { get; set; }

    [SupplyParameterFromForm(FormName = "set-up")]
    public string? Again { get; set; }

    [Inject]
    internal SignInCodes Codes { get; set; } = null!;

    protected override async Task OnInitializedAsync() =>
        _open = Code is not null && await Codes.IsGoodAsync(Code, Context.RequestAborted) && await People.NeedsSetUpAsync(Context.RequestAborted);

    private async Task CreateAsync()
    {
        if (!_open)
            return;
        await EnterAsync(Password, Again, async password =>
        {
            SignedIn person = await People.SetUpAsync(Name?.Trim() ?? "", password, Context.RequestAborted);
            await Codes.RedeemAsync(Code!, Context.RequestAborted);
            return person;
        }, "/");
    }
}
