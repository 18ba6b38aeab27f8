using System.Collections.Concurrent;
using Maat.Faults.Network;
using Maat.Faults.Processes;
using Maat.Faults.Product;

namespace Maat.Soak.Fleets;

/// <summary>
/// One of an installation's processes, which is started again whenever it was killed, as a service manager does. It reaches the database
/// through a proxy of its own.
/// </summary>
internal sealed class Member(Fleet fleet, string name, string role, IReadOnlyList<string> queues) : IAsyncDisposable
{
    /// <summary>How long what a killed process has started may be seen in the process table.</summary>
    private static readonly TimeSpan Corpse = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>A service manager's pause before it tries again to start what did not start.</summary>
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    /// <summary>A start that takes longer is told of: with all those that die, a machine may have much to do.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(20);

    /// <summary>So many starts in a row that fail are no accident.</summary>
    private const int MostTries = 60;

    private readonly ConcurrentQueue<string> said = [];
    private ProductProcess? process;
    private string mark = "";
    private int starts;

    public string Name => name;

    public string Role => role;

    public TcpProxy Proxy { get; } = new(fleet.Server.Port);

    /// <summary>Whether it runs, answered at its start, and nobody does anything to it.</summary>
    public bool IsUp { get; private set; }

    public ProductProcess Process => process ?? throw new InvalidOperationException($"{name} has not been started.");

    /// <summary>How often it could not be started, because the database was away, say.</summary>
    public int FailedStarts { get; private set; }

    /// <summary>Starts it, until it answers.</summary>
    public async Task StartAsync()
    {
        for (int tries = 1; ; tries++)
        {
            mark = $"{fleet.Mark}-{name}-{++starts}";
            said.Clear();
            try
            {
                long began = fleet.Time.GetTimestamp();
                process = await ProductProcess.StartAsync(fleet.DataOf(name), fleet.SettingsOf(this, queues), mark, said);
                if (fleet.Time.GetElapsedTime(began) is var took && took > Slow)
                    Console.WriteLine($"{fleet.Time.GetUtcNow():HH:mm:ss}  {name} took {took.TotalSeconds:0} s to start");
                IsUp = true;
                return;
            }
            catch (Exception exception) when (exception is ProductEndedException or TimeoutException && tries < MostTries)
            {
                FailedStarts++;
                Console.WriteLine($"{fleet.Time.GetUtcNow():HH:mm:ss}  {name} did not start: {exception.Message}");
                await BuryAsync();
                await Task.Delay(TryAgain, fleet.Time);
            }
        }
    }

    /// <summary>kill -9, and waits until everything is dead that it had started.</summary>
    public async Task KillAsync()
    {
        IsUp = false;
        try
        {
            await Process.KillAsync();
        }
        catch (ProductEndedException exception)
        {
            fleet.Violated($"{name} ended by itself: {exception.Message}");
        }

        Process.Dispose();
        await BuryAsync();
    }

    /// <summary>SIGSTOP, and SIGCONT when the time is over.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        IsUp = false;
        Process.Send(Signal.Stop);
        await Task.Delay(time, fleet.Time);
        Process.Send(Signal.Continue);
        IsUp = true;
    }

    /// <summary>SIGTERM. It must end without an error, and leave nothing.</summary>
    public async Task EndAsync()
    {
        IsUp = false;
        Process.Send(Signal.Terminate);
        if (await Process.ExitAsync() is var code and not 0)
            fleet.Violated($"{name} ended with {code} after SIGTERM:\n{string.Join('\n', said)}");
        await BuryAsync();
    }

    /// <summary>A process that has ended although nobody ended it is a violation, and is started again.</summary>
    public async Task WatchAsync()
    {
        if (IsUp && Process.HasEnded)
        {
            await KillAsync();
            await StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        process?.Dispose();
        await Proxy.DisposeAsync();
    }

    private async Task BuryAsync()
    {
        long since = fleet.Time.GetTimestamp();
        while (ProcessTable.Marked(mark) is { Count: > 0 } left)
        {
            if (fleet.Time.GetElapsedTime(since) > Corpse)
            {
                fleet.Violated($"{name} is dead, and of what it had started these processes are alive: {string.Join(", ", left)}");
                left.ForEach(alive => ProcessTable.Send(alive, Signal.Kill));
                return;
            }

            await Task.Delay(Look, fleet.Time);
        }
    }
}
