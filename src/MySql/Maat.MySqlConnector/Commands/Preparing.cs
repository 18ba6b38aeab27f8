using System.Buffers.Binary;
using MySqlConnector.Protocol;

namespace MySqlConnector.Commands;

/// <summary>Asks the server to prepare a statement (MySQL's "COM_STMT_PREPARE").</summary>
internal static class Preparing
{
    public static async ValueTask<PreparedStatement> PrepareAsync(Session session, string sql, MySqlParameterCollection parameters, CancellationToken token)
    {
        if (session.Prepared.TryGet(sql, out var known))
            return known;

        var noBackslashEscapes = (session.Status & ServerStatus.NoBackslashEscapes) != 0;
        var (text, places) = PreparedStatement.Translate(sql, noBackslashEscapes, session.Settings.AllowUserVariables, parameters);
        session.Writer.Clear();
        // The server does not answer a close, so it goes along.
        if (session.Prepared.MakeRoom() is { } oldest)
        {
            session.Writer.Begin();
            session.Writer.Byte(CommandCode.StatementClose);
            session.Writer.UInt32(oldest.Id);
        }
        session.Writer.Begin();
        session.Writer.Byte(CommandCode.StatementPrepare);
        session.Writer.Utf8(text);
        await session.SendAsync(token).ConfigureAwait(false);

        var payload = await session.ReadAsync(token).ConfigureAwait(false);
        if (new PayloadReader(payload.Span).Peek() == ErrorPacket.Header)
            throw ErrorPacket.Parse(payload.Span);
        var (id, columns, wanted) = ParseAnswer(session, payload.Span);
        await SkipDefinitionsAsync(session, wanted, token).ConfigureAwait(false);
        await SkipDefinitionsAsync(session, columns, token).ConfigureAwait(false);
        if (wanted != places.Count)
        {
            session.Abort();
            throw MySqlException.Malformed($"a prepared statement with {wanted} parameters where {places.Count} were meant.");
        }
        var statement = new PreparedStatement(sql, id, places);
        session.Prepared.Add(statement);
        return statement;
    }

    private static (uint Id, int Columns, int Parameters) ParseAnswer(Session session, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 12 || payload[0] != Ok.Header)
        {
            session.Abort();
            throw MySqlException.Malformed("no answer to a statement that was to be prepared.");
        }
        return (BinaryPrimitives.ReadUInt32LittleEndian(payload[1..]), BinaryPrimitives.ReadUInt16LittleEndian(payload[5..]), BinaryPrimitives.ReadUInt16LittleEndian(payload[7..]));
    }

    private static async ValueTask SkipDefinitionsAsync(Session session, int count, CancellationToken token)
    {
        for (var i = 0; i < count; i++)
            await session.ReadAsync(token).ConfigureAwait(false);
        if (count > 0 && (session.Capabilities & Capabilities.DeprecateEof) == 0)
            await session.ReadAsync(token).ConfigureAwait(false);
    }
}
