namespace MySqlConnector.Connections;

/// <summary>One key of a connection string: its name, the other ways to write it, and its value when it is not given.</summary>
internal sealed record ConnectionOption(string Key, object Default, params string[] Aliases)
{
    public static readonly ConnectionOption Server = new("Server", "localhost", "Host", "Data Source", "DataSource", "Address", "Addr", "Network Address");
    public static readonly ConnectionOption Port = new("Port", 3306u);
    public static readonly ConnectionOption UserID = new("User ID", "", "UserID", "Username", "Uid", "User name", "User");
    public static readonly ConnectionOption Password = new("Password", "", "pwd");
    public static readonly ConnectionOption Database = new("Database", "", "Initial Catalog");
    public static readonly ConnectionOption ConnectionProtocol = new("Connection Protocol", MySqlConnectionProtocol.Sockets, "ConnectionProtocol", "Protocol");
    public static readonly ConnectionOption SslMode = new("SSL Mode", MySqlSslMode.Preferred, "SslMode");
    public static readonly ConnectionOption SslCa = new("SSL CA", "", "CACertificateFile", "CA Certificate File", "SslCa", "Ssl-Ca");
    public static readonly ConnectionOption Pooling = new("Pooling", true);
    public static readonly ConnectionOption MinimumPoolSize = new("Minimum Pool Size", 0u, "Min Pool Size", "MinPoolSize", "MinimumPoolSize");
    public static readonly ConnectionOption MaximumPoolSize = new("Maximum Pool Size", 100u, "Max Pool Size", "MaxPoolSize", "MaximumPoolSize");
    public static readonly ConnectionOption ConnectionLifeTime = new("Connection Lifetime", 0u, "ConnectionLifeTime");
    public static readonly ConnectionOption ConnectionIdleTimeout = new("Connection Idle Timeout", 180u, "ConnectionIdleTimeout");
    public static readonly ConnectionOption ConnectionReset = new("Connection Reset", true, "ConnectionReset");
    public static readonly ConnectionOption ConnectionTimeout = new("Connection Timeout", 15u, "ConnectionTimeout", "Connect Timeout");
    public static readonly ConnectionOption DefaultCommandTimeout = new("Default Command Timeout", 30u, "DefaultCommandTimeout", "Command Timeout");
    public static readonly ConnectionOption CancellationTimeout = new("Cancellation Timeout", 2, "CancellationTimeout");
    public static readonly ConnectionOption Keepalive = new("Keep Alive", 0u, "Keepalive");
    public static readonly ConnectionOption UseAffectedRows = new("Use Affected Rows", false, "UseAffectedRows");
    public static readonly ConnectionOption AllowUserVariables = new("Allow User Variables", false, "AllowUserVariables");
    public static readonly ConnectionOption AllowPublicKeyRetrieval = new("Allow Public Key Retrieval", false, "AllowPublicKeyRetrieval");
    public static readonly ConnectionOption AllowLoadLocalInfile = new("Allow Load Local Infile", false, "AllowLoadLocalInfile");
    public static readonly ConnectionOption IgnoreCommandTransaction = new("Ignore Command Transaction", false, "IgnoreCommandTransaction");
    public static readonly ConnectionOption PersistSecurityInfo = new("Persist Security Info", false, "PersistSecurityInfo");
    public static readonly ConnectionOption TreatTinyAsBoolean = new("Treat Tiny As Boolean", true, "TreatTinyAsBoolean");
    public static readonly ConnectionOption DateTimeKind = new("DateTime Kind", MySqlDateTimeKind.Utc, "DateTimeKind");
    public static readonly ConnectionOption GuidFormat = new("GUID Format", MySqlGuidFormat.Default, "GuidFormat");
    public static readonly ConnectionOption CharacterSet = new("Character Set", "utf8mb4", "CharSet", "CharacterSet");

    private static readonly Dictionary<string, ConnectionOption> ByName = Index();

    /// <exception cref="ArgumentException">There is no such key.</exception>
    public static ConnectionOption Find(string name) =>
        ByName.GetValueOrDefault(name) ?? throw new ArgumentException($"A connection string of this client has no option '{name}'.", nameof(name));

    public static bool TryFind(string name, out ConnectionOption? option) => ByName.TryGetValue(name, out option);

    private static Dictionary<string, ConnectionOption> Index()
    {
        ConnectionOption[] all =
        [
            Server, Port, UserID, Password, Database, ConnectionProtocol, SslMode, SslCa, Pooling, MinimumPoolSize, MaximumPoolSize, ConnectionLifeTime,
            ConnectionIdleTimeout, ConnectionReset, ConnectionTimeout, DefaultCommandTimeout, CancellationTimeout, Keepalive, UseAffectedRows, AllowUserVariables,
            AllowPublicKeyRetrieval, AllowLoadLocalInfile, IgnoreCommandTransaction, PersistSecurityInfo, TreatTinyAsBoolean, DateTimeKind, GuidFormat, CharacterSet,
        ];
        var index = new Dictionary<string, ConnectionOption>(StringComparer.OrdinalIgnoreCase);
        foreach (var option in all)
        {
            index.Add(option.Key, option);
            foreach (var alias in option.Aliases)
                index.TryAdd(alias, option);
        }
        return index;
    }
}
