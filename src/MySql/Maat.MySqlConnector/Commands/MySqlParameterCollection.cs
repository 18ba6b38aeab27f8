using System.Collections;
using System.Data.Common;

namespace MySqlConnector;

/// <summary>The parameters of a command. Names are told apart without case and without their sign.</summary>
public sealed class MySqlParameterCollection : DbParameterCollection, IEnumerable<MySqlParameter>
{
    private readonly List<MySqlParameter> _parameters = [];
    private int _found;

    internal MySqlParameterCollection()
    {
    }

    public override int Count => _parameters.Count;

    public override object SyncRoot => _parameters;

    public new MySqlParameter this[int index]
    {
        get => _parameters[index];
        set => _parameters[index] = value;
    }

    public new MySqlParameter this[string name]
    {
        get => _parameters[Known(name)];
        set => _parameters[Known(name)] = value;
    }

    public MySqlParameter AddWithValue(string parameterName, object? value) => Add(new MySqlParameter(parameterName, value));

    public MySqlParameter Add(string parameterName, MySqlDbType type) => Add(new MySqlParameter(parameterName, type));

    public MySqlParameter Add(MySqlParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        _parameters.Add(parameter);
        return parameter;
    }

    public override int Add(object value)
    {
        Add((MySqlParameter)value);
        return _parameters.Count - 1;
    }

    public override void AddRange(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
            Add((MySqlParameter)value);
    }

    public override void Clear() => _parameters.Clear();

    public override bool Contains(object value) => value is MySqlParameter parameter && _parameters.Contains(parameter);

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)_parameters).CopyTo(array, index);

    public override IEnumerator GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator<MySqlParameter> IEnumerable<MySqlParameter>.GetEnumerator() => _parameters.GetEnumerator();

    public override int IndexOf(object value) => value is MySqlParameter parameter ? _parameters.IndexOf(parameter) : -1;

    public override int IndexOf(string parameterName)
    {
        var name = MySqlParameter.Bare(parameterName);
        return _parameters.FindIndex(parameter => parameter.BareName.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    public override void Insert(int index, object value) => _parameters.Insert(index, (MySqlParameter)value);

    public override void Remove(object value) => _parameters.Remove((MySqlParameter)value);

    public override void RemoveAt(int index) => _parameters.RemoveAt(index);

    public override void RemoveAt(string parameterName) => _parameters.RemoveAt(Known(parameterName));

    protected override DbParameter GetParameter(int index) => _parameters[index];

    protected override DbParameter GetParameter(string parameterName) => _parameters[Known(parameterName)];

    protected override void SetParameter(int index, DbParameter value) => _parameters[index] = (MySqlParameter)value;

    protected override void SetParameter(string parameterName, DbParameter value) => _parameters[Known(parameterName)] = (MySqlParameter)value;

    /// <summary>Statements mostly name their parameters in the order of the collection, so the search goes on where the last one ended.</summary>
    internal MySqlParameter? Find(ReadOnlySpan<char> bareName)
    {
        for (var i = 0; i < _parameters.Count; i++)
        {
            var parameter = _parameters[(_found + i) % _parameters.Count];
            if (!bareName.Equals(parameter.BareName, StringComparison.OrdinalIgnoreCase))
                continue;
            _found = (_found + i + 1) % _parameters.Count;
            return parameter;
        }
        return null;
    }

    private int Known(string name) => IndexOf(name) is >= 0 and var index ? index : throw new ArgumentException($"There is no parameter '{name}'.", nameof(name));
}
