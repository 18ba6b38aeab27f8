using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;

namespace Maat.Web.Tests.Live;

/// <summary>Speaks SignalR's JSON protocol over a WebSocket, as a program without the page would.</summary>
internal sealed class HubSocket(WebSocket socket) : IAsyncDisposable
{
    private const byte End = 0x1E;

    private readonly List<byte> _read = [];

    public static async Task<HubSocket> OpenAsync(TestServer server, string? token, string? origin = null)
    {
        WebSocketClient client = server.CreateWebSocketClient();
        client.ConfigureRequest = request =>
        {
            if (token is not null)
                request.Headers.Authorization = $"Bearer {token}";
            if (origin is not null)
                request.Headers.Origin = origin;
        };
        var hub = new HubSocket(await client.ConnectAsync(new Uri(server.BaseAddress, "/hubs/run"), TestContext.Current.CancellationToken));
        await hub.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", (await hub.ReadAsync()).GetRawText());
        return hub;
    }

    /// <summary>Calls a method, or (type 4) opens a stream.</summary>
    public Task CallAsync(string id, string method, object?[] arguments, int type = 1) =>
        SendAsync(JsonSerializer.Serialize(new { type, invocationId = id, target = method, arguments }));

    /// <summary>The next message that is no ping.</summary>
    public async Task<JsonElement> NextAsync()
    {
        JsonElement message;
        do
            message = await ReadAsync();
        while (message.GetProperty("type").GetInt32() == 6);
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        socket.Dispose();
    }

    private async Task SendAsync(string message) => await socket.SendAsync(
        (byte[])[.. Encoding.UTF8.GetBytes(message), End], WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    private async Task<JsonElement> ReadAsync()
    {
        int end;
        while ((end = _read.IndexOf(End)) < 0)
        {
            var buffer = new byte[8_192];
            WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
            _read.AddRange(buffer.AsSpan(0, received.Count));
        }

        JsonElement message = JsonDocument.Parse(_read.GetRange(0, end).ToArray()).RootElement;
        _read.RemoveRange(0, end + 1);
        return message;
    }
}
