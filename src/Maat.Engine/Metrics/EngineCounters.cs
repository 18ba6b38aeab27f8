using System.Diagnostics.Metrics;
using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Engine.Runs;
using Maat.Storage.Engine;

namespace Maat.Engine.Metrics;

/// <summary>
/// What this process has done since its start. Names and units follow OpenTelemetry's conventions; every label has few values, none of
/// which people choose.
/// </summary>
public static class EngineCounters
{
    /// <summary>Of the process, and not of a host: what has happened is counted where it happens, whoever asks.</summary>
    public static readonly Meter Meter = new("Maat");

    private static readonly Counter<long> s_claims = Meter.CreateCounter<long>(
        "maat.claims", "{claim}", "Claims of this worker that found something; what each took is in maat.claimed.nodes.");

    private static readonly Counter<long> s_claimedNodes = Meter.CreateCounter<long>("maat.claimed.nodes", "{node}", "Nodes that this worker has claimed.");

    private static readonly Histogram<long> s_commitNodes = Meter.CreateHistogram(
        "maat.commit.nodes", "{node}", "Results of nodes in one commit; the number of commits is the histogram's count.",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64] });

    private static readonly Counter<long> s_attempts = Meter.CreateCounter<long>(
        "maat.attempts", "{attempt}", "Attempts whose end this process has committed, by outcome; lost ones are those of workers that died.");

    private static readonly Counter<long> s_firings = Meter.CreateCounter<long>("maat.firings", "{firing}", "Firings that this scheduler has decided, by their fate.");

    private static readonly Histogram<double> s_lateness = Meter.CreateHistogram(
        "maat.firing.lateness", "s", "How long after its due time the run of a firing was made.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 600] });

    private static readonly Counter<long> s_retries = Meter.CreateCounter<long>(
        "maat.database.retries", "{retry}", "Transactions that were run again after a transient error, by the server's number of it.");

    private static readonly Counter<long> s_failures = Meter.CreateCounter<long>(
        "maat.loop.failures", "{step}", "Steps of the engine's loops that failed and are tried again; the log says why.");

    public static void Claimed(int nodes)
    {
        s_claims.Add(1);
        s_claimedNodes.Add(nodes);
    }

    /// <summary>A group of results has been committed.</summary>
    public static void Committed(IReadOnlyList<Outcome> group, IReadOnlyList<OutcomeFate> fates)
    {
        int committed = 0;
        for (int i = 0; i < group.Count; i++)
        {
            if (fates[i] == OutcomeFate.Committed)
            {
                committed++;
                s_attempts.Add(1, new KeyValuePair<string, object?>("outcome", Names<AttemptOutcome>.Of(group[i].Result.Outcome())));
            }
        }

        if (committed > 0)
        {
            s_commitNodes.Record(committed);
        }
    }

    /// <summary>Firings have been decided.</summary>
    /// <param name="now">When that was committed.</param>
    public static void Fired(IReadOnlyList<DecidedFiring> firings, DateTime now)
    {
        foreach (DecidedFiring firing in firings)
        {
            s_firings.Add(firing.Count, new KeyValuePair<string, object?>("fate", Names<FiringFate>.Of(firing.Fate)));
            if (firing.Fate is FiringFate.Started or FiringFate.StartedLate)
            {
                s_lateness.Record(Math.Max(0, (now - firing.DueAt).TotalSeconds));
            }
        }
    }

    /// <param name="error">The server's number.</param>
    public static void RetriedDatabase(int error) => s_retries.Add(1, new KeyValuePair<string, object?>("error", error));

    public static void FailedStep(string loop) => s_failures.Add(1, new KeyValuePair<string, object?>("loop", loop));
}
