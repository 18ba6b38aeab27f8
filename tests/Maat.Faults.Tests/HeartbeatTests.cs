using Maat.Domain.Runs;
using Maat.Faults.Product;
using MySqlConnector;

namespace Maat.Faults.Tests;

/// <summary>What keeps a worker's leases goes on when everything else of its process waits for the database.</summary>
public sealed class HeartbeatTests
{
    /// <summary>As many transactions as one process has at once.</summary>
    private const int Sessions = 12;

    private const int LeaseSeconds = 2;

    [Fact]
    public async Task Heartbeats_EverySessionWaitingForALock_GoOn()
    {
        await using Installation installation = await Installation.OnAsync(await SharedMariaDb.ServerAsync(), $"Worker:LeaseSeconds={LeaseSeconds}");
        Graph graph = new Graph().Add("work", $"{installation.Effects.Record}\n{installation.WaitAt("work")}");
        ProductProcess product = await installation.StartAsync();
        long application = await product.Api.ApplyAsync(graph.Document);
        long run = await product.Api.TriggerAsync(application), locked = await product.Api.TriggerAsync(application);
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 2, "both scripts run");

        await using (MySqlConnection connection = await installation.ConnectAsync())
        {
            await using MySqlTransaction holding = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using MySqlCommand command = connection.CreateCommand();
            command.Transaction = holding;
            command.CommandText = "SELECT id FROM run WHERE id = @id FOR UPDATE";
            command.Parameters.AddWithValue("@id", locked);
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            List<Task> cancels = [.. Enumerable.Range(0, Sessions * 2).Select(_ => product.Api.CancelAsync(locked))];
            await Eventually.HoldsAsync(() => LockWaits(installation) >= Sessions, "every session waits for the lock");

            long before = Beats(installation);
            // A beat is a sixth of a lease: more than a lease in all.
            await Eventually.HoldsAsync(() => Beats(installation) >= before + 8, "the heart beats");
            await holding.RollbackAsync(TestContext.Current.CancellationToken);
            await Task.WhenAll(cancels);
        }

        installation.Open("work");
        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
        Assert.Equal(1, installation.Database.Number("SELECT count(*) FROM worker"));
        Assert.Equal([AttemptOutcome.Succeeded], installation.Database.Attempts(run).Select(attempt => attempt.Outcome));
    }

    private static long Beats(Installation installation) => installation.Database.Number("SELECT max(beat) FROM worker");

    /// <summary>The list of processes and not innodb_trx, which shows an old picture to whoever asks more often than every tenth of a second.</summary>
    private static long LockWaits(Installation installation) => installation.Database.Number(
        "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND command = 'Query' AND info LIKE '%FOR UPDATE%'");
}
