using Maat.Engine;
using Maat.Engine.People;
using Microsoft.AspNetCore.Components;

namespace Maat.Web.SignIn;

/// <summary>Makes the first administrator, for whoever has the code that the console printed.</summary>
public sealed partial class SetUpPage
{
    private bool _open;
    private RefusedException? _refusal;
    private string? _problem;

    [SupplyParameterFromQuery]
    public string? Code { get; set; }

    [SupplyParameterFromForm(FormName = "set-up")]
    public string? Name { get; set; }

    [SupplyParameterFromForm(FormName = "set-up")]
    public string? Password { get; set; }

    [SupplyParameterFromForm(FormName = "set-up")]
    public string? Again { get; set; }

    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    [Inject]
    internal SigningIn People { get; set; } = null!;

    [Inject]
    internal SignInCode Codes { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync() =>
        _open = Code is not null && Codes.IsGood(Code) && await People.NeedsSetUpAsync(Context.RequestAborted);

    private async Task CreateAsync()
    {
        if (!_open)
            return;
        if (Password != Again)
        {
            _problem = L["SignIn.NotTheSame"];
            return;
        }

        try
        {
            SignedIn person = await People.SetUpAsync(Name?.Trim() ?? "", Password ?? "", Context.RequestAborted);
            Codes.Redeem(Code!);
            await Session.BeginAsync(Context, person);
            Navigation.NavigateTo("/");
        }
        catch (RefusedException refused)
        {
            _refusal = refused;
        }
    }
}
