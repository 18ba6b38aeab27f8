using Maat.Domain.Projects;
using Maat.Engine.Registry;
using Maat.Storage.Processes;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Maat.Engine.Tests.Registry;

public sealed class ProcessRegistryTests : IAsyncLifetime
{
    private static readonly Actor Administrator = Actor.Administrator("admin");

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly FakeTimeProvider _time = new();
    private SqliteDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connection.Open();
        _database = SqliteDatabase.OnConnection(_connection, "test", _time);
        await _database.MigrateAsync(Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Process_EntersAndSignsOff_IsListedWithWhatItDoes()
    {
        ProcessRegistry registry = Registry("one", ["scheduler", "worker"]);
        await registry.StepAsync(Cancellation);
        await registry.StepAsync(Cancellation);
        ProcessView entered = Assert.Single(await ListAsync());
        Assert.Equal((ProcessState.Alive, "one"), (entered.Process.State, entered.Process.Name));
        Assert.Equal(["scheduler", "worker"], entered.Roles);
        Assert.Null(entered.Slots);

        await registry.TellAsync(ProcessState.Draining, Cancellation);
        await registry.StepAsync(Cancellation);
        Assert.Equal(ProcessState.Draining, Assert.Single(await ListAsync()).Process.State);
        await registry.TellAsync(ProcessState.Ended, Cancellation);
        Assert.Equal(ProcessState.Ended, Assert.Single(await ListAsync()).Process.State);
        _time.Advance(TimeSpan.FromHours(25));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Process_ThatFallsSilent_IsStruckOutByAnotherAndEntersAnewWhenItLives()
    {
        ProcessRegistry silent = Registry("silent", ["worker"]);
        ProcessRegistry watching = Registry("watching", ["web"]);
        await silent.StepAsync(Cancellation);
        await BeatAsync(watching, times: 7);
        Assert.Equal(["silent lost", "watching alive"], await StatesAsync());

        await silent.StepAsync(Cancellation);
        await silent.StepAsync(Cancellation);
        Assert.Equal(["silent alive", "silent lost", "watching alive"], await StatesAsync());
    }

    /// <summary>Whoever watches was away as well: for all it knows, the others could not reach the database either.</summary>
    [Fact]
    public async Task Process_SilentWhileTheWatcherWasAway_IsNotStruckOut()
    {
        ProcessRegistry other = Registry("other", ["worker"]);
        ProcessRegistry watching = Registry("watching", ["web"]);
        await other.StepAsync(Cancellation);
        await watching.StepAsync(Cancellation);
        _time.Advance(TimeSpan.FromHours(1));
        await watching.StepAsync(Cancellation);
        Assert.Equal(["other alive", "watching alive"], await StatesAsync());
    }

    [Fact]
    public async Task Peers_AreTheOthersThatLive_WithWhatConcernsThem()
    {
        ProcessRegistry one = Registry("one", ["web"]);
        ProcessRegistry two = Registry("two", ["scheduler", "worker"]);
        await one.StepAsync(Cancellation);
        await two.StepAsync(Cancellation);
        await one.StepAsync(Cancellation);
        Peer peer = Assert.Single(one.Peers);
        Assert.Equal(("http://two", WakeUp.Ready | WakeUp.StopRequests | WakeUp.Delayed | WakeUp.Admission | WakeUp.Schedules), (peer.Address, peer.Concerns));

        await two.TellAsync(ProcessState.Ended, Cancellation);
        await one.StepAsync(Cancellation);
        Assert.Empty(one.Peers);
    }

    [Fact]
    public async Task Change_ThatConcernsAPeer_IsToldAndWhatHappensMeanwhileIsToldTogether()
    {
        ProcessRegistry one = Registry("one", ["web"]);
        ProcessRegistry two = Registry("two", ["worker"]);
        await one.StepAsync(Cancellation);
        await two.StepAsync(Cancellation);
        await one.StepAsync(Cancellation);
        var signals = new EngineSignals();
        var link = new FakeLink("http://one");
        using var waking = new PeerWaking(signals, one, link, TimeProvider.System, NullLogger<PeerWaking>.Instance);
        waking.Begin();

        signals.Tell(WakeUp.Events);
        signals.Tell(WakeUp.Ready | WakeUp.Events);
        (string address, WakeUp what) = await link.ToldAsync(Cancellation);
        Assert.Equal(("http://two", WakeUp.Ready), (address, what));
        Assert.True(signals.Events.IsSet);
        for (int times = 0; times < 100; times++)
            signals.Tell(WakeUp.Ready);
        signals.Tell(WakeUp.StopRequests);
        link.Answer();
        Assert.Equal(WakeUp.Ready | WakeUp.StopRequests, (await link.ToldAsync(Cancellation)).What);
        // What a peer told is for this process alone: told on, it would go round for ever.
        signals.Wake(WakeUp.Ready);
        link.Answer();
        signals.Tell(WakeUp.StopRequests);
        Assert.Equal(WakeUp.StopRequests, (await link.ToldAsync(Cancellation)).What);
        link.Answer();
    }

    [Fact]
    public async Task Processes_AreForAdministrators() =>
        await Assert.ThrowsAsync<ForbiddenException>(
            () => new ProcessViews(_database, _time).ListAsync(new Actor("owner", false, new Dictionary<long, Role> { [1] = Role.Owner }), new PageRequest(), Cancellation));

    private ProcessRegistry Registry(string name, string[] roles) =>
        new(_database, new FakeLink($"http://{name}"), new EngineOptions { Name = name, Roles = roles }, _time, NullLogger<ProcessRegistry>.Instance);

    private async Task BeatAsync(ProcessRegistry registry, int times)
    {
        for (int beat = 0; beat < times; beat++)
        {
            await registry.StepAsync(Cancellation);
            _time.Advance(TimeSpan.FromSeconds(5));
        }
    }

    private async Task<IReadOnlyList<ProcessView>> ListAsync() =>
        (await new ProcessViews(_database, _time).ListAsync(Administrator, new PageRequest(), Cancellation)).Items;

    private async Task<IEnumerable<string>> StatesAsync() =>
        (await ListAsync()).Select(v => $"{v.Process.Name} {v.Process.State.ToString().ToLowerInvariant()}").Order(StringComparer.Ordinal);
}
