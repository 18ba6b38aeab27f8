using Maat.Engine.Workers;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Processes;

/// <summary>
/// The worker's supervisor process, started when it is first needed and again when it has died. Each lease renewal renews its deadline,
/// so that a worker that is stopped, or loses its lease, leaves nothing running.
/// </summary>
public sealed partial class TaskRunner(SupervisorOptions options, TimeProvider time, ILoggerFactory loggers) : ILeaseDeadline, IAsyncDisposable
{
    private const long NoDeadline = 0;

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly ILogger _logger = loggers.CreateLogger<TaskRunner>();
    private TaskSupervisor? _supervisor;

    /// <summary>An instant of <see cref="BootTime"/>. Written by the heartbeat, read by whoever starts a supervisor.</summary>
    private long _deadline = NoDeadline;

    /// <summary>Runs a task to its end: TERM and later KILL on <paramref name="stop"/>, KILL at once on <paramref name="kill"/>.</summary>
    public async Task<TaskExit> RunAsync(TaskStart start, ITaskOutput output, CancellationToken stop, CancellationToken kill)
    {
        TaskSupervisor supervisor;
        try
        {
            supervisor = await SupervisorAsync().ConfigureAwait(false);
        }
        catch (PlatformNotSupportedException exception)
        {
            return new TaskExit(TaskOutcome.NotStarted, Error: exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or TimeoutException)
        {
            return new TaskExit(TaskOutcome.NoResources, Error: exception.Message);
        }

        // Registered after the task is known: a kill that came before it would find nothing.
        Task<TaskExit> running = supervisor.RunAsync(start, output, stop);
        using CancellationTokenRegistration killing = kill.Register(() => supervisor.Kill(start.Id));
        return await running.ConfigureAwait(false);
    }

    public void Renew(Func<TimeSpan> left)
    {
        long now = BootTime.Now();
        long deadline = now + (left().Ticks * TimeSpan.NanosecondsPerTick);
        Volatile.Write(ref _deadline, deadline);
        Volatile.Read(ref _supervisor)?.RenewDeadline(deadline);
    }

    public async ValueTask DisposeAsync()
    {
        if (_supervisor is { } supervisor)
        {
            await supervisor.DisposeAsync().ConfigureAwait(false);
        }

        _starting.Dispose();
    }

    private async Task<TaskSupervisor> SupervisorAsync()
    {
        if (_supervisor is { Lost.IsCompleted: false } running)
        {
            return running;
        }

        await _starting.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_supervisor is { Lost.IsCompleted: false } started)
            {
                return started;
            }

            if (_supervisor is { } dead)
            {
                LogRestarting(_logger);
                await dead.DisposeAsync().ConfigureAwait(false);
            }

            TaskSupervisor supervisor = await TaskSupervisor.StartAsync(
                options, time, loggers.CreateLogger<TaskSupervisor>(), CancellationToken.None).ConfigureAwait(false);
            // Known to renewals first: one that comes in between is then at worst sent twice.
            Volatile.Write(ref _supervisor, supervisor);
            if (Volatile.Read(ref _deadline) is var deadline and not NoDeadline)
            {
                supervisor.RenewDeadline(deadline);
            }

            return supervisor;
        }
        finally
        {
            _starting.Release();
        }
    }

    [LoggerMessage(EventId = 240, Level = LogLevel.Error, Message = "The process supervisor has died; what it ran counts as lost. Another one is started.")]
    private static partial void LogRestarting(ILogger logger);
}
