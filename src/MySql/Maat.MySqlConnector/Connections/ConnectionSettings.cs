namespace MySqlConnector.Connections;

/// <summary>A connection string, read once.</summary>
internal sealed class ConnectionSettings
{
    public ConnectionSettings(MySqlConnectionStringBuilder from)
    {
        Server = from.Server;
        Port = (int)from.Port;
        UserID = from.UserID;
        Password = from.Password;
        Database = from.Database;
        Protocol = from.ConnectionProtocol;
        SslMode = from.SslMode;
        SslCa = from.SslCa;
        Pooling = from.Pooling;
        MaximumPoolSize = (int)Math.Max(1, from.MaximumPoolSize);
        MinimumPoolSize = Math.Min((int)from.MinimumPoolSize, MaximumPoolSize);
        Lifetime = Seconds(from.ConnectionLifeTime);
        IdleTimeout = Seconds(from.ConnectionIdleTimeout);
        ConnectionReset = from.ConnectionReset;
        ConnectionTimeout = Seconds(from.ConnectionTimeout);
        DefaultCommandTimeout = (int)from.DefaultCommandTimeout;
        CancellationTimeout = TimeSpan.FromSeconds(Math.Max(0, from.CancellationTimeout));
        Keepalive = (int)from.Keepalive;
        UseAffectedRows = from.UseAffectedRows;
        AllowUserVariables = from.AllowUserVariables;
        AllowPublicKeyRetrieval = from.AllowPublicKeyRetrieval;
        IgnoreCommandTransaction = from.IgnoreCommandTransaction;
        PersistSecurityInfo = from.PersistSecurityInfo;
        TreatTinyAsBoolean = from.TreatTinyAsBoolean;
        DateTimeKind = (DateTimeKind)from.DateTimeKind;
        GuidFormat = from.GuidFormat == MySqlGuidFormat.Default ? MySqlGuidFormat.Char36 : from.GuidFormat;
        PublicConnectionString = from.WithoutPassword();
    }

    public string Server { get; }

    public int Port { get; }

    public string UserID { get; }

    public string Password { get; }

    public string Database { get; }

    public MySqlConnectionProtocol Protocol { get; }

    public MySqlSslMode SslMode { get; }

    public string SslCa { get; }

    public bool Pooling { get; }

    public int MinimumPoolSize { get; }

    public int MaximumPoolSize { get; }

    public TimeSpan Lifetime { get; }

    public TimeSpan IdleTimeout { get; }

    public bool ConnectionReset { get; }

    public TimeSpan ConnectionTimeout { get; }

    public int DefaultCommandTimeout { get; }

    public TimeSpan CancellationTimeout { get; }

    public int Keepalive { get; }

    public bool UseAffectedRows { get; }

    public bool AllowUserVariables { get; }

    public bool AllowPublicKeyRetrieval { get; }

    public bool IgnoreCommandTransaction { get; }

    public bool PersistSecurityInfo { get; }

    public bool TreatTinyAsBoolean { get; }

    public DateTimeKind DateTimeKind { get; }

    public MySqlGuidFormat GuidFormat { get; }

    /// <summary>Without the password.</summary>
    public string PublicConnectionString { get; }

    /// <summary>For messages.</summary>
    public string Endpoint => Protocol == MySqlConnectionProtocol.UnixSocket ? Server : $"{Server}:{Port}";

    /// <summary>0 means no limit.</summary>
    private static TimeSpan Seconds(uint seconds) => seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue / 1000));
}
