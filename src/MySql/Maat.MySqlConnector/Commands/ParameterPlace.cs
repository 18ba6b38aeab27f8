using MySqlConnector.Connections;

namespace MySqlConnector.Commands;

/// <summary>Which parameter a place in a statement means: one with a name, or that of its number.</summary>
internal readonly record struct ParameterPlace(string? Name, int Ordinal)
{
    public MySqlParameter Find(MySqlParameterCollection parameters) =>
        Name is null ? At(parameters, Ordinal) : Named(parameters, Name) ?? throw Missing(Name);

    public static MySqlParameter At(MySqlParameterCollection parameters, int ordinal) =>
        ordinal < parameters.Count
            ? parameters[ordinal]
            : throw new InvalidOperationException($"The statement has more places for values ('?') than the {parameters.Count} parameters that were given.");

    public static MySqlParameter? Named(MySqlParameterCollection parameters, ReadOnlySpan<char> name) => parameters.Find(name);

    public static MySqlException Missing(ReadOnlySpan<char> name) =>
        new(MySqlErrorCode.None, $"Parameter '@{name}' has no value. If it is a variable of the session, say '{ConnectionOption.AllowUserVariables.Key}=true' in the connection string.");
}
