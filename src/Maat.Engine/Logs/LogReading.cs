using System.Runtime.CompilerServices;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine.Runs;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Logs;

/// <summary>The log of one claim of a node, and whether it still grows.</summary>
/// <param name="Key">Null while the node has not been claimed.</param>
/// <param name="Ended">Whether nothing more will be written.</param>
public sealed record LogState(LogKey? Key, bool Ended);

/// <summary>Logs as people and programs read them: from any offset, also while they grow.</summary>
public sealed class LogReading(IMaatDatabase database, NodeRunViews nodes, ILogStore store, TimeProvider time)
{
    /// <summary>How long one follower is served. Who wants more reads on from where it ended.</summary>
    public static readonly TimeSpan LongestFollowing = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long to wait before looking again at what nothing in this process tells of: at first the few milliseconds between a script's
    /// last byte and its commit, then what a person does not notice.
    /// </summary>
    private static readonly (TimeSpan First, TimeSpan Longest) Pauses = (TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(500));

    /// <summary>Finds the log of a node's claim.</summary>
    /// <param name="fence">Which claim; null for the latest.</param>
    /// <exception cref="NotFoundException">The run, the node or the claim does not exist for this actor.</exception>
    public async Task<LogState> FindAsync(Actor actor, long runId, string node, long? fence, CancellationToken cancellation)
    {
        (long id, _) = await nodes.FindNodeAsync(actor, runId, node, cancellation).ConfigureAwait(false);
        return await FindAsync(runId, node, id, fence, cancellation).ConfigureAwait(false)
            ?? throw new NotFoundException($"claim {fence ?? 0} of node '{node}' in this run");
    }

    /// <summary>Reads what is there.</summary>
    /// <param name="maxBytes">At most <see cref="LogChunk.MaxBytes"/>.</param>
    /// <exception cref="InvalidInputException">The offset or the size is out of range.</exception>
    public ValueTask<LogChunk> ReadAsync(LogState log, long offset, int maxBytes, CancellationToken cancellation)
    {
        var problems = new ProblemList();
        if (offset < 0)
        {
            problems.Error("out_of_range", $"An offset is counted from the beginning, in bytes.", new ProblemPlace("/offset"));
        }

        if (maxBytes is < 1 or > LogChunk.MaxBytes)
        {
            problems.Error("out_of_range", $"A part of a log has between 1 and {LogChunk.MaxBytes} bytes.", new ProblemPlace("/limit"));
        }

        return problems.HasErrors ? throw new InvalidInputException($"This part of the log cannot be read.", problems)
            : log.Key is { } key ? store.ReadAsync(key, offset, maxBytes, log.Ended, cancellation)
            : ValueTask.FromResult(new LogChunk(default, offset, log.Ended));
    }

    /// <summary>
    /// Everything from an offset on, as it comes, until the claim has ended or <see cref="LongestFollowing"/> is over. When the node has
    /// not been claimed yet, its first claim is waited for.
    /// </summary>
    /// <exception cref="RefusedException">As in <see cref="FindAsync(Actor, long, string, long?, CancellationToken)"/> and <see cref="ReadAsync"/>.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(
        Actor actor, long runId, string node, long? fence, long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long begun = time.GetTimestamp();
        (long id, _) = await nodes.FindNodeAsync(actor, runId, node, cancellation).ConfigureAwait(false);
        TimeSpan pause = Pauses.First;
        while (LongestFollowing - time.GetElapsedTime(begun) is { Ticks: > 0 } left)
        {
            // Whether it has ended is read before its bytes, so that the last of them are not missed.
            LogState log = await FindAsync(runId, node, id, fence, cancellation).ConfigureAwait(false)
                ?? throw new NotFoundException($"claim {fence ?? 0} of node '{node}' in this run");
            fence ??= log.Key?.Fence;
            LogChunk chunk = await ReadAsync(log, offset, LogChunk.MaxBytes, cancellation).ConfigureAwait(false);
            offset = chunk.NextOffset;
            if (chunk.Bytes.Length > 0)
            {
                pause = Pauses.First;
                yield return chunk.Bytes;
            }

            if (chunk.IsComplete)
            {
                yield break;
            }

            if (chunk.Bytes.Length == 0 && !await GrewAsync(log.Key, offset, pause, left, cancellation).ConfigureAwait(false))
            {
                pause = pause * 2 < Pauses.Longest ? pause * 2 : Pauses.Longest;
            }
        }
    }

    /// <summary>Waits until the log has grown, if this process writes it, and otherwise for the pause.</summary>
    private async Task<bool> GrewAsync(LogKey? key, long offset, TimeSpan pause, TimeSpan longest, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            if (key is not null && await store.WaitForGrowthAsync(key, offset, either.Token).ConfigureAwait(false))
            {
                return true;
            }

            await Task.Delay(pause, time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A script may be silent for longer than anybody is served.
        }

        return false;
    }

    private Task<LogState?> FindAsync(long runId, string node, long nodeRunId, long? fence, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            // The lease before the attempt: a claim that ends in between is found as ended, and never not at all.
            var lease = await context.Leases.Where(l => l.NodeRunId == nodeRunId && (fence == null || l.Fence == fence))
                .Select(l => new { l.Attempt, l.Fence }).FirstOrDefaultAsync(token).ConfigureAwait(false);
            if (lease is not null)
            {
                return new LogState(new LogKey(runId, node, lease.Attempt, lease.Fence), Ended: false);
            }

            var ended = await context.Attempts.Where(a => a.NodeRunId == nodeRunId && (fence == null || a.Fence == fence))
                .OrderByDescending(a => a.Attempt).ThenByDescending(a => a.Fence)
                .Select(a => new { a.Attempt, a.Fence }).FirstOrDefaultAsync(token).ConfigureAwait(false);
            if (ended is not null)
            {
                return new LogState(new LogKey(runId, node, ended.Attempt, ended.Fence), Ended: true);
            }

            if (fence is not null)
            {
                return null;
            }

            bool runOver = await context.Runs.AnyAsync(r => r.Id == runId && r.State >= RunState.Succeeded, token).ConfigureAwait(false);
            bool nodeOver = await context.NodeRuns.AnyAsync(n => n.Id == nodeRunId && n.State >= NodeState.Succeeded, token).ConfigureAwait(false);
            return new LogState(null, Ended: runOver || nodeOver);
        },
        cancellation);
}
