using System.Security.Claims;
using Maat.Domain.Projects;

namespace Maat.Web.SignIn;

/// <summary>Who is signed in, with what they may do. Circuits and hubs, which live long, refresh it.</summary>
/// <param name="find">Finds the actor again, with the rights of that moment; null when what was signed in with lets in no more.</param>
internal sealed class ActorIdentity(Actor actor, Func<CancellationToken, ValueTask<Actor?>> find, IEnumerable<Claim> claims, string scheme)
    : ClaimsIdentity([new Claim(ClaimTypes.Name, actor.Name), .. claims], scheme)
{
    private volatile Actor _actor = actor;

    public Actor Acting => _actor;

    /// <returns>False when nobody is signed in any more.</returns>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellation)
    {
        if (await find(cancellation) is not { } now)
            return false;
        _actor = now;
        return true;
    }
}
