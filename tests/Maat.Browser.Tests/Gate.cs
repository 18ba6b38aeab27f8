namespace Maat.Browser.Tests;

/// <summary>Files that a script waits for, so that a test says when it goes on.</summary>
internal sealed class Gate : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("maat-gate-").FullName;

    /// <summary>A command of bash that ends once the gate is open.</summary>
    public string Wait(string name) => $"until [ -e '{_directory}/{name}' ]; do sleep 0.05; done";

    /// <summary>A command of bash that succeeds if the gate is open.</summary>
    public string IsOpen(string name) => $"[ -e '{_directory}/{name}' ]";

    public void Open(string name) => File.WriteAllText(Path.Combine(_directory, name), "");

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
