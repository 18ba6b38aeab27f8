using MySqlConnector.Connections;
using MySqlConnector.Protocol;

namespace MySqlConnector.Commands;

/// <summary>Writes statements with the values of their parameters as one text.</summary>
internal static class StatementWriter
{
    public static void Write(Session session, ReadOnlySpan<char> sql, MySqlParameterCollection? parameters)
    {
        var writer = session.Writer;
        var scanner = new StatementScanner(sql, (session.Status & ServerStatus.NoBackslashEscapes) != 0);
        var settings = session.Settings;
        var written = 0;
        var ordinal = 0;
        while (true)
        {
            switch (scanner.Next())
            {
                case StatementPart.End:
                    writer.Utf8(sql[written..]);
                    return;
                case StatementPart.Positional when parameters is { Count: > 0 }:
                    Put(ParameterPlace.At(parameters, ordinal++), sql, ref scanner, ref written, writer, settings);
                    break;
                case StatementPart.Named:
                    if (parameters is not null && ParameterPlace.Named(parameters, scanner.Name) is { } parameter)
                        Put(parameter, sql, ref scanner, ref written, writer, settings);
                    else if (!settings.AllowUserVariables)
                        throw ParameterPlace.Missing(scanner.Name);
                    break;
            }
        }
    }

    private static void Put(MySqlParameter parameter, ReadOnlySpan<char> sql, ref StatementScanner scanner, ref int written, PacketWriter writer, ConnectionSettings settings)
    {
        writer.Utf8(sql[written..scanner.Start]);
        LiteralWriter.Write(writer, ParameterValue.Normalize(parameter, settings));
        written = scanner.End;
    }
}
