using System.Globalization;
using Maat.Storage.MySql.Sessions;

namespace Maat.Storage.MySql;

/// <summary>What a server must be for Maat to run on it; each problem says why, and what to do.</summary>
public static class ServerCheck
{
    /// <summary>SKIP LOCKED came with it.</summary>
    private static readonly Version s_leastMariaDb = new(10, 6);

    private static readonly Version s_leastMySql = new(8, 0);

    /// <param name="poolSize">The most connections of this process's pool.</param>
    public static IReadOnlyList<string> Problems(ServerFacts facts, long poolSize)
    {
        var problems = new List<string>();
        Version least = facts.IsMariaDb ? s_leastMariaDb : s_leastMySql;
        if (VersionOf(facts.Version) is not { } version || version < least)
        {
            problems.Add($"The server is {facts.Version}; Maat needs MySQL {s_leastMySql} or MariaDB {s_leastMariaDb}, or a newer one, for SKIP LOCKED.");
        }

        if (facts.GaleraNodes > 1)
        {
            problems.Add(
                $"The server is one of {facts.GaleraNodes} nodes of a Galera cluster (wsrep_on). A row lock holds on one node only there: two processes on "
                + "different nodes would both claim the same work and fire the same schedule, and learn of it at the commit, if at all. Use a primary with "
                + "replicas, or a cluster of one node.");
        }

        if (facts.IsMultiPrimary)
        {
            problems.Add(
                "The server's group replication lets several members write (group_replication_single_primary_mode is OFF). Row locks hold on one member "
                + "only: set it to ON.");
        }

        if (facts.IsReadOnly)
        {
            problems.Add("The server is read-only (read_only). Connect to the primary.");
        }

        if (string.Equals(facts.BinaryLog, "STATEMENT", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add("The server's binary log is written by statements (binlog_format is STATEMENT), which READ COMMITTED, Maat's isolation level, forbids. Set it to ROW.");
        }

        if (facts.Packet < ServerFacts.LeastPacket)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The server takes packets up to {facts.Packet:N0} bytes (max_allowed_packet); Maat needs {ServerFacts.LeastPacket:N0}, for outputs of nodes. Set max_allowed_packet = 16M or more."));
        }

        AddModeProblems(facts, problems);
        if (poolSize + EngineSessions.Usual + EngineSessions.Urgent > facts.MaxConnections)
        {
            problems.Add(
                $"This process may open {poolSize} pooled connections (MaximumPoolSize) and {EngineSessions.Usual + EngineSessions.Urgent} of the engine, but the server takes {facts.MaxConnections} in all (max_connections). "
                + "Lower MaximumPoolSize, or raise max_connections so that all processes have room.");
        }

        return problems;
    }

    private static void AddModeProblems(ServerFacts facts, List<string> problems)
    {
        string[] modes = facts.SqlMode.Split(',');
        if (!modes.Contains("STRICT_TRANS_TABLES") && !modes.Contains("STRICT_ALL_TABLES"))
        {
            problems.Add("The server's sql_mode is not strict: it would cut what is too long and store it. Add STRICT_TRANS_TABLES to sql_mode.");
        }

        if (modes.Contains("ANSI_QUOTES"))
        {
            problems.Add("The server's sql_mode has ANSI_QUOTES, which makes names of texts. Take it out of sql_mode.");
        }
    }

    private static Version? VersionOf(string version)
    {
        string numbers = string.Concat(version.TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.'));
        return Version.TryParse(numbers, out Version? parsed) ? parsed : null;
    }
}
