using System.Security.Claims;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Web.SignIn;

namespace Maat.Web.Api;

internal static class ApiActor
{
    private static readonly Wording Ended = $"Your sign-in has ended. Sign in again; what was saved before is kept.";

    /// <summary>Who acts in a request or on a page, with what they may.</summary>
    /// <exception cref="ForbiddenException">Nobody is signed in any more.</exception>
    public static Actor Of(ClaimsPrincipal user) =>
        user.Identity is ActorIdentity { IsAuthenticated: true } identity ? identity.Acting : throw new ForbiddenException(Ended);

    /// <summary>Who acts on a connection that was opened some time ago, with the rights of this moment.</summary>
    /// <exception cref="ForbiddenException">What it was opened with lets in no more.</exception>
    public static async ValueTask<Actor> NowAsync(ClaimsPrincipal user, CancellationToken cancellation) =>
        user.Identity is ActorIdentity { IsAuthenticated: true } identity && await identity.RefreshAsync(cancellation)
            ? identity.Acting
            : throw new ForbiddenException(Ended);
}
