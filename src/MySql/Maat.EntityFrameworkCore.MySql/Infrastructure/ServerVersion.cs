using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MySqlConnector;

namespace Microsoft.EntityFrameworkCore.Infrastructure
{
    /// <summary>Which of the two families a server belongs to.</summary>
    public enum ServerType
    {
        MySql,
        MariaDb,
    }
}

namespace Microsoft.EntityFrameworkCore
{
    /// <summary>
    /// The server that statements are written for. Say it rather than ask for it where processes must start without a database;
    /// <see cref="AutoDetect(string)"/> asks.
    /// </summary>
    public abstract partial class ServerVersion : IEquatable<ServerVersion>
    {
        private protected ServerVersion(Version version, ServerType type, Version oldest)
        {
            ArgumentNullException.ThrowIfNull(version);
            if (version < oldest)
            {
                throw new NotSupportedException(
                    $"{type} {version} is not supported: the oldest is {oldest}. Update the server, or use a provider that knows this version.");
            }

            Version = version;
            Type = type;
        }

        public Version Version { get; }

        public ServerType Type { get; }

        /// <summary>Whether a joined subquery may refer to the tables before it.</summary>
        internal abstract bool HasLateralJoins { get; }

        internal abstract bool HasExceptAndIntersect { get; }

        /// <summary>Connects to the server, without choosing a database, and asks.</summary>
        /// <exception cref="MySqlException">The server cannot be reached.</exception>
        public static ServerVersion AutoDetect(string connectionString)
        {
            var builder = new MySqlConnectionStringBuilder(connectionString) { Database = "", Pooling = false };
            using var connection = new MySqlConnection(builder.ConnectionString);
            connection.Open();
            return Parse(connection.ServerVersion);
        }

        /// <summary>Asks an open connection, or one like it when it is closed.</summary>
        public static ServerVersion AutoDetect(MySqlConnection connection)
        {
            ArgumentNullException.ThrowIfNull(connection);
            return connection.State == System.Data.ConnectionState.Open ? Parse(connection.ServerVersion) : AutoDetect(connection.ConnectionString);
        }

        /// <param name="versionString">
        /// What the server says of itself, as <c>8.0.36</c> or <c>10.11.6-MariaDB-0+deb12u1</c>, or what <see cref="ToString"/> gave.
        /// </param>
        /// <exception cref="FormatException">There is no version in it.</exception>
        public static ServerVersion Parse(string versionString) => TryParse(versionString, out ServerVersion? version)
            ? version
            : throw new FormatException($"'{versionString}' has no server version in it; write for example '8.0.36-mysql' or '10.11.6-mariadb'.");

        public static bool TryParse(string versionString, [NotNullWhen(true)] out ServerVersion? serverVersion)
        {
            ArgumentNullException.ThrowIfNull(versionString);
            serverVersion = null;
            // MariaDB says '5.5.5-10.11.6-MariaDB' in its greeting, for old replicas that read one digit.
            string text = versionString.StartsWith("5.5.5-", StringComparison.Ordinal) ? versionString["5.5.5-".Length..] : versionString;
            Match match = Numbers().Match(text);
            if (!match.Success || !Version.TryParse(match.Value, out Version? version))
            {
                return false;
            }

            serverVersion = text.Contains("mariadb", StringComparison.OrdinalIgnoreCase) ? new MariaDbServerVersion(version) : new MySqlServerVersion(version);
            return true;
        }

        public override string ToString() => $"{Version}-{(Type == ServerType.MySql ? "mysql" : "mariadb")}";

        public bool Equals(ServerVersion? other) => other is not null && Type == other.Type && Version == other.Version;

        public override bool Equals(object? obj) => Equals(obj as ServerVersion);

        public override int GetHashCode() => HashCode.Combine(Type, Version);

        [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
        private static partial Regex Numbers();
    }

    /// <summary>MySQL 8.0 or newer.</summary>
    public sealed class MySqlServerVersion(Version version) : ServerVersion(version, ServerType.MySql, new Version(8, 0))
    {
        public MySqlServerVersion(string version)
            : this(Parse(version).Version)
        {
        }

        internal override bool HasLateralJoins => Version >= new Version(8, 0, 14);

        internal override bool HasExceptAndIntersect => Version >= new Version(8, 0, 31);
    }

    /// <summary>MariaDB 10.6 or newer.</summary>
    public sealed class MariaDbServerVersion(Version version) : ServerVersion(version, ServerType.MariaDb, new Version(10, 6))
    {
        public MariaDbServerVersion(string version)
            : this(Parse(version + "-mariadb").Version)
        {
        }

        internal override bool HasLateralJoins => false;

        internal override bool HasExceptAndIntersect => true;
    }
}
