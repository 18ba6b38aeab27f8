using Maat.Engine;
using Maat.Engine.People;
using Microsoft.AspNetCore.Components;

namespace Maat.Web.SignIn;

/// <summary>A page without a circuit on which somebody types a new password twice, and is signed in with it.</summary>
public abstract class NewPasswordPage : ComponentBase
{
    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    [Inject]
    internal SigningIn People { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    protected RefusedException? Refusal { get; private set; }

    /// <summary>The key of what the form itself has against what was typed.</summary>
    protected string? Problem { get; private set; }

    /// <param name="set">Sets the password, and says who is signed in by that.</param>
    private protected async Task EnterAsync(string? password, string? again, Func<string, Task<SignedIn>> set, string next)
    {
        if (password != again)
        {
            Problem = "SignIn.NotTheSame";
            return;
        }

        try
        {
            await Session.BeginAsync(Context, await set(password ?? ""));
            Navigation.NavigateTo(next);
        }
        catch (RefusedException refused)
        {
            Refusal = refused;
        }
    }
}
