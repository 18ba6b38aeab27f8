using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.SignIn;

/// <summary>Signs in by a token that is pasted, or by the code of the link that the console prints.</summary>
public sealed partial class SignInPage
{
    [SupplyParameterFromQuery]
    public string? Code { get; set; }

    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    public string? Token { get; set; }

    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    [Inject]
    internal ITokenStore Tokens { get; set; } = null!;

    [Inject]
    internal SignInCode Codes { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    /// <summary>The key of the text that says why nobody was let in.</summary>
    private string? Problem { get; set; }

    protected override Task OnInitializedAsync() =>
        Code is not null && HttpMethods.IsGet(Context.Request.Method)
            ? EnterAsync(Codes.Redeem(Code), "SignIn.CodeRefused")
            : Task.CompletedTask;

    private async Task EnterWithTokenAsync() =>
        await EnterAsync(await Tokens.FindAsync(Token?.Trim() ?? "", Context.RequestAborted), "SignIn.TokenRefused");

    private async Task EnterAsync(KnownToken? token, string otherwise)
    {
        if (token is null)
        {
            Problem = otherwise;
            return;
        }

        await Session.BeginAsync(Context, token);
        Navigation.NavigateTo(RedirectHttpResult.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");
    }
}
