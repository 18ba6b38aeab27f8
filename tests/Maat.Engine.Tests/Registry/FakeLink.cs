using System.Threading.Channels;
using Maat.Engine.Registry;

namespace Maat.Engine.Tests.Registry;

/// <summary>Hears what peers are told, and answers when the test says so.</summary>
internal sealed class FakeLink(string ownAddress) : IPeerLink
{
    private readonly Channel<(string Address, WakeUp What)> _told = Channel.CreateUnbounded<(string, WakeUp)>();
    private readonly Channel<bool> _answers = Channel.CreateUnbounded<bool>();

    public string? OwnAddress => ownAddress;

    public async Task WakeAsync(string address, WakeUp what, CancellationToken cancellation)
    {
        await _told.Writer.WriteAsync((address, what), cancellation);
        await _answers.Reader.ReadAsync(CancellationToken.None);
    }

    public void Answer() => _answers.Writer.TryWrite(true);

    public async Task<(string Address, WakeUp What)> ToldAsync(CancellationToken cancellation) => await _told.Reader.ReadAsync(cancellation);
}
