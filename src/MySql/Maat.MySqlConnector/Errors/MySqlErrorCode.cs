namespace MySqlConnector;

/// <summary>
/// Errors that programs tell apart. The numbers are the server's (MySQL's and MariaDB's error references), save the negative one, which is
/// this client's own; every other number of the server's arrives as it is, without a name.
/// </summary>
public enum MySqlErrorCode
{
    /// <summary>The client waited longer than the command timeout, and stopped the statement.</summary>
    CommandTimeoutExpired = -1,
    None = 0,
    DatabaseCreateExists = 1007,
    DatabaseDropExists = 1008,
    /// <summary>MariaDB: the record has changed since it was last read.</summary>
    CheckRead = 1020,
    DuplicateKey = 1022,
    ConnectionCountError = 1040,
    UnableToConnectToHost = 1042,
    HandshakeError = 1043,
    DatabaseAccessDenied = 1044,
    AccessDenied = 1045,
    NoDatabaseSelected = 1046,
    ColumnCannotBeNull = 1048,
    UnknownDatabase = 1049,
    TableExists = 1050,
    BadTable = 1051,
    ServerShutdown = 1053,
    BadFieldError = 1054,
    DuplicateFieldName = 1060,
    DuplicateKeyName = 1061,
    DuplicateKeyEntry = 1062,
    ParseError = 1064,
    CannotDropFieldOrKey = 1091,
    NoSuchThread = 1094,
    NoSuchTable = 1146,
    AbortingConnection = 1152,
    PacketTooLarge = 1153,
    TooManyUserConnections = 1203,
    LockWaitTimeout = 1205,
    LockDeadlock = 1213,
    /// <summary>The server was told to take no writes (<c>read_only</c>), which is what a failover leaves behind.</summary>
    OptionPreventsStatement = 1290,
    QueryInterrupted = 1317,
    DataTooLong = 1406,
    TableDefinitionChanged = 1412,
    RowIsReferenced = 1451,
    NoReferencedRow = 1452,
    TooManyPreparedStatements = 1461,
    XARBDeadlock = 1614,
    CannotExecuteInReadOnlyTransaction = 1792,
    /// <summary>MariaDB: the connection was killed.</summary>
    ConnectionKilled = 1927,
    /// <summary>The numbers that the C client gives a lost connection.</summary>
    ServerGone = 2006,
    ServerLost = 2013,
    /// <summary>The server understood something that this client did not say, or the other way round.</summary>
    MalformedPacket = 2027,
    QueryTimeout = 3024,
    ClientInteractionTimeout = 4031,
}
