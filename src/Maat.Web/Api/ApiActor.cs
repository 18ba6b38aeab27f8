using System.Security.Claims;
using Maat.Domain.Projects;

namespace Maat.Web.Api;

internal static class ApiActor
{
    /// <summary>Who acts in a request. The one token is the administrator's, and so is every session that it began.</summary>
    public static Actor Of(ClaimsPrincipal user) => Actor.Administrator(
        user.Identity is { IsAuthenticated: true, Name: { } name } ? name : throw new InvalidOperationException("Nobody is signed in."));
}
