using Maat.Faults.Tests;
using Maat.MariaDb;

[assembly: AssemblyFixture(typeof(SharedMariaDb))]

namespace Maat.Faults.Tests;

/// <summary>The MariaDB of all tests that do not harm it, started by the first that wants it. Each installation has a database of its own.</summary>
public sealed class SharedMariaDb : IAsyncDisposable
{
    private static readonly Lazy<Task<MariaDbServer>> Started = new(() => MariaDbServer.StartAsync());

    internal static Task<MariaDbServer> ServerAsync() => Started.Value;

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated)
            await (await Started.Value).DisposeAsync();
    }
}
