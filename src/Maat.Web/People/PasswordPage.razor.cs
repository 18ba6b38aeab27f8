using Maat.Engine;
using Maat.Engine.People;
using Maat.Web.Api;
using Maat.Web.SignIn;
using Microsoft.AspNetCore.Components;

namespace Maat.Web.People;

/// <summary>Changes one's own password; one's other sessions end.</summary>
public sealed partial class PasswordPage
{
    private RefusedException? _refusal;
    private string? _problem;

    [SupplyParameterFromForm(FormName = "password")]
    public string? Present { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public string? Password { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public string? Again { get; set; }

    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    [Inject]
    internal SigningIn People { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    private async Task ChangeAsync()
    {
        if (Password != Again)
        {
            _problem = L["SignIn.NotTheSame"];
            return;
        }

        try
        {
            await Session.BeginAsync(
                Context, await People.ChangePasswordAsync(ApiActor.Of(Context.User), Present ?? "", Password ?? "", Context.RequestAborted));
            Navigation.NavigateTo("/account");
        }
        catch (RefusedException refused)
        {
            _refusal = refused;
        }
    }
}
