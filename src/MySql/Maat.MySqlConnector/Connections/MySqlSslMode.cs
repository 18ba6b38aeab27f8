namespace MySqlConnector;

/// <summary>How TLS is used.</summary>
public enum MySqlSslMode
{
    /// <summary>Never.</summary>
    None = 0,
    Disabled = None,
    /// <summary>When the server can, with whatever certificate it shows: safe from those who listen, not from those who answer in its place.</summary>
    Preferred = 1,
    /// <summary>Always, with whatever certificate the server shows.</summary>
    Required = 2,
    /// <summary>Always, with a certificate that a trusted authority signed, for any name.</summary>
    VerifyCA = 3,
    /// <summary>Always, with a certificate that a trusted authority signed for the host that was asked for.</summary>
    VerifyFull = 4,
}

/// <summary>What leads to the server.</summary>
public enum MySqlConnectionProtocol
{
    /// <summary>TCP.</summary>
    Sockets = 1,
    Tcp = Sockets,
    /// <summary>A Unix socket, whose path is the server's name.</summary>
    UnixSocket = 3,
    Unix = UnixSocket,
}

/// <summary>What <see cref="DateTime.Kind"/> is read and may be written. The database has no zones.</summary>
public enum MySqlDateTimeKind
{
    Unspecified = 0,
    /// <summary>Instants are UTC: read as such, and a local one is refused.</summary>
    Utc = 1,
    /// <summary>Instants are of this machine's zone: read as such, and a UTC one is refused.</summary>
    Local = 2,
}

/// <summary>What a <see cref="Guid"/> is in the database.</summary>
public enum MySqlGuidFormat
{
    /// <summary>As <see cref="Char36"/>.</summary>
    Default = 0,
    /// <summary>Written as text of 36 characters; no column is taken for one when it is read.</summary>
    None = 1,
    /// <summary>CHAR(36).</summary>
    Char36 = 2,
    /// <summary>BINARY(16), in the order in which it is written as text.</summary>
    Binary16 = 4,
}
