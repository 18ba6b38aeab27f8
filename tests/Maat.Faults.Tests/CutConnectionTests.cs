using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Faults.Network;
using Maat.Faults.Product;
using Maat.MariaDb;

namespace Maat.Faults.Tests;

/// <summary>Connections to the database that are cut or fall silent, between a process and a server that both go on.</summary>
public sealed class CutConnectionTests
{
    private const int LeaseSeconds = 3;

    [Theory]
    [InlineData(CommitCut.Before, AttemptOutcome.Succeeded)]
    [InlineData(CommitCut.After, AttemptOutcome.HandedBack)]
    public async Task Claim_CutAtItsCommit_IsStartedOnceWhateverBecameOfIt(CommitCut when, AttemptOutcome first)
    {
        MariaDbServer server = await SharedMariaDb.ServerAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using Installation installation = await Installation.OnAsync(server, $"Worker:LeaseSeconds={LeaseSeconds}");
        Graph graph = new Graph().Add("only", installation.Effects.Record);
        ProductProcess product = await installation.StartAsync(own: [installation.Through(proxy.Port)]);
        long application = await product.Api.ApplyAsync(graph.Document);

        Task cut = proxy.CutAtCommitAsync(when, with: "INSERT INTO lease");
        long run = await product.Api.TriggerAsync(application);
        await Eventually.CompletesAsync(cut, "the claim is cut");

        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
        Assert.Single(installation.Effects.Read());
        // One that was committed and never started was given back; one that was not committed never was.
        Assert.Equal(first, installation.Database.Attempts(run)[0].Outcome);
        Assert.All(installation.Database.Nodes(run), node => Assert.Equal(0, node.Losses));
    }

    [Theory]
    [InlineData(CommitCut.Before)]
    [InlineData(CommitCut.After)]
    public async Task Result_CutAtItsCommit_CountsOnce(CommitCut when)
    {
        MariaDbServer server = await SharedMariaDb.ServerAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using Installation installation = await Installation.OnAsync(server, "Worker:LeaseSeconds=30");
        Graph graph = new Graph()
            .Add("first", $"{installation.Effects.Record}\n{installation.WaitAt("first")}")
            .Add("second", installation.Effects.Record, "first");
        ProductProcess product = await installation.StartAsync(own: [installation.Through(proxy.Port)]);
        long run = await product.Api.TriggerAsync(await product.Api.ApplyAsync(graph.Document));
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 1, "the script runs");

        Task cut = proxy.CutAtCommitAsync(when, with: "INSERT INTO attempt");
        installation.Open("first");
        await Eventually.CompletesAsync(cut, "the result is cut");

        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
        Invariants.EventsHaveNoGaps(installation.Database);
        Assert.All(installation.Database.Attempts(run), attempt => Assert.Equal(AttemptOutcome.Succeeded, attempt.Outcome));
        Assert.Equal(["first", "second"], installation.Effects.Read().Select(effect => effect.Node));
    }

    [Theory]
    [InlineData(CommitCut.Before)]
    [InlineData(CommitCut.After)]
    public async Task Firing_CutAtItsCommit_HasOneFateAndOneRun(CommitCut when)
    {
        MariaDbServer server = await SharedMariaDb.ServerAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using Installation installation = await Installation.OnAsync(server);
        Graph graph = new Graph().Add("only", installation.Effects.Record);
        ProductProcess product = await installation.StartAsync(own: [installation.Through(proxy.Port)]);
        long application = await product.Api.ApplyAsync(graph.Document);
        Task cut = proxy.CutAtCommitAsync(when, with: "INSERT INTO firing");
        DateTimeOffset first = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 2), last = first.AddSeconds(2);
        long schedule = await product.Api.ScheduleAsync(application, "* * * * * *", first, last);
        await Eventually.CompletesAsync(cut, "the firing is cut");

        await Eventually.HoldsAsync(
            () => installation.Database.Number("SELECT next_fire_at IS NULL FROM schedule WHERE id = @id", schedule) == 1, "the schedule is over");
        IReadOnlyList<FiringRow> firings = installation.Database.Firings(schedule);
        Assert.Equal([first, first.AddSeconds(1), last], firings.Select(firing => firing.Due));
        Assert.All(firings, firing => Assert.Equal((1L, null), (firing.Count, firing.Until)));
        Assert.Equal(
            firings.Where(firing => firing.Fate is FiringFate.Started or FiringFate.StartedLate).Select(firing => firing.Run!.Value).Order(),
            installation.Database.Runs(application));
        foreach (long run in installation.Database.Runs(application))
        {
            await installation.SucceedsAsync(run);
            Invariants.Hold(installation, graph, run);
        }
    }

    [Fact]
    public async Task Connections_CutAnywhereAgainAndAgain_LoseAndDoubleNothing()
    {
        MariaDbServer server = await SharedMariaDb.ServerAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using Installation installation = await Installation.OnAsync(server, "Worker:LossLimit=100");
        Layers layers = Layers.Of(installation, []);
        ProductProcess product = await installation.StartAsync(own: [installation.Through(proxy.Port)]);
        long run = await product.Api.TriggerAsync(await product.Api.ApplyAsync(layers.Graph.Document));

        // Each cut comes some odd number of bytes later: within a packet, between two statements, anywhere in a transaction.
        for (int cut = 0; cut < 12; cut++)
            await Eventually.CompletesAsync(proxy.CutAfterAsync(1_000 + (cut * 397)), "a connection is cut");
        proxy.CutAll();

        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, layers.Graph, run);
        Assert.Equal(layers.Values(), installation.Database.Outputs(run, "value"));
        Assert.False(product.HasEnded);
    }

    [Fact]
    public async Task Connections_FallenSilent_AreGivenUpAndWorkGoesOn()
    {
        MariaDbServer server = await SharedMariaDb.ServerAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using Installation installation = await Installation.OnAsync(server, "Worker:LossLimit=100", "Worker:LeaseSeconds=30");
        Graph graph = new Graph()
            .Add("first", $"{installation.Effects.Record}\n{installation.WaitAt("first")}")
            .Add("second", installation.Effects.Record, "first");
        ProductProcess product = await installation.StartAsync(own: [installation.Through(proxy.Port, "Default Command Timeout=1")]);
        long run = await product.Api.TriggerAsync(await product.Api.ApplyAsync(graph.Document));
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 1, "the script runs");

        proxy.Silence();
        installation.Open("first");

        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
        // The limit is far below the lease, so nothing was lost by it.
        Assert.All(installation.Database.Attempts(run), attempt => Assert.Equal(AttemptOutcome.Succeeded, attempt.Outcome));
        Assert.False(product.HasEnded);
    }
}
