using Maat.Simulation.Guards;
using Maat.Simulation.Processes;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Sqlite;

namespace Maat.Simulation.Faults;

/// <summary>One process's way to the database that all share: the real one, with faults in between.</summary>
internal sealed class SimulatedDatabase(World world, SimulatedProcess process) : IMaatDatabase
{
    private SqliteDatabase _database = world.Database.Open();

    public Task<T> ReadAsync<T>(Func<MaatContext, CancellationToken, Task<T>> query, CancellationToken cancellation) =>
        SubmitAsync(canBeAmbiguous: false, fate => fate == CallFate.Done ? _database.ReadAsync(query, cancellation) : RefusedAsync<T>());

    public Task<T> EditAsync<T>(Func<MaatContext, CancellationToken, Task<T>> edit, CancellationToken cancellation) =>
        SubmitAsync(canBeAmbiguous: false, fate => fate == CallFate.Done ? _database.EditAsync(edit, cancellation) : RefusedAsync<T>());

    public Task<T> TransactAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation) =>
        SubmitAsync(canBeAmbiguous: true, fate => TransactAsync(world.Guards.Wrap(world, process, work), fate));

    private static Task<T> RefusedAsync<T>() => Task.FromException<T>(new InjectedFaultException("The database was away."));

    private Task<T> SubmitAsync<T>(bool canBeAmbiguous, Func<CallFate, Task<T>> execute)
    {
        world.DemandOwnThread();
        var call = new DatabaseCall<T>(process, canBeAmbiguous, execute);
        world.Calls.Submit(call);
        return call.Task;
    }

    private async Task<T> TransactAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CallFate fate)
    {
        switch (fate)
        {
            case CallFate.Done:
                return await _database.TransactAsync(work, CancellationToken.None).ConfigureAwait(false);
            case CallFate.Refused:
                return await RefusedAsync<T>().ConfigureAwait(false);
            case CallFate.AmbiguousDone:
                await _database.TransactAsync(work, CancellationToken.None).ConfigureAwait(false);
                if (world.Guards.RepeatsAmbiguousCommits)
                {
                    return await _database.TransactAsync(work, CancellationToken.None).ConfigureAwait(false);
                }

                break;
            case CallFate.RolledBack or CallFate.AmbiguousNotDone:
                var fault = new InjectedFaultException("The connection was lost before the commit.");
                try
                {
                    await _database.TransactAsync<T>(
                        async transaction =>
                        {
                            await work(transaction).ConfigureAwait(false);
                            throw fault;
                        },
                        CancellationToken.None).ConfigureAwait(false);
                }
                catch (InjectedFaultException) when (fate == CallFate.AmbiguousNotDone)
                {
                    break;
                }

                throw fault;
        }

        // A new connection numbers its events anew.
        _database = world.Database.Open();
        throw new AmbiguousCommitException(new InjectedFaultException("The answer to the commit was lost."));
    }
}
