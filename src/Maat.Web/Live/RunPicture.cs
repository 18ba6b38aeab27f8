using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Engine.Runs;
using Maat.Storage.Engine;

namespace Maat.Web.Live;

/// <summary>
/// What is known of a watched run, and which of it has not been told yet. Safe for any number of threads.
/// <para>
/// A node's events may come in another order than they happened, when several processes write, and some tell what a reading of the database
/// already showed. Within a round, (fence, state) of a node only grow; an older round's event is news only by a higher fence. A new round
/// sets nodes back without an event of each, an event of the run has no order of its own, and that of a finished branch does not say what it
/// chose: after each of them the database is read again.
/// </para>
/// </summary>
internal sealed class RunPicture(CompiledTemplate template, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly NodeName[] _names = [.. template.Nodes.Select(NodeName.Of)];
    private readonly int[] _order = template.Plan.Topological.ToArray();
    private readonly LiveNode[] _nodes = [.. Enumerable.Range(0, template.Nodes.Count).Select(LiveNode.Waiting)];
    private readonly SortedSet<int> _changed = [];
    private LiveRun? _run;
    private bool _runChanged;
    private long _sequence;

    /// <summary>Whether the event leaves the picture right. False: the database must be read again.</summary>
    public bool Apply(in StoredEvent told)
    {
        lock (_lock)
        {
            if (_run is null || told.Ordinal is not { } ordinal || told.Round > _run.Round || ordinal >= _nodes.Length)
            {
                return false;
            }

            LiveNode known = _nodes[ordinal];
            var state = (NodeState)told.State;
            if (template.Plan[ordinal].IsBranch && state == NodeState.Succeeded && known.State != state)
            {
                return false;
            }

            bool news = told.Round == _run.Round ? (told.Fence, state).CompareTo((known.Fence, known.State)) > 0 : told.Fence > known.Fence;
            if (news)
            {
                Set(Moved(known, told, state));
            }

            return true;
        }
    }

    /// <summary>Takes over what the database says. The first time it is no change, for nobody has seen anything else.</summary>
    public void Replace(LiveRun run)
    {
        lock (_lock)
        {
            bool first = _run is null;
            _runChanged |= !first && RunStatus.Of(_run!) != RunStatus.Of(run);
            _run = run with { Nodes = [] };
            foreach (LiveNode node in run.Nodes)
            {
                Set(node);
            }

            if (first)
            {
                _changed.Clear();
            }
        }
    }

    /// <summary>Everything as it stands, told or not.</summary>
    /// <exception cref="InvalidOperationException">Nothing is known yet.</exception>
    public RunSnapshot Snapshot()
    {
        lock (_lock)
        {
            LiveRun run = _run ?? throw new InvalidOperationException("The run has not been read yet.");
            return new RunSnapshot(
                _sequence, time.GetUtcNow().UtcDateTime, RunStatus.Of(run), _names, _order, [.. _nodes.Select(NodeStatus.Of)]);
        }
    }

    /// <summary>What has changed since the last time, under the next number; null when nothing has.</summary>
    public RunChanged? TakeChanges()
    {
        lock (_lock)
        {
            if (!_runChanged && _changed.Count == 0)
            {
                return null;
            }

            var message = new RunChanged(
                ++_sequence, _runChanged ? RunStatus.Of(_run!) : null, [.. _changed.Select(ordinal => NodeStatus.Of(_nodes[ordinal]))]);
            _runChanged = false;
            _changed.Clear();
            return message;
        }
    }

    private static LiveNode Moved(LiveNode known, in StoredEvent told, NodeState state)
    {
        bool ended = state.IsTerminal() || state is NodeState.Retrying or NodeState.Deferred;
        DateTime? started = state == NodeState.Running ? told.At : ended && told.Fence == known.Fence ? known.StartedAt : null;
        return new LiveNode(known.Ordinal, state, told.Attempt, told.Fence, told.Reason, started, ended && started is not null ? told.At : null);
    }

    private void Set(LiveNode node)
    {
        if (_nodes[node.Ordinal] != node)
        {
            _nodes[node.Ordinal] = node;
            _changed.Add(node.Ordinal);
        }
    }
}
