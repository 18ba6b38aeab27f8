using System.Text.Json;
using Maat.Engine.Loops;
using Maat.Storage;
using Maat.Storage.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Registry;

/// <summary>
/// Enters this process among those of the installation, keeps it there by heartbeats, and strikes out those that fell silent. Whoever is
/// struck out and lives enters itself anew.
/// </summary>
public sealed partial class ProcessRegistry(
    IMaatDatabase database, IPeerLink link, EngineOptions options, TimeProvider time, ILogger<ProcessRegistry> logger) : IEngineLoop
{
    /// <summary>Slower than workers beat: nothing but what people see depends on it.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>A process that missed six beats is gone, or as good as gone.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly BeatWatch _watch = new(Interval, time);
    private readonly DateTime _startedAt = time.GetUtcNow().UtcDateTime;
    private long? _id;
    private volatile IReadOnlyList<Peer> _peers = [];

    public string Name => "registry";

    public Signal Wake { get; } = new();

    /// <summary>The other living processes that can be reached, as they were at the last heartbeat.</summary>
    public IReadOnlyList<Peer> Peers => _peers;

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        _id ??= await EnterAsync(cancellation).ConfigureAwait(false);
        if (!await BeatAsync(_id.Value, cancellation).ConfigureAwait(false))
        {
            LogStruckOut(logger, _id.Value);
            _id = null;
            return LoopStep.Again;
        }

        await LookAroundAsync(_id.Value, cancellation).ConfigureAwait(false);
        return LoopStep.After(Interval);
    }

    /// <summary>Says that this process drains, or has ended.</summary>
    public Task TellAsync(ProcessState state, CancellationToken cancellation)
    {
        if (_id is not { } id)
        {
            return Task.CompletedTask;
        }

        DateTime? ended = state == ProcessState.Ended ? time.GetUtcNow().UtcDateTime : null;
        return database.EditAsync(
            (context, token) => context.Processes.Where(p => p.Id == id)
                .ExecuteUpdateAsync(p => p.SetProperty(row => row.State, state).SetProperty(row => row.EndedAt, ended), token),
            cancellation);
    }

    private async Task<long> EnterAsync(CancellationToken cancellation)
    {
        long id = await database.EditAsync(
            async (context, token) =>
            {
                var row = new ProcessRow
                {
                    Name = options.Name,
                    Roles = JsonSerializer.Serialize(options.Roles),
                    Queues = JsonSerializer.Serialize(options.Queues),
                    Address = link.OwnAddress,
                    Version = options.Version,
                    StartedAt = _startedAt,
                };
                context.Processes.Add(row);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                return row.Id;
            },
            cancellation).ConfigureAwait(false);
        string roles = string.Join(", ", options.Roles);
        LogEntered(logger, id, options.Name, roles);
        return id;
    }

    private async Task<bool> BeatAsync(long id, CancellationToken cancellation) => await database.EditAsync(
        (context, token) => Living(context).Where(p => p.Id == id).ExecuteUpdateAsync(p => p.SetProperty(row => row.Beat, row => row.Beat + 1), token),
        cancellation).ConfigureAwait(false) == 1;

    private async Task LookAroundAsync(long own, CancellationToken cancellation)
    {
        List<ProcessRow> living = await database.ReadAsync((context, token) => Living(context).ToListAsync(token), cancellation).ConfigureAwait(false);
        _peers =
        [
            .. living.Where(p => p.Id != own && p.Address is not null)
                .Select(p => new Peer(p.Id, p.Address!, Peer.ConcernsOf(JsonSerializer.Deserialize<string[]>(p.Roles) ?? []))),
        ];
        IReadOnlyList<HeardBeat> heard = [.. living.Select(p => new HeardBeat(p.Id, p.Beat, Limit))];
        foreach (HeardBeat silent in _watch.FindStill(heard))
        {
            DateTime now = time.GetUtcNow().UtcDateTime;
            await database.EditAsync(
                (context, token) => Living(context).Where(p => p.Id == silent.Id && p.Beat == silent.Beat)
                    .ExecuteUpdateAsync(p => p.SetProperty(row => row.State, ProcessState.Lost).SetProperty(row => row.EndedAt, now), token),
                cancellation).ConfigureAwait(false);
        }
    }

    private static IQueryable<ProcessRow> Living(MaatContext context) =>
        context.Processes.Where(p => p.State == ProcessState.Alive || p.State == ProcessState.Draining);

    [LoggerMessage(EventId = 240, Level = LogLevel.Information, Message = "Process {Process} ({Name}) is in the registry as {Roles}.")]
    private static partial void LogEntered(ILogger logger, long process, string name, string roles);

    [LoggerMessage(EventId = 241, Level = LogLevel.Warning, Message = "Process {Process} was struck out of the registry, because its heartbeats did not arrive in time; it enters itself anew.")]
    private static partial void LogStruckOut(ILogger logger, long process);
}
