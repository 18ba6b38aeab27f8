using Maat.Storage.MySql.Statements;

namespace Maat.Storage.MySql.Engine;

/// <summary>
/// What a transaction has yet to write. Rows of one table are one statement, in the order in which locks are taken: ready, held, delayed,
/// lease, node runs ascending, then inserts. They are sent with the next reading that could see them, or with the commit.
/// </summary>
internal sealed class PendingWrites
{
    /// <summary>Rows of one statement: beyond it nothing is gained, and the server materialises lists of a thousand.</summary>
    private const int MaxRows = 500;

    /// <summary>
    /// Characters after which writes are sent without waiting for more: with escapes and multi-byte characters far below
    /// <see cref="ServerFacts.LeastPacket"/>.
    /// </summary>
    public const int MaxLength = 1 << 20;

    // By the keys given, and by nothing else: a DELETE of one table takes no hint, and one of several ignores it where a whole small table looks
    // cheaper to read, and locks it all. Joined to a table of the keys it looks each of them up.
    private const string DeleteReady = """
        DELETE r FROM ({0}) k STRAIGHT_JOIN ready r FORCE INDEX (PRIMARY) ON r.queue_id = k.a AND r.position = k.b AND r.node_run_id = k.c
        """;

    private const string DeleteLeases = "DELETE l FROM ({0}) k STRAIGHT_JOIN lease l FORCE INDEX (PRIMARY) ON l.node_run_id = k.a";

    // Index (node_run_id) of each. Their rows change under their run's lock alone, so nobody takes these locks the other way round.
    private const string DeleteHeld = "DELETE h FROM ({0}) k STRAIGHT_JOIN held h FORCE INDEX (ix_held_node_run_id) ON h.node_run_id = k.a";

    private const string DeleteDelayed =
        "DELETE d FROM ({0}) k STRAIGHT_JOIN `delayed` d FORCE INDEX (ix_delayed_node_run_id) ON d.node_run_id = k.a";

    private const string RequestStops = "UPDATE lease FORCE INDEX (PRIMARY) SET stop_requested = 1 WHERE node_run_id IN ({0})";

    // By primary key. The guard of a claim is the ready row, which is locked; the state is asked for only because it costs nothing.
    private const string StartNodes = "UPDATE node_run FORCE INDEX (PRIMARY) SET state = 2, changed_at = {1} WHERE id IN ({0}) AND state = 1";

    private const string NodeColumns = """
        INSERT INTO node_run (id, state, decision, attempt, attempt_base, losses, fence, succeeded, failed, upstream_failed, skipped, excluded,
               gates, choice, output_fence, resume, pending, reason, changed_at)
        VALUES {0}
        """;

    // One statement for many rows that differ in every column. Each is there: it was read under its run's lock.
    private const string UpdateNodes = NodeColumns + """

        ON DUPLICATE KEY UPDATE state = VALUES(state), decision = VALUES(decision), attempt = VALUES(attempt), attempt_base = VALUES(attempt_base),
               losses = VALUES(losses), fence = VALUES(fence), succeeded = VALUES(succeeded), failed = VALUES(failed),
               upstream_failed = VALUES(upstream_failed), skipped = VALUES(skipped), excluded = VALUES(excluded), gates = VALUES(gates),
               choice = VALUES(choice), output_fence = VALUES(output_fence), resume = VALUES(resume), pending = VALUES(pending),
               reason = VALUES(reason), changed_at = VALUES(changed_at)
        """;

    private const string InsertReady = "INSERT INTO ready (queue_id, position, node_run_id, fence, attempt) VALUES {0}";

    private const string InsertHeld = "INSERT INTO held (kind, hold_id, position, node_run_id, fence, attempt) VALUES {0}";

    private const string InsertDelayed = "INSERT INTO `delayed` (queue_id, due_at, node_run_id, kind, fence) VALUES {0}";

    private const string InsertLeases = """
        INSERT INTO lease (node_run_id, fence, attempt, worker_id, queue_id, kind, started_at, stop_requested) VALUES {0}
        """;

    private const string InsertAttempts = """
        INSERT INTO attempt (node_run_id, attempt, fence, outcome, reason, exit_code, worker_id, started_at, ended_at, log_bytes, log_cut)
        VALUES {0}
        """;

    private const string InsertOutputs = "INSERT INTO output (node_run_id, fence, name, value) VALUES {0}";

    private const string InsertResets = """
        INSERT INTO reset (node_run_id, round, kind, actor, previous_state, previous_attempt, at) VALUES {0}
        """;

    private const string InsertEvents = """
        INSERT INTO event (writer_id, sequence, run_id, ordinal, round, fence, attempt, state, reason, at) VALUES {0}
        """;

    private readonly List<(string Sql, SqlArgument[] Arguments)> _statements = [];
    private readonly SortedDictionary<long, SqlArgument[]> _nodes = [];
    private readonly SortedSet<long> _released = [];
    private readonly SortedSet<long> _stops = [];
    private readonly SortedSet<long> _unheld = [];
    private readonly SortedSet<long> _undelayed = [];
    private readonly SortedSet<long> _started = [];
    private readonly List<(long Queue, long Position, long Node)> _unready = [];
    private readonly List<SqlArgument[]> _newNodes = [], _ready = [], _held = [], _delayed = [], _leases = [], _attempts = [], _outputs = [], _resets = [];
    private readonly List<SqlArgument[]> _events = [];
    private long _startedAt;

