using Microsoft.AspNetCore.Components;

namespace Maat.Web.SignIn;

/// <summary>Sets a password by the link that an administrator gave, once, and signs in.</summary>
public sealed partial class SetPasswordPage : NewPasswordPage
{
    private string? _name;

    [SupplyParameterFromQuery]
    public string? Code { get; set; }

    [SupplyParameterFromForm(FormName = "set-password")]
    public string? Password { get; set; }

    [SupplyParameterFromForm(FormName = "set-password")]
    public string? Again { get; set; }

    protected override async Task OnInitializedAsync() =>
        _name = Code is null ? null : await People.NameOfLinkAsync(Code, Context.RequestAborted);

    private Task SetAsync() =>
        _name is null ? Task.CompletedTask : EnterAsync(Password, Again, password => People.SetPasswordAsync(Code!, password, Context.RequestAborted), "/");
}
