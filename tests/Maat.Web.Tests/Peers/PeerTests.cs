using System.Net;
using Maat.Engine;
using Maat.Web.Settings;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.Peers;

public sealed class PeerTests(MaatServer server) : IClassFixture<MaatServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WakeUp_SaidWithTheSharedKeys_WakesTheLoopsThatItNames()
    {
        var signals = server.Services.GetRequiredService<EngineSignals>();
        signals.Schedules.Reset();
        var woken = signals.Schedules.WaitAsync(null, TimeProvider.System, Cancellation);
        string said = server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Maat.Peers.Wake.v1").Protect("8");
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(said));
        await woken;
    }

    [Theory]
    [InlineData("8", HttpStatusCode.Forbidden)]
    [InlineData("CfDJ8", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.Forbidden)]
    public async Task WakeUp_SaidByAnybodyElse_IsRefused(string said, HttpStatusCode status) => Assert.Equal(status, await PostAsync(said));

    [Fact]
    public async Task WakeUp_ThatIsTooLong_IsNotRead() => Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(new string('8', 5000)));

    [Fact]
    public void Keys_AreInTheDatabase_ForEveryProcess() =>
        Assert.NotEmpty(server.Services.GetRequiredService<Maat.Web.Peers.DatabaseKeys>().GetAllElements());

    [Theory]
    [InlineData("http://[::]:5080", null)]
    [InlineData("http://0.0.0.0:5080;http://10.0.0.7:5080", "http://10.0.0.7:5080")]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    public void OwnAddress_IsTheFirstThatNamesAHost(string addresses, string? own) => Assert.Equal(own, ListenAddresses.Reachable(addresses.Split(';')));

    private async Task<HttpStatusCode> PostAsync(string said)
    {
        using HttpClient client = server.Nobody();
        using HttpResponseMessage answer = await client.PostAsync(new Uri("/peers/wake", UriKind.Relative), new StringContent(said), Cancellation);
        return answer.StatusCode;
    }
}
