using Maat.Engine.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.SignIn;

/// <summary>Signs in by name and password, or, for whoever has the console, by the code of the link that it prints.</summary>
public sealed partial class SignInPage
{
    private bool _needsSetUp;

    [SupplyParameterFromQuery]
    public string? Code { get; set; }

    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    public string? Name { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    public string? Password { get; set; }

    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    [Inject]
    internal SigningIn People { get; set; } = null!;

    [Inject]
    internal SignInCodes Codes { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    /// <summary>The key of the text that says why nobody was let in.</summary>
    private string? Problem { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _needsSetUp = await People.NeedsSetUpAsync(Context.RequestAborted);
        if (Code is null || !HttpMethods.IsGet(Context.Request.Method))
            return;
        if (_needsSetUp && await Codes.IsGoodAsync(Code, Context.RequestAborted))
            Navigation.NavigateTo($"/set-up?code={Uri.EscapeDataString(Code)}");
        else if (!_needsSetUp && await Codes.RedeemAsync(Code, Context.RequestAborted) && await People.AsFirstAdministratorAsync(Context.RequestAborted) is { } person)
            await EnterAsync(person);
        else
            Problem = _needsSetUp ? "SignIn.CodeRefusedSetUp" : "SignIn.CodeRefused";
    }

    private async Task EnterAsync()
    {
        if (await People.WithPasswordAsync(Name?.Trim() ?? "", Password ?? "", Context.RequestAborted) is { } person)
            await EnterAsync(person);
        else
            Problem = "SignIn.Refused";
    }

    private async Task EnterAsync(SignedIn person)
    {
        await Session.BeginAsync(Context, person);
        Navigation.NavigateTo(RedirectHttpResult.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");
    }
}