    /// <summary>Characters that wait, about.</summary>
    public int Length { get; private set; }

    public bool IsEmpty => Length == 0;

    public bool HasEvents => _events.Count > 0;

    /// <summary>A statement that stands for itself.</summary>
    public void Add(string sql, params SqlArgument[] arguments)
    {
        _statements.Add((sql, arguments));
        Length += sql.Length + LengthOf(arguments);
    }

    public void Node(long id, SqlArgument[] row)
    {
        Length += LengthOf(row);
        _nodes[id] = row;
    }

    public void NewNode(SqlArgument[] row) => Add(_newNodes, row);

    public void Unready(long queue, long position, long node)
    {
        _unready.Add((queue, position, node));
        Length += 1;
    }

    public void Release(long node) => Add(_released, node);

    public void Stop(long node) => Add(_stops, node);

    public void Unhold(long node) => Add(_unheld, node);

    public void Undelay(long node) => Add(_undelayed, node);

    public void Start(long node, long at)
    {
        _startedAt = at;
        Add(_started, node);
    }

    public void Ready(params SqlArgument[] row) => Add(_ready, row);

    public void Hold(params SqlArgument[] row) => Add(_held, row);

    public void Delay(params SqlArgument[] row) => Add(_delayed, row);

    public void Lease(params SqlArgument[] row) => Add(_leases, row);

    public void Attempt(params SqlArgument[] row) => Add(_attempts, row);

    public void Output(params SqlArgument[] row) => Add(_outputs, row);

    public void Reset(params SqlArgument[] row) => Add(_resets, row);

    /// <param name="row">The columns after writer and sequence.</param>
    public void Event(params SqlArgument[] row) => Add(_events, row);

    /// <summary>Puts everything into the batch, and is empty. Returns the number of the last event.</summary>
    public long DrainTo(StatementBatch batch, long writerId, long sequence)
    {
        _unready.Sort();
        Rows(batch, DeleteReady, [.. _unready.Select(r => (SqlArgument[])[r.Queue, r.Position, r.Node])], SqlArgument.Table);
        Keys(batch, DeleteHeld, _unheld);
        Keys(batch, DeleteDelayed, _undelayed);
        Keys(batch, DeleteLeases, _released);
        foreach (long[] ids in _stops.Chunk(MaxRows))
        {
            batch.Add(RequestStops, SqlArgument.List(ids));
        }

        foreach (long[] ids in _started.Chunk(MaxRows))
        {
            batch.Add(StartNodes, SqlArgument.List(ids), _startedAt);
        }

        Rows(batch, UpdateNodes, [.. _nodes.Values]);
        foreach ((string sql, SqlArgument[] arguments) in _statements)
        {
            batch.Add(sql, arguments);
        }

        Rows(batch, NodeColumns, _newNodes);
        Rows(batch, InsertReady, _ready);
        Rows(batch, InsertHeld, _held);
        Rows(batch, InsertDelayed, _delayed);
        Rows(batch, InsertLeases, _leases);
        Rows(batch, InsertAttempts, _attempts);
        Rows(batch, InsertOutputs, _outputs);
        Rows(batch, InsertResets, _resets);
        Rows(batch, InsertEvents, [.. _events.Select(row => (SqlArgument[])[writerId, ++sequence, .. row])]);
        Clear();
        return sequence;
    }

    private void Clear()
    {
        List<SqlArgument[]>[] rows = [_newNodes, _ready, _held, _delayed, _leases, _attempts, _outputs, _resets, _events];
        SortedSet<long>[] ids = [_released, _stops, _unheld, _undelayed, _started];
        foreach (List<SqlArgument[]> list in rows)
        {
            list.Clear();
        }

        foreach (SortedSet<long> set in ids)
        {
            set.Clear();
        }

        _nodes.Clear();
        _unready.Clear();
        _statements.Clear();
        Length = 0;
    }

    private void Add(List<SqlArgument[]> rows, SqlArgument[] row)
    {
        rows.Add(row);
        Length += LengthOf(row);
    }

    private void Add(SortedSet<long> ids, long id)
    {
        ids.Add(id);
        Length += 1;
    }

    private static int LengthOf(SqlArgument[] row) => row.Sum(value => value.Length + 1);

    private static void Keys(StatementBatch batch, string sql, SortedSet<long> ids) =>
        Rows(batch, sql, [.. ids.Select(id => (SqlArgument[])[id])], SqlArgument.Table);

    private static void Rows(StatementBatch batch, string sql, IReadOnlyList<SqlArgument[]> rows, Func<SqlRows, SqlArgument>? form = null)
    {
        foreach (SqlArgument[][] some in rows.Chunk(MaxRows))
        {
            var list = new SqlRows();
            foreach (SqlArgument[] row in some)
            {
                list.Add(row);
            }

            batch.Add(sql, form is null ? list : form(list));
        }
    }
}
