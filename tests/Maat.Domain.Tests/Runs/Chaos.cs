using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>Does whatever workers, timers and people may do to a run, at random; every step is checked by <see cref="RunTables"/>.</summary>
internal sealed class Chaos(Random random, RunTables run)
{
    public void Act()
    {
        switch (random.Next(20))
        {
            case < 7: Claim(); break;
            case < 13: EndSome(); break;
            case 13: PassStaleDelay(); break;
            case 14: Try(run.Head.State == RunState.Running, step => step.Pause()); break;
            case 15: Try(run.Head.State == RunState.Paused, step => step.Resume()); break;
            case 16 when random.Next(3) == 0: Try(!run.Head.State.IsTerminal(), step => step.Cancel("somebody")); break;
            case 17: RetryFailed(); break;
            case 18: RetryFrom(); break;
            default: Mark(); break;
        }
    }

    /// <summary>No more faults and nobody acts: the run must end, each node as the definition says, given where it stood.</summary>
    public void EndQuietly(Scripted[] script)
    {
        if (run.Head.State == RunState.Paused)
        {
            run.Person(step => step.Resume());
        }

        bool cancelling = run.Head.CancelRequested;
        NodeState[] expected = [.. run.Nodes.Select(n => n.State)];
        IReadOnlyList<string>?[] choices = [.. run.Nodes.Select(n => n.Choice)];
        Scripted[] ends = [.. run.Nodes.Select(n =>
            n.Pending is { } mark ? new Scripted(mark.State, mark.Choice) : cancelling ? new Scripted(NodeState.Cancelled) : script[n.Ordinal])];
        ReferenceRun.Finish(run.Graph, expected, choices, ends);

        // Every node is delayed, claimed and ended at most once more.
        for (int budget = 3 * run.Graph.Count; !run.Head.State.IsTerminal(); budget--)
        {
            Assert.True(budget > 0, "The run does not end.");
            int[] leased = Shuffled(run.Leases.Keys);
            int[] claimable = Shuffled(Claimable());
            int[] delayed = Shuffled(run.Delayed.Values.Where(e => e.Kind != DelayKind.Poll).Select(e => e.Ordinal));
            if (leased.Length > 0 && (random.Next(2) == 0 || claimable.Length + delayed.Length == 0))
            {
                run.Complete(leased[0], cancelling ? new AttemptResult.Stopped("asked to") : script[leased[0]].Result);
            }
            else if (claimable.Length > 0)
            {
                run.Claim(claimable[0]);
            }
            else
            {
                Assert.NotEmpty(delayed);
                run.PassDelay(delayed[0]);
            }
        }

        Assert.Equal(expected, run.Nodes.Select(n => n.State));
        Assert.Equal(cancelling ? RunState.Cancelled : ReferenceRun.EndOf(run.Graph, expected), run.Head.State);
    }

    private IEnumerable<int> Claimable() => [.. run.Ready.Keys, .. run.Delayed.Values.Where(e => e.Kind == DelayKind.Poll).Select(e => e.Ordinal)];

    private void Claim()
    {
        if (Shuffled(Claimable()) is [int first, ..])
        {
            run.Claim(first);
        }
    }

    /// <summary>Several outcomes and delays of one transaction.</summary>
    private void EndSome()
    {
        int[] ended = [.. Shuffled(run.Leases.Keys).Take(1 + random.Next(3))];
        DelayedEntry[] passed = [.. run.Delayed.Values.Where(e => e.Kind != DelayKind.Poll && random.Next(2) == 0)];
        if (ended.Length + passed.Length > 0)
        {
            run.Step(step =>
            {
                foreach (int ordinal in ended)
                {
                    step.Complete(ordinal, Result(ordinal));
                }

                foreach (DelayedEntry entry in passed)
                {
                    Assert.True(step.DelayPassed(entry.Ordinal, entry.Kind, entry.Fence));
                }
            });
        }
    }

