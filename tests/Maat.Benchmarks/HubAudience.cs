using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Maat.Benchmarks;

/// <summary>What an audience has seen between <c>measure</c> and <c>stop</c>.</summary>
/// <param name="Messages">Messages with changes, of all clients.</param>
/// <param name="Changes">States of nodes in the messages of those clients that read them.</param>
/// <param name="DelaysMs">From the change, by the time in it, until it was read; ascending.</param>
internal sealed record HubSeen(int Clients, double Seconds, long Messages, long Bytes, long Changes, double[] DelaysMs);

/// <summary>
/// So many browsers in a process of its own, so that what they cost is not the server's. They speak SignalR's JSON protocol over
/// WebSockets. Every twentieth reads what it gets, the others count it: on this machine they take their time from the server.
/// </summary>
internal static class HubAudience
{
    public const string Command = "hub-audience";

    private const byte End = 0x1E;
    private const int ReadEvery = 20;

    /// <summary>Obeys the lines <c>measure</c> and <c>stop</c> on its input; writes <c>ready</c>, and at its end what it has seen.</summary>
    public static async Task<int> RunAsync(Uri address, string method, string runId, int count, CancellationToken cancellation)
    {
        Client[] clients = [.. Enumerable.Range(0, count).Select(i => new Client(reads: i % ReadEvery == 0))];
        foreach (Client client in clients)
            await client.OpenAsync(address, method, runId, cancellation);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] reading = [.. clients.Select(client => client.ReadAsync(ending.Token))];
        Console.WriteLine("ready");
        Console.ReadLine();
        long began = TimeProvider.System.GetTimestamp();
        foreach (Client client in clients)
            client.Measuring = true;
        Console.ReadLine();
        double seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        foreach (Client client in clients)
            client.Measuring = false;
        await ending.CancelAsync();
        await Task.WhenAll(reading);
        foreach (Client client in clients)
            client.Dispose();
        double[] delays = [.. clients.SelectMany(client => client.DelaysMs).Order()];
        Console.WriteLine(JsonSerializer.Serialize(new HubSeen(
            count, seconds, clients.Sum(c => c.Messages), clients.Sum(c => c.Bytes), delays.Length, delays)));
        return 0;
    }

    private sealed class Client(bool reads) : IDisposable
    {
        private readonly ClientWebSocket _socket = new();
        private readonly ArrayBufferWriter<byte> _message = new();

        public bool Measuring { get; set; }

        public long Messages { get; private set; }

        public long Bytes { get; private set; }

        public List<double> DelaysMs { get; } = [];

        public async Task OpenAsync(Uri address, string method, string runId, CancellationToken cancellation)
        {
            await _socket.ConnectAsync(address, cancellation);
            await SendAsync("""{"protocol":"json","version":1}""", cancellation);
            await SendAsync($$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":["{{runId}}"]}""", cancellation);
        }

        public async Task ReadAsync(CancellationToken cancellation)
        {
            byte[] buffer = new byte[64 * 1024];
            try
            {
                while (true)
                {
                    ValueWebSocketReceiveResult got = await _socket.ReceiveAsync(buffer.AsMemory(), cancellation);
                    DateTimeOffset now = TimeProvider.System.GetUtcNow();
                    Take(buffer.AsSpan(0, got.Count), now);
                }
            }
            catch (OperationCanceledException)
            {
                _socket.Abort();
            }
        }

        public void Dispose() => _socket.Dispose();

        private void Take(ReadOnlySpan<byte> bytes, DateTimeOffset now)
        {
            Bytes += Measuring ? bytes.Length : 0;
            for (int end; (end = bytes.IndexOf(End)) >= 0; bytes = bytes[(end + 1)..])
            {
                _message.Write(bytes[..end]);
                if (Measuring && _message.WrittenSpan.StartsWith("{\"type\":1"u8))
                {
                    Messages++;
                    if (reads)
                        Read(now);
                }

                _message.ResetWrittenCount();
            }

            _message.Write(bytes);
        }

        private void Read(DateTimeOffset now)
        {
            using JsonDocument message = JsonDocument.Parse(_message.WrittenMemory);
            foreach (JsonElement node in message.RootElement.GetProperty("arguments")[0].GetProperty("nodes").EnumerateArray())
            {
                JsonElement at = node.GetProperty("state").GetString() == "running" ? node.GetProperty("startedAt") : node.GetProperty("endedAt");
                if (at.ValueKind == JsonValueKind.String)
                    DelaysMs.Add((now - DateTimeOffset.Parse(at.GetString()!, CultureInfo.InvariantCulture)).TotalMilliseconds);
            }
        }

        private Task SendAsync(string message, CancellationToken cancellation) => _socket.SendAsync(
            (byte[])[.. Encoding.UTF8.GetBytes(message), End], WebSocketMessageType.Text, endOfMessage: true, cancellation);
    }
}
