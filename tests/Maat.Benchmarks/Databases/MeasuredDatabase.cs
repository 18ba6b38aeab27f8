using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Benchmarks.Databases;

/// <summary>What a database has done since it was made.</summary>
internal readonly record struct WorkDone(long Statements, long Commits);

/// <summary>An empty database with Maat's tables, to itself; it goes away with this.</summary>
internal abstract class MeasuredDatabase : IAsyncDisposable
{
    public abstract IMaatDatabase Database { get; }

    public abstract IEventReader Events { get; }

    /// <summary>The clock by which things are due on it.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>What the engine wants of a database.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton(Time);
        services.AddSingleton(Database);
        services.AddSingleton(Events);
    }

    /// <summary>Runs a statement of the benchmark's own, however long it takes. Both databases understand it: recursion, and backticks.</summary>
    public abstract Task ExecuteAsync(string sql, CancellationToken cancellation);

    public abstract Task<WorkDone> CountAsync(CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}

/// <summary>Where databases to measure on come from.</summary>
internal interface IDatabases
{
    /// <summary>What they are, for whoever reads the figures.</summary>
    string Title { get; }

    Task<MeasuredDatabase> NewAsync(CancellationToken cancellation);
}
