using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MySqlConnector.Connections;

namespace MySqlConnector;

/// <summary>Reads and writes connection strings. Unknown keys are refused, and so is what this client does not do.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Named as ADO.NET names it.")]
public sealed class MySqlConnectionStringBuilder : DbConnectionStringBuilder
{
    public MySqlConnectionStringBuilder()
    {
    }

    public MySqlConnectionStringBuilder(string connectionString) => ConnectionString = connectionString;

    public string Server { get => Get<string>(ConnectionOption.Server); set => Set(ConnectionOption.Server, value); }

    public uint Port { get => Get<uint>(ConnectionOption.Port); set => Set(ConnectionOption.Port, value); }

    public string UserID { get => Get<string>(ConnectionOption.UserID); set => Set(ConnectionOption.UserID, value); }

    public string Password { get => Get<string>(ConnectionOption.Password); set => Set(ConnectionOption.Password, value); }

    public string Database { get => Get<string>(ConnectionOption.Database); set => Set(ConnectionOption.Database, value); }

    public MySqlConnectionProtocol ConnectionProtocol { get => Get<MySqlConnectionProtocol>(ConnectionOption.ConnectionProtocol); set => Set(ConnectionOption.ConnectionProtocol, value); }

    public MySqlSslMode SslMode { get => Get<MySqlSslMode>(ConnectionOption.SslMode); set => Set(ConnectionOption.SslMode, value); }

    /// <summary>A PEM file of the authorities that are trusted instead of the system's.</summary>
    public string SslCa { get => Get<string>(ConnectionOption.SslCa); set => Set(ConnectionOption.SslCa, value); }

    public bool Pooling { get => Get<bool>(ConnectionOption.Pooling); set => Set(ConnectionOption.Pooling, value); }

    public uint MinimumPoolSize { get => Get<uint>(ConnectionOption.MinimumPoolSize); set => Set(ConnectionOption.MinimumPoolSize, value); }

    public uint MaximumPoolSize { get => Get<uint>(ConnectionOption.MaximumPoolSize); set => Set(ConnectionOption.MaximumPoolSize, value); }

    /// <summary>Seconds after which a connection is not used again; 0 is never.</summary>
    public uint ConnectionLifeTime { get => Get<uint>(ConnectionOption.ConnectionLifeTime); set => Set(ConnectionOption.ConnectionLifeTime, value); }

    /// <summary>Seconds that a connection may lie in the pool before it is closed; 0 is for ever.</summary>
    public uint ConnectionIdleTimeout { get => Get<uint>(ConnectionOption.ConnectionIdleTimeout); set => Set(ConnectionOption.ConnectionIdleTimeout, value); }

    /// <summary>Whether the session's state is reset when a connection is taken from the pool.</summary>
    public bool ConnectionReset { get => Get<bool>(ConnectionOption.ConnectionReset); set => Set(ConnectionOption.ConnectionReset, value); }

    /// <summary>Seconds to wait for a connection; 0 is without limit.</summary>
    public uint ConnectionTimeout { get => Get<uint>(ConnectionOption.ConnectionTimeout); set => Set(ConnectionOption.ConnectionTimeout, value); }

    /// <summary>Seconds that a command may wait for the server; 0 is without limit.</summary>
    public uint DefaultCommandTimeout { get => Get<uint>(ConnectionOption.DefaultCommandTimeout); set => Set(ConnectionOption.DefaultCommandTimeout, value); }

    /// <summary>Seconds that a server is given to stop a statement before the connection is dropped.</summary>
    public int CancellationTimeout { get => Get<int>(ConnectionOption.CancellationTimeout); set => Set(ConnectionOption.CancellationTimeout, value); }

    /// <summary>Seconds of silence after which TCP asks whether the server is still there; 0 leaves it to the system.</summary>
    public uint Keepalive { get => Get<uint>(ConnectionOption.Keepalive); set => Set(ConnectionOption.Keepalive, value); }

    /// <summary>Whether UPDATE counts only rows that changed, and not all that it found.</summary>
    public bool UseAffectedRows { get => Get<bool>(ConnectionOption.UseAffectedRows); set => Set(ConnectionOption.UseAffectedRows, value); }

    /// <summary>Whether <c>@name</c> without a parameter of that name is a variable of the session, and not a mistake.</summary>
    public bool AllowUserVariables { get => Get<bool>(ConnectionOption.AllowUserVariables); set => Set(ConnectionOption.AllowUserVariables, value); }

