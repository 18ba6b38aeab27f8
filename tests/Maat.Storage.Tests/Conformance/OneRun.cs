using Maat.Storage.Engine;

namespace Maat.Storage.Tests;

internal static class OneRun
{
    public static async ValueTask<long> InsertRunAsync(this IEngineTransaction transaction, NewRun run) => (await transaction.InsertRunsAsync([run]))[0];
}
