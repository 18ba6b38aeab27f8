using Maat.Engine.Loops;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Hosting;

/// <summary>Runs loops side by side until the process stops.</summary>
public sealed class LoopHost(IReadOnlyList<IEngineLoop> loops, TimeProvider time, ILogger<LoopHost> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(loops.Select(loop => Task.Run(() => new LoopRunner(loop, time, logger).RunAsync(stoppingToken), stoppingToken)));
}
