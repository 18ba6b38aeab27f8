namespace MySqlConnector.Commands;

/// <summary>Names of databases and savepoints as the server reads them in every mode.</summary>
internal static class QuotedName
{
    public static string Of(string name) => "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`";
}
