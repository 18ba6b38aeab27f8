using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>How a node ends whenever it runs.</summary>
internal readonly record struct Scripted(NodeState End, IReadOnlyList<string>? Choice = null)
{
    public AttemptResult Result => End switch
    {
        NodeState.Succeeded => new AttemptResult.Succeeded(Choice),
        NodeState.Failed => new AttemptResult.Failed("scripted", Retryable: false),
        NodeState.Skipped => new AttemptResult.Skipped("scripted"),
        _ => throw new InvalidOperationException($"No attempt ends as {End}."),
    };
}

/// <summary>
/// What a run comes to by definition: no counters, no order; every undecided node is asked again until nothing more is certain.
/// </summary>
internal static class ReferenceRun
{
    /// <summary>What is certain about a waiting node, given where all the others stand.</summary>
    public static Decision Decide(Graph graph, int node, ReadOnlySpan<NodeState> states, IReadOnlyList<string>?[] choices)
    {
        int[] parents = graph.Parents[node];
        Span<NodeState> ends = stackalloc NodeState[parents.Length];
        bool gated = false;
        for (int i = 0; i < parents.Length; i++)
        {
            ends[i] = states[parents[i]];
            if (!graph.Nodes[parents[i]].IsBranch)
            {
                continue;
            }

            if (ends[i] == NodeState.Succeeded && graph.Excludes(parents[i], choices[parents[i]], node))
            {
                return Decision.Skip;
            }

            gated |= !ends[i].IsTerminal();
        }

        return gated ? Decision.None : ReferenceRules.Decide(graph.Nodes[node].Rule, ends);
    }

    /// <summary>
    /// Ends a run from where it stands: what has ended stays, what waits is decided, everything else and what is decided to run ends as
    /// scripted.
    /// </summary>
    public static void Finish(Graph graph, Span<NodeState> states, IReadOnlyList<string>?[] choices, Scripted[] script)
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int node = 0; node < graph.Count; node++)
            {
                if (states[node].IsTerminal())
                {
                    continue;
                }

                Decision decision = states[node] == NodeState.Waiting ? Decide(graph, node, states, choices) : Decision.Run;
                changed |= decision != Decision.None;
                if (decision == Decision.Run)
                {
                    (states[node], choices[node]) = (script[node].End, script[node].Choice);
                }
                else if (decision != Decision.None)
                {
                    states[node] = decision == Decision.Skip ? NodeState.Skipped : NodeState.UpstreamFailed;
                }
            }
        }
    }

    public static RunState EndOf(Graph graph, ReadOnlySpan<NodeState> states)
    {
        for (int node = 0; node < graph.Count; node++)
        {
            if (graph.IsLeaf(node) && (states[node] is NodeState.Failed or NodeState.UpstreamFailed or NodeState.Cancelled))
            {
                return RunState.Failed;
            }
        }

        return RunState.Succeeded;
    }
}
