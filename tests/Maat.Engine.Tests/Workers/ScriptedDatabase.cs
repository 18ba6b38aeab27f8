using Maat.Storage;
using Maat.Storage.Engine;

namespace Maat.Engine.Tests.Workers;

/// <summary>Answers transactions as the test says, by what they return; no statement is ever executed.</summary>
internal sealed class ScriptedDatabase(Func<Task<object>> answer) : IMaatDatabase
{
    public Task<T> ReadAsync<T>(Func<MaatContext, CancellationToken, Task<T>> query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<T> EditAsync<T>(Func<MaatContext, CancellationToken, Task<T>> edit, CancellationToken cancellation) => throw new NotSupportedException();

    public async Task<T> TransactAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation) => (T)await answer();
}
