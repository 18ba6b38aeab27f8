namespace MySqlConnector.Protocol;

/// <summary>
/// What client and server can do, exchanged when they meet (MySQL's "Capabilities Flags"). <c>CLIENT_LOCAL_FILES</c> (0x80) is not among
/// them: this client never offers to send files.
/// </summary>
[Flags]
internal enum Capabilities : uint
{
    None = 0,
    LongPassword = 1,
    /// <summary>UPDATE counts the rows that it found, not only those that it changed.</summary>
    FoundRows = 2,
    LongFlag = 4,
    ConnectWithDatabase = 8,
    Protocol41 = 0x200,
    Tls = 0x800,
    Transactions = 0x2000,
    SecureConnection = 0x8000,
    MultiStatements = 0x10000,
    MultiResults = 0x20000,
    PreparedMultiResults = 0x40000,
    PluginAuthentication = 0x80000,
    /// <summary>A result set ends with an OK packet, and nothing stands between its columns and its rows.</summary>
    DeprecateEof = 0x1000000,
}

/// <summary>What the server says about the session with each OK (MySQL's "Status Flags").</summary>
[Flags]
internal enum ServerStatus : ushort
{
    None = 0,
    InTransaction = 1,
    MoreResults = 8,
    NoBackslashEscapes = 0x200,
}
