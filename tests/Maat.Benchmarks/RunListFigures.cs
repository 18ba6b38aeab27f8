using System.Diagnostics;
using System.Globalization;
using Maat.Domain.Kinds;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine;
using Maat.Engine.Home;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Maat.Storage.Sqlite;
using Maat.Storage.Templates;
using Microsoft.Data.Sqlite;

namespace Maat.Benchmarks;

/// <summary>How fast the list of runs answers with a long history: its first, middle and last page, with each filter, and Home.</summary>
internal static class RunListFigures
{
    public const int DefaultRuns = 1_000_000;

    private const int Projects = 5;
    private const int Applications = 200;
    private const int Samples = 200;

    /// <summary>Thirty days at a constant rate.</summary>
    private static readonly TimeSpan History = TimeSpan.FromDays(30);

    public static async Task PrintAsync(int runs, CancellationToken cancellation)
    {
        string directory = Directory.CreateTempSubdirectory("maat-run-list-").FullName;
        try
        {
            string path = Path.Combine(directory, "maat.db");
            await using SqliteDatabase database = SqliteDatabase.Open(path, SqliteDurability.Normal, "benchmark", TimeProvider.System);
            await database.MigrateAsync(cancellation);
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            long began = Stopwatch.GetTimestamp();
            await MakeProjectsAsync(database, now, cancellation);
            Fill(path, runs, now);
            Console.WriteLine($"{runs:N0} runs of {Applications} applications in {Projects} projects, made in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; {Samples} samples each");
            await PrintAsync(database, path, runs, now, cancellation);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task PrintAsync(SqliteDatabase database, string path, int runs, DateTime now, CancellationToken cancellation)
    {
        var views = new RunViews(database);
        Actor administrator = Actor.Administrator("benchmark");
        var member = new Actor("member", false, new Dictionary<long, Role> { [1] = Role.Viewer, [2] = Role.Viewer, [3] = Role.Viewer });
        (string Name, Actor Actor, RunFilter Filter)[] lists =
        [
            ("all runs", administrator, new RunFilter()),
            ("all runs, of three projects", member, new RunFilter()),
            ("of a project", administrator, new RunFilter(ProjectId: 1)),
            ("of an application", administrator, new RunFilter(ApplicationId: 7)),
            ("all that failed (1 %)", administrator, new RunFilter(State: RunState.Failed)),
            ("of a project, failed", administrator, new RunFilter(1, State: RunState.Failed)),
            ("of a project, succeeded", administrator, new RunFilter(1, State: RunState.Succeeded)),
            ("of a project, running (few)", administrator, new RunFilter(1, State: RunState.Running)),
            ("of an application, failed", administrator, new RunFilter(ApplicationId: 7, State: RunState.Failed)),
            ("of a project, manual (5 %)", administrator, new RunFilter(1, Kind: RunKind.Manual)),
            ("of a project, backfill (none)", administrator, new RunFilter(1, Kind: RunKind.Backfill)),
            ("of a project, by a person", administrator, new RunFilter(1, TriggeredBy: "person 3")),
            ("of a project, by nobody", administrator, new RunFilter(1, TriggeredBy: "nobody")),
            ("all that are manual", administrator, new RunFilter(Kind: RunKind.Manual)),
            ("of a day", administrator, new RunFilter(From: now.AddDays(-11), To: now.AddDays(-10))),
            ("of a project's day, failed", administrator, new RunFilter(1, State: RunState.Failed, From: now.AddDays(-11), To: now.AddDays(-10))),
        ];
        Console.WriteLine($"{"list",-32}{"first p50",10}{"p99",8}{"middle p50",12}{"p99",8}{"last p50",10}{"p99",8}  ms");
        foreach ((string name, Actor actor, RunFilter filter) in lists)
        {
            var turns = new[] { new PageTurn(), new PageTurn(After: (runs / 2).ToString(CultureInfo.InvariantCulture)), new PageTurn(Last: true) };
            var line = new List<(double P50, double P99)>();
            foreach (PageTurn turn in turns)
            {
                line.Add(await MeasureAsync(() => views.LeafAsync(actor, filter, turn, cancellation)));
            }

            Print(name, line);
        }

        Print("a plain SELECT … LIMIT 51", [await PlainAsync(path, long.MaxValue), await PlainAsync(path, runs / 2), await PlainAsync(path, 52)]);
        using var templates = new TemplateCache(database, new NodeKindCatalog([new BashKind()]));
        var home = new HomeViews(database, new AttentionFinder(database, templates), new ActiveRunReading(database, templates), TimeProvider.System);
        (double p50, double p99) = await MeasureAsync(() => home.GetAsync(administrator, cancellation));
        Console.WriteLine($"{"Home",-32}{p50,10:0.00}{p99,8:0.00}");
    }

    private static void Print(string name, List<(double P50, double P99)> pages) => Console.WriteLine(
        $"{name,-32}{pages[0].P50,10:0.00}{pages[0].P99,8:0.00}{pages[1].P50,12:0.00}{pages[1].P99,8:0.00}{pages[2].P50,10:0.00}{pages[2].P99,8:0.00}");

    private static async Task<(double P50, double P99)> MeasureAsync<T>(Func<Task<T>> ask)
    {
        const int WarmUp = 100;
        var took = new List<double>(Samples);
        for (int i = 0; i < WarmUp + Samples; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await ask();
            if (i >= WarmUp)
            {
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        took.Sort();
        return (took[Samples / 2], took[Samples * 99 / 100]);
    }

    private static Task<(double P50, double P99)> PlainAsync(string path, long before)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id, application_id, state, scheduled_at, started_at, ended_at FROM run WHERE id < $before ORDER BY id DESC LIMIT 51";
        command.Parameters.AddWithValue("$before", before);
        return MeasureAsync(() =>
        {
            using SqliteDataReader reader = command.ExecuteReader();
            int rows = 0;
            while (reader.Read())
            {
                rows += reader.GetInt64(0) > 0 ? 1 : 0;
            }

            return Task.FromResult(rows);
        });
    }

    private static Task<bool> MakeProjectsAsync(SqliteDatabase database, DateTime now, CancellationToken cancellation) => database.EditAsync(
        (context, _) =>
        {
            for (int i = 1; i <= Projects; i++)
            {
                context.Add(new ProjectRow { Id = i, Name = $"project {i}", CreatedAt = now });
                context.Add(new TemplateRow { Id = i, ProjectId = i, Name = "template", Draft = "{}", LatestVersion = 1, CreatedAt = now, EditedAt = now, EditedBy = "me" });
                context.Add(new TemplateVersionRow { TemplateId = i, Number = 1, Document = Document, PublishedAt = now, PublishedBy = "me" });
            }

            for (int i = 1; i <= Applications; i++)
            {
                long project = i % Projects + 1;
                context.Add(new Storage.Applications.ApplicationRow { Id = i, ProjectId = project, Name = $"application {i}", TemplateId = project, Version = 1, QueueId = QueueRow.DefaultId, CreatedAt = now });
            }

            return Task.FromResult(true);
        },
        cancellation);

    private const string Document = """{"apiVersion":"maat/v1","kind":"Template","name":"template","nodes":[{"key":"only","kind":"bash","with":{"script":"true"}}]}""";

    /// <summary>In one statement: a history as the engine leaves it, one run in a hundred failed, the last few still running.</summary>
    private static void Fill(string path, int runs, DateTime now)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $$"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $runs)
            INSERT INTO run (id, project_id, application_id, template_id, version, kind, scheduled_at, zone, "values", queue_id, triggered_by,
                             state, open, bad_leaves, fair_at, round, cancel_requested, created_at, started_at, ended_at)
            SELECT i, (i % {{Applications}} + 1) % {{Projects}} + 1, i % {{Applications}} + 1, (i % {{Applications}} + 1) % {{Projects}} + 1, 1,
                   CASE WHEN (i / 7) % 20 = 0 THEN {{(int)RunKind.Manual}} ELSE {{(int)RunKind.Schedule}} END,
                   $first + i * $step, 'Asia/Shanghai', $values, 1,
                   CASE WHEN (i / 7) % 20 = 0 THEN 'person ' || (i / 140 % 10) ELSE 'schedule' END,
                   CASE WHEN i > $runs - 20 THEN {{(int)RunState.Running}} WHEN (i / 11) % 100 = 0 THEN {{(int)RunState.Failed}} ELSE {{(int)RunState.Succeeded}} END,
                   0, 0, 0, 1, 0, $first + i * $step, $first + i * $step + 1000000, CASE WHEN i > $runs - 20 THEN NULL ELSE $first + i * $step + 61000000 END
            FROM n
            """;
        command.Parameters.AddWithValue("$runs", runs);
        command.Parameters.AddWithValue("$values", """{"region":"hz","shards":8,"options":{"incremental":true,"day":"2026-11-22"}}""");
        command.Parameters.AddWithValue("$first", Microseconds.From(now - History));
        command.Parameters.AddWithValue("$step", (long)(History.TotalMicroseconds / runs));
        command.ExecuteNonQuery();
    }
}
