using System.Security.Claims;
using Maat.Domain.Projects;

namespace Maat.Web.SignIn;

/// <summary>Who is signed in, as use cases know them.</summary>
internal static class Actors
{
    /// <summary>There is one token so far, and it is the administrator's; without a token nobody sees anything.</summary>
    public static Actor ToActor(this ClaimsPrincipal? user) =>
        user?.Identity is { IsAuthenticated: true, Name: { } name } ? Actor.Administrator(name) : new Actor("", false, new Dictionary<long, Role>());
}
