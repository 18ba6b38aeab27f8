using System.Data.Common;

namespace Maat.Web.Composition;

/// <summary>Asks a database that may be away for a moment.</summary>
internal static class DatabasePatience
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Asks again until the database answers: one that goes away while a process starts is no reason for the process to end.</summary>
    /// <exception cref="OperationCanceledException">The process was asked to end before.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, TimeProvider time, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (DbException)
            {
                // The engine's loops say in the log what keeps them from working; here it is only waited for.
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }
}
