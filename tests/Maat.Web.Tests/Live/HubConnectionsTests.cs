using Maat.Domain.Projects;
using Maat.Web.Live;
using Maat.Web.Tests.Hosting;
using Maat.Web.Tests.SignIn;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Web.Tests.Live;

public sealed class HubConnectionsTests : IAsyncLifetime
{
    private static readonly Actor Viewer = new("vera", false, new Dictionary<long, Role> { [1] = Role.Viewer });

    private readonly ManualClock clock = new();
    private readonly StandInIdentity stays = new(Viewer);
    private readonly StandInIdentity other = new(Viewer);
    private readonly List<string> closed = [];
    private readonly HubConnections connections;

    public HubConnectionsTests() => connections = new HubConnections(clock, NullLogger<HubConnections>.Instance);

    public static TheoryData<string, Actor?> Gone => new()
    {
        { "disabled, signed out or expired", null },
        { "in no project any more", Viewer with { Roles = new Dictionary<long, Role>() } },
        { "in another project", Viewer with { Roles = new Dictionary<long, Role> { [2] = Role.Viewer } } },
        { "with another role", Viewer with { Roles = new Dictionary<long, Role> { [1] = Role.Owner } } },
        { "made an administrator", Viewer with { IsAdministrator = true } },
    };

    public async ValueTask InitializeAsync()
    {
        await connections.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => clock.IsAwaited, "the loop waits for its first turn");
        Add("stays", stays);
        Add("other", other);
    }

    public async ValueTask DisposeAsync()
    {
        await connections.StopAsync(CancellationToken.None);
        connections.Dispose();
    }

    [Theory]
    [MemberData(nameof(Gone))]
    public async Task Connection_OfSomebodyElseThanOpenedIt_IsClosedWithinTheBound(string because, Actor? now)
    {
        await LookAsync(1);
        Assert.Empty(closed);
        other.Now = now;
        await LookAsync(2);
        await Eventually.HoldsAsync(() => closed is ["other"], $"the connection is closed: {because}");
        await LookAsync(3);
        Assert.Equal(["other"], closed);
    }

    [Fact]
    public async Task Connection_ThatCannotBeLookedAt_StaysAndKeepsNobodyElseFromIt()
    {
        stays.Failing = true;
        other.Now = null;
        await LookAsync(1);
        await Eventually.HoldsAsync(() => closed is ["other"], "the other connection is closed");
    }

    [Fact]
    public async Task Connection_ThatLeft_IsNotLookedAtAnyMore()
    {
        connections.Remove("other");
        await LookAsync(1);
        Assert.Equal(0, other.Asked);
    }

    private void Add(string name, StandInIdentity person) => connections.Add(name, person.Identity, () => closed.Add(name));

    private async Task LookAsync(int times)
    {
        clock.Advance(HubConnections.Interval);
        await Eventually.HoldsAsync(() => stays.Asked == times, "the connections are looked at");
    }
}