    private AttemptResult Result(int ordinal) => random.Next(run.StopRequests.Contains(ordinal) ? 16 : 14) switch
    {
        < 4 => new AttemptResult.Succeeded(run.Graph.Nodes[ordinal].IsBranch ? RandomGraphs.Choice(random) : null, random.Next(2) == 0),
        < 7 => new AttemptResult.Failed("failed", Retryable: random.Next(4) > 0),
        7 => new AttemptResult.Skipped("skipped"),
        8 or 9 => new AttemptResult.Deferred(run.Now + TimeSpan.FromSeconds(1), "resume"),
        10 or 11 => new AttemptResult.Lost("lost", Counts: random.Next(4) > 0),
        12 => new AttemptResult.HandedBack("handed back"),
        _ => new AttemptResult.Stopped("stopped"),
    };

    /// <summary>A timer that fires for a delay that is over, or for one that no longer is, changes nothing.</summary>
    private void PassStaleDelay()
    {
        NodeRun node = run[random.Next(run.Graph.Count)];
        long fence = node.State == NodeState.Retrying ? node.Fence - 1 : node.Fence;
        if (!run.Head.State.IsTerminal())
        {
            run.Step(step => Assert.False(step.DelayPassed(node.Ordinal, DelayKind.Retry, fence)));
        }
    }

    private void RetryFailed()
    {
        int[] failed = [.. Nodes(n => n.State is NodeState.Failed or NodeState.Cancelled)];
        if (Try(failed.Length > 0 && !Cancelling, step => step.RetryFailed(), out HashSet<int> expected, failed))
        {
            Assert.Equal(expected, [.. run.Last.Resets.Select(r => r.Ordinal)]);
        }
    }

    private void RetryFrom()
    {
        int[] chosen = [.. Shuffled(Enumerable.Range(0, run.Graph.Count)).Take(1 + random.Next(2))];
        HashSet<int> below = Below(chosen, _ => true);
        if (Try(!Cancelling && !below.Overlaps(run.Leases.Keys), step => step.RetryFrom(chosen)))
        {
            Assert.Equal(below, [.. run.Last.Resets.Select(r => r.Ordinal)]);
        }
    }

    private void Mark()
    {
        int node = random.Next(run.Graph.Count);
        NodeState[] marks = [NodeState.Succeeded, NodeState.Failed, NodeState.Skipped];
        NodeState mark = marks[random.Next(marks.Length)];
        string[]? choice = run.Graph.Nodes[node].IsBranch && random.Next(5) > 0 ? RandomGraphs.Choice(random) : null;
        bool ended = run[node].State.IsTerminal();
        bool allowed = (choice is not null || !run.Graph.Nodes[node].IsBranch || mark != NodeState.Succeeded) && !(ended && Cancelling);
        if (Try(allowed, step => step.Mark(node, mark, choice, "somebody"), out HashSet<int> expected, node) && ended)
        {
            Assert.Equal(expected, [.. run.Last.Resets.Select(r => r.Ordinal)]);
            Assert.Equal(mark, run[node].State);
        }
    }

    private bool Cancelling => run.Head.CancelRequested && !run.Head.State.IsTerminal();

    private bool Try(bool allowed, Action<RunStep> action) => Try(allowed, action, out _);

    /// <param name="unrun">The nodes, and below them, one after the other, what was decided or cancelled without running.</param>
    private bool Try(bool allowed, Action<RunStep> action, out HashSet<int> unrun, params int[] nodes)
    {
        unrun = Below(nodes, i => run[i].State switch
        {
            NodeState.UpstreamFailed => true,
            NodeState.Skipped => run[i].Decision == Decision.Skip,
            NodeState.Cancelled => run[i].Decision == Decision.None,
            _ => false,
        });
        if (!allowed)
        {
            Assert.Throws<RunConflictException>(() => run.Person(action));
            return false;
        }

        run.Person(action);
        return true;
    }

    /// <summary>By going over all edges until nothing is added.</summary>
    private HashSet<int> Below(int[] nodes, Func<int, bool> belongs)
    {
        var below = new HashSet<int>(nodes);
        while (run.Graph.Edges.Any(e => below.Contains(e.From) && belongs(e.To) && below.Add(e.To)))
        {
        }

        return below;
    }

    private IEnumerable<int> Nodes(Func<NodeRun, bool> which) => run.Nodes.Where(which).Select(n => n.Ordinal);

    private int[] Shuffled(IEnumerable<int> ordinals)
    {
        int[] shuffled = [.. ordinals];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
