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

        return await ReadAsync([runId], cancellation).ConfigureAwait(false) is [var run] ? await KeepAsync(run, cancellation).ConfigureAwait(false) : null;
    }

    /// <summary>Reads those of the runs that are not here yet, all at once. What cannot be read is left to whoever asks for it.</summary>
    public async Task LoadAsync(IEnumerable<long> runIds, CancellationToken cancellation)
    {
        long[] missing = [.. runIds.Distinct().Where(id => Find(id) is null)];
        if (missing.Length == 0)
        {
            return;
        }

        foreach (StoredRun run in await ReadAsync(missing, cancellation).ConfigureAwait(false))
        {
            try
            {
                await KeepAsync(run, cancellation).ConfigureAwait(false);
            }
            catch (UnreadableException)
            {
                // Who asks for this run is told.
            }
        }
    }

    public void Dispose() => _cache.Dispose();

    private Task<IReadOnlyList<StoredRun>> ReadAsync(long[] ids, CancellationToken cancellation) =>
        database.TransactAsync(transaction => transaction.ReadRunsAsync(ids), cancellation);

    private async Task<RunContext> KeepAsync(StoredRun run, CancellationToken cancellation)
    {
        CompiledTemplate template = await templates.GetAsync(run.Facts.TemplateId, run.Facts.Version, cancellation).ConfigureAwait(false);
        RunContext context;
        try
        {
            context = new RunContext(run.Facts, (ObjectValue)Value.ParseJson(run.Values), template, run.ApplicationName, run.ProjectName);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidCastException or JsonException
            or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new UnreadableException($"Run {run.Facts.Id} cannot be read: {exception.Message}", exception);
        }

        return _cache.Set(run.Facts.Id, context, new MemoryCacheEntryOptions { Size = EntryOverhead + run.Values.Length });
    }
}
