using Maat.Domain.Projects;
using Maat.Web.SignIn;

namespace Maat.Web.Tests.SignIn;

/// <summary>Somebody who is signed in for as long as the test says.</summary>
internal sealed class StandInIdentity
{
    private int _asked;

    public StandInIdentity(Actor actor)
    {
        Now = actor;
        Identity = new ActorIdentity(
            actor,
            _ =>
            {
                Interlocked.Increment(ref _asked);
                return Failing ? throw new IOException("The database does not answer.") : new ValueTask<Actor?>(Now);
            },
            [],
            "test");
    }

    public ActorIdentity Identity { get; }

    /// <summary>Who it is by now; null for nobody.</summary>
    public Actor? Now { get; set; }

    public bool Failing { get; set; }

    /// <summary>How often somebody looked.</summary>
    public int Asked => Volatile.Read(ref _asked);
}
