using Maat.Web.SignIn;
using Maat.Web.Tests.Hosting;

namespace Maat.Web.Tests.SignIn;

public sealed class OpenSessionsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualClock clock = new();
    private readonly OpenSessions sessions;
    private readonly string id = OpenSessions.NewId();

    public OpenSessionsTests() => sessions = new OpenSessions(clock);

    [Fact]
    public void Session_NeverSeen_IsNotOpen() => Assert.False(sessions.IsOpen(id));

    [Fact]
    public void Session_BeyondItsLastCookie_IsOver()
    {
        sessions.Seen(id, clock.GetUtcNow() + Hour);
        Assert.True(sessions.IsOpen(id));
        // A cookie that was renewed since counts; the older one that another tab still sends does not shorten it.
        sessions.Seen(id, clock.GetUtcNow() + (2 * Hour));
        sessions.Seen(id, clock.GetUtcNow() + Hour);
        clock.Advance(Hour);
        Assert.True(sessions.IsOpen(id));
        clock.Advance(Hour);
        Assert.False(sessions.IsOpen(id));
    }

    [Fact]
    public void Session_SignedOut_IsNotOpenedByACopyOfItsCookie()
    {
        sessions.Seen(id, clock.GetUtcNow() + Hour);
        sessions.End(id, clock.GetUtcNow() + Hour);
        sessions.Seen(id, clock.GetUtcNow() + Hour);
        Assert.False(sessions.IsOpen(id));
        // Others that come and go meanwhile do not make it forgotten.
        clock.Advance(Hour / 2);
        sessions.Seen(OpenSessions.NewId(), clock.GetUtcNow() + Hour);
        sessions.Seen(id, clock.GetUtcNow() + (Hour / 2));
        Assert.False(sessions.IsOpen(id));
    }
}
