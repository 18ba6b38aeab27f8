using System.Reflection;
using System.Text.RegularExpressions;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Maat.Storage.Tests.Sqlite;

/// <summary>Every statement of the assembly, found by reflection: none reads a whole table or sorts, but where that is said to be small.</summary>
public sealed partial class SqliteQueryPlanTests
{
    /// <summary>Statements that may read a whole table, with the reason why it stays small.</summary>
    private static readonly Dictionary<string, string> s_small = new()
    {
        ["Maat.Storage.Sqlite.Engine.SqliteEngineTransaction.SelectQueues"] = "Queues are made by hand: tens.",
        ["Maat.Storage.Sqlite.Engine.SqliteEventReader.SelectHeads"] = "Event writers: one per start of a process, and one per commit whose fate was unknown.",
    };

    /// <summary>What is not a constant with a plan.</summary>
    private static readonly HashSet<string> s_withoutPlan =
        ["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT command", "ROLLBACK TO command", "RELEASE command", "SELECT last_insert_rowid()"];

    public static TheoryData<string> Statements
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (FieldInfo constant in typeof(SqliteDatabase).Assembly.GetTypes()
                .Where(type => type.Namespace?.StartsWith("Maat.Storage.Sqlite", StringComparison.Ordinal) == true)
                .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                .Where(f => f.IsLiteral && f.FieldType == typeof(string) && Statement().IsMatch((string)f.GetRawConstantValue()!)))
            {
                data.Add($"{constant.DeclaringType!.FullName}.{constant.Name}");
            }

            return data;
        }
    }

    [Fact]
    public void Statements_OfTheAssembly_AreFound() => Assert.True(Statements.Count > 40, $"Only {Statements.Count} were found.");

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Plan_OfAStatement_IsShortRangeReads(string name)
    {
        string[] slow = [.. (await PlanOfAsync(TextOf(name))).Where(step =>
            !s_small.ContainsKey(name) && (WholeTable().IsMatch(step) || step.Contains("TEMP B-TREE", StringComparison.Ordinal) || step.Contains("AUTOMATIC", StringComparison.Ordinal)))];

        Assert.True(slow.Length == 0, $"{name} does more than short range reads: {string.Join("; ", slow)}");
    }

    [Theory]
    [InlineData("SELECT * FROM node_run WHERE state = 1")]
    [InlineData("SELECT * FROM ready ORDER BY fence LIMIT 1")]
    public async Task Plan_OfASlowStatement_IsSeenAsSlow(string sql) => Assert.Contains(await PlanOfAsync(sql), WholeTable().IsMatch);

    /// <summary>A statement that is put together or written in place would have no plan here.</summary>
    internal static void AssertKnown(IEnumerable<string> ran)
    {
        HashSet<string> known = [.. s_withoutPlan, .. Statements.Select(row => TextOf(row.Data))];
        Assert.All(ran, sql => Assert.Contains(sql, known));
    }

    private static string TextOf(string name)
    {
        int dot = name.LastIndexOf('.');
        return (string)typeof(SqliteDatabase).Assembly.GetType(name[..dot])!
            .GetField(name[(dot + 1)..], BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!.GetRawConstantValue()!;
    }

    private static async Task<List<string>> PlanOfAsync(string sql)
    {
        using var directory = new TestDirectory();
        string path = directory.File("maat.db");
        await SqliteTestDatabase.WriteMigratedAsync(path);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the assembly under test.
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        foreach (int parameter in Parameter().Matches(sql).Select(m => int.Parse(m.Groups[1].Value, provider: null)).Distinct())
        {
            command.Parameters.AddWithValue($"${parameter}", 1L);
        }

        using SqliteDataReader reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    [GeneratedRegex(@"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")]
    private static partial Regex Statement();

    /// <summary>Not a constant row, nor the rows that a statement made itself (its recursive tables, its parameters).</summary>
    [GeneratedRegex(@"^SCAN (?!CONSTANT ROW|line\b|lane\b|holder\b|q VIRTUAL TABLE)")]
    private static partial Regex WholeTable();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();
}
