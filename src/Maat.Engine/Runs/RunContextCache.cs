using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.Extensions.Caching.Memory;

namespace Maat.Engine.Runs;

/// <summary>The runs that this process has nodes of. What a context holds never changes while the run lives.</summary>
public sealed class RunContextCache(IMaatDatabase database, TemplateCache templates) : IDisposable
{
    /// <summary>Bounds memory: an entry counts for its values' characters, and at least for this many.</summary>
    private const int EntryOverhead = 1_000;

    private const long MaxCharacters = 64L << 20;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxCharacters });

    public RunContext? Find(long runId) => _cache.Get<RunContext>(runId);

    /// <exception cref="UnreadableException">The run is not there, or it or its template cannot be read.</exception>
    public async Task<RunContext> GetAsync(long runId, CancellationToken cancellation) =>
        await FindAsync(runId, cancellation).ConfigureAwait(false) ?? throw new UnreadableException($"There is no run {runId}.");

    /// <summary>Null when there is no such run.</summary>
    /// <exception cref="UnreadableException">It or its template cannot be read.</exception>
    public async Task<RunContext?> FindAsync(long runId, CancellationToken cancellation)
    {
        if (Find(runId) is { } cached)
        {
            return cached;
        }

        (LockedRun? run, string values, Launch? launch) = await database.TransactAsync(
            transaction => ReadAsync(transaction, runId), cancellation).ConfigureAwait(false);
        if (run is null)
        {
            return null;
        }

        CompiledTemplate template = await templates.GetAsync(run.Facts.TemplateId, run.Facts.Version, cancellation).ConfigureAwait(false);
        RunContext context;
        try
        {
            context = new RunContext(
                run.Facts, (ObjectValue)Value.ParseJson(values), template, launch?.ApplicationName ?? "", launch?.ProjectName ?? "");
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidCastException or JsonException
            or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new UnreadableException($"Run {runId} cannot be read: {exception.Message}", exception);
        }

        return _cache.Set(runId, context, new MemoryCacheEntryOptions { Size = EntryOverhead + values.Length });
    }

    public void Dispose() => _cache.Dispose();

    private static async ValueTask<(LockedRun? Run, string Values, Launch? Launch)> ReadAsync(IEngineTransaction transaction, long runId)
    {
        IReadOnlyList<LockedRun> runs = await transaction.LockRunsAsync([runId], wait: true).ConfigureAwait(false);
        return runs.Count == 0
            ? (null, "", null)
            : (runs[0],
                await transaction.ReadValuesAsync(runId).ConfigureAwait(false) ?? "{}",
                await transaction.ReadLaunchAsync(runs[0].Facts.ApplicationId).ConfigureAwait(false));
    }
}
