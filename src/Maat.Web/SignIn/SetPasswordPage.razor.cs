using Maat.Engine;
using Maat.Engine.People;
using Microsoft.AspNetCore.Components;

namespace Maat.Web.SignIn;

/// <summary>Sets a password by the link that an administrator gave, once, and signs in.</summary>
public sealed partial class SetPasswordPage
{
    private string? _name;
    private RefusedException? _refusal;
    private string? _problem;

    [SupplyParameterFromQuery]
    public string? Code { get; set; }

    [SupplyParameterFromForm(FormName = "set-password")]
    public string? Password { get; set; }

    [SupplyParameterFromForm(FormName = "set-password")]
    public string? Again { get; set; }

    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    [Inject]
    internal SigningIn People { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync() =>
        _name = Code is null ? null : await People.NameOfLinkAsync(Code, Context.RequestAborted);

    private async Task SetAsync()
    {
        if (_name is null)
            return;
        if (Password != Again)
        {
            _problem = L["SignIn.NotTheSame"];
            return;
        }

        try
        {
            await Session.BeginAsync(Context, await People.SetPasswordAsync(Code!, Password ?? "", Context.RequestAborted));
            Navigation.NavigateTo("/");
        }
        catch (RefusedException refused)
        {
            _refusal = refused;
        }
    }
}
