using System.Diagnostics.CodeAnalysis;

namespace MySqlConnector.Commands;

/// <summary>The prepared statements of a session, the one used longest ago the first to go.</summary>
internal sealed class PreparedStatements
{
    /// <summary>A hundred connections stay below the server's usual <c>max_prepared_stmt_count</c> of 16,382.</summary>
    public const int Capacity = 128;

    private readonly Dictionary<string, LinkedListNode<PreparedStatement>> _bySql = new(StringComparer.Ordinal);
    private readonly LinkedList<PreparedStatement> _byUse = new();

    public int Count => _bySql.Count;

    public bool TryGet(string sql, [NotNullWhen(true)] out PreparedStatement? statement)
    {
        statement = null;
        if (!_bySql.TryGetValue(sql, out var node))
            return false;
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        statement = node.Value;
        return true;
    }

    /// <summary>Gives up the statement that was used longest ago, if there is no room for one more.</summary>
    public PreparedStatement? MakeRoom()
    {
        if (_bySql.Count < Capacity)
            return null;
        var oldest = _byUse.Last!;
        _byUse.RemoveLast();
        _bySql.Remove(oldest.Value.Sql);
        oldest.Value.IsGone = true;
        return oldest.Value;
    }

    public void Add(PreparedStatement statement) => _bySql.Add(statement.Sql, _byUse.AddFirst(statement));

    /// <summary>The server has forgotten them all.</summary>
    public void Clear()
    {
        foreach (var statement in _byUse)
            statement.IsGone = true;
        _bySql.Clear();
        _byUse.Clear();
    }
}
