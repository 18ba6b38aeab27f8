using System.Threading.Channels;
using Maat.Web.Live;

namespace Maat.Web.Tests.Live;

/// <summary>Keeps what is told, in order, for a test to wait for.</summary>
internal sealed class FakeAudience : IRunAudience
{
    private readonly Channel<RunChanged> _told = Channel.CreateUnbounded<RunChanged>();

    /// <summary>What telling returns: completed, unless a test wants a browser that does not read.</summary>
    public Task Telling { get; set; } = Task.CompletedTask;

    public List<string> Joined { get; } = [];

    public Task JoinAsync(string connection, long runId, CancellationToken cancellation)
    {
        lock (Joined)
            Joined.Add(connection);
        return Task.CompletedTask;
    }

    public Task TellAsync(long runId, RunChanged changes)
    {
        _told.Writer.TryWrite(changes);
        return Telling;
    }

    /// <summary>Everything that is told from now on, up to the message after which the condition holds.</summary>
    public async Task<List<RunChanged>> UntilAsync(Func<RunChanged, bool> last)
    {
        var told = new List<RunChanged>();
        do
            told.Add(await _told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        while (!last(told[^1]));
        return told;
    }
}
