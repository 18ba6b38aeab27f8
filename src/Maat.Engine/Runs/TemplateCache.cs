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

    /// <exception cref="InvalidOperationException">There is no such version, or it cannot be read.</exception>
    public async Task<CompiledTemplate> GetAsync(long templateId, int version, CancellationToken cancellation)
    {
        if (Find(templateId, version) is { } cached)
        {
            return cached;
        }

        string json = await database.TransactAsync(t => t.ReadDocumentAsync(templateId, version), cancellation).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Template {templateId} has no version {version}.");
        CompiledTemplate compiled = TemplateCompiler.Compile(Read(json, templateId, version), kinds);
        return _cache.Set((templateId, version), compiled, new MemoryCacheEntryOptions { Size = compiled.Nodes.Count + 1 });
    }

    public void Dispose() => _cache.Dispose();

    private static TemplateDocument Read(string json, long templateId, int version)
    {
        TemplateReading reading = TemplateReader.Read(JsonSource.Read(json));
        return reading.Document is { } document && !reading.HasErrors
            ? document
            : throw new InvalidOperationException(
                $"Version {version} of template {templateId} cannot be read: {string.Join(" ", reading.Problems.Select(p => p.Message))}");
    }
}
