namespace MySqlConnector.Protocol;

/// <summary>The first byte of what a client sends (MySQL's "Command Phase").</summary>
internal static class CommandCode
{
    public const byte Quit = 0x01;
    public const byte Query = 0x03;
    public const byte Ping = 0x0E;
    public const byte StatementPrepare = 0x16;
    public const byte StatementExecute = 0x17;
    public const byte StatementClose = 0x19;
    public const byte ResetConnection = 0x1F;
}
