using System.Globalization;
using System.Text.Json;
using Maat.Domain.Runs;
using Maat.Web.Live;

namespace Maat.Web.Tests.Live;

public sealed class RunHubTests(LiveBench bench) : IClassFixture<LiveBench>
{
    [Fact]
    public async Task Watch_OverTheSocket_GetsThePictureAndThenEachChange()
    {
        long run = await bench.StartRunAsync();
        await using HubSocket hub = await OpenAsync();
        await hub.CallAsync("1", "Watch", [Text(run)]);
        JsonElement picture = (await hub.NextAsync()).GetProperty("result");
        Assert.Equal("ready", picture.GetProperty("nodes")[0].GetProperty("state").GetString());
        Assert.Equal("First", picture.GetProperty("names")[0].GetProperty("name").GetString());

        await bench.Actions.MarkAsync(LiveBench.Owner, run, "first", NodeState.Succeeded, null, TestContext.Current.CancellationToken);
        // A message may end between two events of one change; its rest is in the next.
        long sequence = picture.GetProperty("sequence").GetInt64();
        var states = new List<string?>();
        while (states.Count < 3)
        {
            JsonElement changed = await hub.NextAsync();
            Assert.Equal("changed", changed.GetProperty("target").GetString());
            JsonElement message = changed.GetProperty("arguments")[0];
            Assert.Equal(++sequence, message.GetProperty("sequence").GetInt64());
            states.AddRange(message.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("state").GetString()));
        }

        Assert.Equal(["succeeded", "ready", "ready"], states);
    }

    [Fact]
    public async Task Graph_HasEdgesRulesAndPlacesByOrdinal()
    {
        long run = await bench.StartRunAsync();
        await using HubSocket hub = await OpenAsync();
        await hub.CallAsync("1", "Graph", [Text(run)]);
        JsonElement graph = (await hub.NextAsync()).GetProperty("result");
        Assert.Equal(
            [(0, 1), (0, 2), (1, 3), (2, 3)],
            graph.GetProperty("edges").EnumerateArray().Select(e => (e.GetProperty("from").GetInt32(), e.GetProperty("to").GetInt32())));
        Assert.All(graph.GetProperty("rules").EnumerateArray(), rule => Assert.Equal("all_success", rule.GetString()));
        Assert.Equal(4, graph.GetProperty("places").GetArrayLength());
    }

    [Fact]
    public async Task Graph_OfNoRun_IsRefusedInPlainWords()
    {
        await using HubSocket hub = await OpenAsync();
        await hub.CallAsync("1", "Graph", ["999999"]);
        Assert.EndsWith("There is no run 999999.", (await hub.NextAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_Closed_EndsTheFollowing()
    {
        long run = await bench.StartRunAsync();
        var watching = bench.Get<RunWatching>();
        HubSocket hub = await OpenAsync();
        await hub.CallAsync("1", "Watch", [Text(run)]);
        await hub.NextAsync();
        Assert.Equal(1, watching.Count);
        await hub.DisposeAsync();
        // Closing is answered once the server has taken its leave.
        await using HubSocket another = await OpenAsync();
        Assert.True(SpinWait.SpinUntil(() => watching.Count == 0, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Connection_IsLookedAfterWhileItIsOpen()
    {
        var connections = bench.Get<HubConnections>();
        HubSocket hub = await OpenAsync();
        Assert.Equal(1, connections.Count);
        await hub.DisposeAsync();
        Assert.True(SpinWait.SpinUntil(() => connections.Count == 0, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("999999", "There is no run 999999.")]
    [InlineData("-1", "There is no such run.")]
    [InlineData("1 OR 1=1", "There is no such run.")]
    public async Task Watch_OfNoRun_IsRefusedInPlainWords(string run, string words)
    {
        await using HubSocket hub = await OpenAsync();
        await hub.CallAsync("1", "Watch", [run]);
        Assert.EndsWith(words, (await hub.NextAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfNoRun_IsRefusedInPlainWords()
    {
        await using HubSocket hub = await OpenAsync();
        await hub.CallAsync("1", "Log", ["999999", "first", null, null], type: 4);
        Assert.EndsWith("There is no run 999999.", (await hub.NextAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("first\0")]
    [InlineData("nowhere")]
    public async Task Log_OfNoNode_IsRefused(string node)
    {
        long run = await bench.StartRunAsync();
        await using HubSocket hub = await OpenAsync();
        await hub.CallAsync("1", "Log", [Text(run), node, null, null], type: 4);
        Assert.Contains("There is no node", (await hub.NextAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_MoreThanAPageNeeds_AreRefusedTheNextOnly()
    {
        long run = await bench.StartRunAsync();
        await using HubSocket hub = await OpenAsync();
        // None of them says anything: the node waits to be claimed.
        for (int i = 0; i < 4; i++)
            await hub.CallAsync($"log{i}", "Log", [Text(run), "first", null, null], type: 4);
        await hub.CallAsync("5", "Log", [Text(run), "first", null, null], type: 4);
        JsonElement refused = await hub.NextAsync();
        Assert.Equal("5", refused.GetProperty("invocationId").GetString());
        Assert.Contains("at most 4 logs", refused.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("maat_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", null)]
    [InlineData("", "https://evil.example")]
    public async Task Socket_OfAStrangerOrAnotherSite_IsNotOpened(string? token, string? origin) => await Assert.ThrowsAnyAsync<Exception>(
        () => HubSocket.OpenAsync(bench.Product.Server, token is "" ? bench.Token : token, origin));

    private Task<HubSocket> OpenAsync() => HubSocket.OpenAsync(bench.Product.Server, bench.Token);

    private static string Text(long run) => run.ToString(CultureInfo.InvariantCulture);
}
