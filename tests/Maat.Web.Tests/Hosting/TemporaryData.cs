namespace Maat.Web.Tests.Hosting;

/// <summary>A data directory for servers that run one after the other.</summary>
internal sealed class TemporaryData : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("maat-web-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
