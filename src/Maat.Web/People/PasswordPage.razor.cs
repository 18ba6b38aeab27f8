using Maat.Web.Api;
using Maat.Web.SignIn;
using Microsoft.AspNetCore.Components;

namespace Maat.Web.People;

/// <summary>Changes one's own password; one's other sessions end.</summary>
public sealed partial class PasswordPage : NewPasswordPage
{
    [SupplyParameterFromForm(FormName = "password")]
    public string? Present { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public string? Password { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public string? Again { get; set; }

    private Task ChangeAsync() => EnterAsync(
        Password, Again, password => People.ChangePasswordAsync(ApiActor.Of(Context.User), Present ?? "", password, Context.RequestAborted), "/account");
}
