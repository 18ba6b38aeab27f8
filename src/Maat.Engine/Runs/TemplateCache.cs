using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Maat.Engine.Runs;

/// <summary>Published versions, compiled. A version never changes, so what is here is never stale.</summary>
public sealed class TemplateCache(IMaatDatabase database, NodeKindCatalog kinds) : IDisposable
{
    /// <summary>Bounds memory: a compiled node takes some kilobytes.</summary>
    private const long MaxNodes = 200_000;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxNodes });

    public NodeKindCatalog Kinds => kinds;

    public CompiledTemplate? Find(long templateId, int version) => _cache.Get<CompiledTemplate>((templateId, version));

    /// <exception cref="UnreadableException">There is no such version, or it cannot be read.</exception>
    public async Task<CompiledTemplate> GetAsync(long templateId, int version, CancellationToken cancellation)
    {
        if (Find(templateId, version) is { } cached)
        {
            return cached;
        }

        string json = await database.TransactAsync(t => t.ReadDocumentAsync(templateId, version), cancellation).ConfigureAwait(false)
            ?? throw new UnreadableException($"Template {templateId} has no version {version}.");
        CompiledTemplate compiled = Compile(json, templateId, version);
        return _cache.Set((templateId, version), compiled, new MemoryCacheEntryOptions { Size = compiled.Nodes.Count + 1 });
    }

    public void Dispose() => _cache.Dispose();

    private CompiledTemplate Compile(string json, long templateId, int version)
    {
        string what = $"Version {version} of template {templateId} cannot be read";
        try
        {
            TemplateReading reading = TemplateReader.Read(JsonSource.Read(json));
            return reading.Document is { } document && !reading.HasErrors
                ? TemplateCompiler.Compile(document, kinds)
                : throw new UnreadableException($"{what}: {string.Join(" ", reading.Problems.Select(p => p.Message))}");
        }
#pragma warning disable CA1031 // It was accepted when it was published: whatever is thrown now, this process does not understand it.
        catch (Exception exception) when (exception is not UnreadableException)
#pragma warning restore CA1031
        {
            throw new UnreadableException($"{what}: {exception.Message}", exception);
        }
    }
}