    /// <summary>Whether a password may go out under a public key that an unprotected connection brought: whoever answers can read it.</summary>
    public bool AllowPublicKeyRetrieval { get => Get<bool>(ConnectionOption.AllowPublicKeyRetrieval); set => Set(ConnectionOption.AllowPublicKeyRetrieval, value); }

    /// <summary>Can only be false.</summary>
    public bool AllowLoadLocalInfile { get => Get<bool>(ConnectionOption.AllowLoadLocalInfile); set => Set(ConnectionOption.AllowLoadLocalInfile, value); }

    /// <summary>Whether a command may run inside the connection's transaction without naming it.</summary>
    public bool IgnoreCommandTransaction { get => Get<bool>(ConnectionOption.IgnoreCommandTransaction); set => Set(ConnectionOption.IgnoreCommandTransaction, value); }

    /// <summary>Whether an open connection still shows its password in its connection string.</summary>
    public bool PersistSecurityInfo { get => Get<bool>(ConnectionOption.PersistSecurityInfo); set => Set(ConnectionOption.PersistSecurityInfo, value); }

    /// <summary>Whether TINYINT(1) is a Boolean.</summary>
    public bool TreatTinyAsBoolean { get => Get<bool>(ConnectionOption.TreatTinyAsBoolean); set => Set(ConnectionOption.TreatTinyAsBoolean, value); }

    public MySqlDateTimeKind DateTimeKind { get => Get<MySqlDateTimeKind>(ConnectionOption.DateTimeKind); set => Set(ConnectionOption.DateTimeKind, value); }

    public MySqlGuidFormat GuidFormat { get => Get<MySqlGuidFormat>(ConnectionOption.GuidFormat); set => Set(ConnectionOption.GuidFormat, value); }

    /// <summary>Is always utf8mb4; taken so that strings of others can be read.</summary>
    public string CharacterSet { get => Get<string>(ConnectionOption.CharacterSet); set => Set(ConnectionOption.CharacterSet, value); }

    [AllowNull]
    public override object this[string keyword]
    {
        get => Get<object>(ConnectionOption.Find(keyword));
        set
        {
            var option = ConnectionOption.Find(keyword);
            if (value is null)
                base.Remove(option.Key);
            else
                base[option.Key] = Text(Converted(option, value));
        }
    }

    public override ICollection Keys => base.Keys;

    public override bool ContainsKey(string keyword) => ConnectionOption.TryFind(keyword, out var option) && base.ContainsKey(option!.Key);

    public override bool Remove(string keyword) => ConnectionOption.TryFind(keyword, out var option) && base.Remove(option!.Key);

    public override bool TryGetValue(string keyword, [NotNullWhen(true)] out object? value)
    {
        value = null;
        return ConnectionOption.TryFind(keyword, out var option) && base.TryGetValue(option!.Key, out value);
    }

    /// <summary>The connection string without its password; <see cref="DbConnectionStringBuilder.ConnectionString"/> has it.</summary>
    public override string ToString() => WithoutPassword();

    internal string WithoutPassword()
    {
        var copy = new MySqlConnectionStringBuilder(ConnectionString);
        copy.Remove(ConnectionOption.Password.Key);
        return copy.ConnectionString;
    }

    private T Get<T>(ConnectionOption option) =>
        base.TryGetValue(option.Key, out var value) ? (T)Converted(option, value) : (T)option.Default;

    private void Set(ConnectionOption option, object value) => this[option.Key] = value;

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static object Converted(ConnectionOption option, object value)
    {
        var text = Text(value);
        object converted;
        try
        {
            converted = option.Default switch
            {
                Enum => Enum.Parse(option.Default.GetType(), text, ignoreCase: true),
                bool => text.ToUpperInvariant() switch { "YES" or "1" => true, "NO" or "0" => false, _ => bool.Parse(text) },
                _ => Convert.ChangeType(value, option.Default.GetType(), CultureInfo.InvariantCulture),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            // A value may have slid into its neighbour's place, so it is not repeated.
            throw new ArgumentException($"The value of '{option.Key}' in the connection string is not a {option.Default.GetType().Name}.", option.Key);
        }
        if (option == ConnectionOption.AllowLoadLocalInfile && converted is true)
            throw new ArgumentException("LOAD DATA LOCAL INFILE is not supported: a server could ask for any file. Take 'Allow Load Local Infile' out of the connection string.", option.Key);
        if (option == ConnectionOption.CharacterSet && !text.Equals("utf8mb4", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("Only 'Character Set=utf8mb4' is supported.", option.Key);
        return converted;
    }
}
