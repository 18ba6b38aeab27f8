using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Applications;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Maat.Storage.Sqlite;
using Maat.Storage.Templates;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Maat.Engine.Tests.Runs;

/// <summary>A database in memory with rows for lists, and a clock that stands still.</summary>
internal sealed class ListedInstallation : IAsyncDisposable
{
    public static readonly DateTime Now = new(2026, 11, 22, 10, 30, 0, DateTimeKind.Utc);

    public static readonly NodeKindCatalog Kinds = new([new BashKind()]);

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    private ListedInstallation()
    {
        _connection.Open();
        Database = SqliteDatabase.OnConnection(_connection, "test", Time);
        Templates = new TemplateCache(Database, Kinds);
    }

    public SqliteDatabase Database { get; }

    public TemplateCache Templates { get; }

    public TimeProvider Time { get; } = new FakeTimeProvider(Now);

    public static async Task<ListedInstallation> CreateAsync()
    {
        var installation = new ListedInstallation();
        await installation.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return installation;
    }

    public Task<bool> AddAsync(params object[] rows) => Database.EditAsync(
        (context, _) =>
        {
            context.AddRange(rows);
            return Task.FromResult(true);
        },
        TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Templates.Dispose();
        await Database.DisposeAsync();
        await _connection.DisposeAsync();
    }

    public static ProjectRow Project(long id) => new() { Id = id, Name = $"project {id}", CreatedAt = Now };

    public static TemplateRow Template(long id, string name, int latest = 1, long project = 1) => new()
    {
        Id = id,
        ProjectId = project,
        Name = name,
        Draft = Document(name),
        LatestVersion = latest,
        CreatedAt = Now,
        EditedAt = Now,
        EditedBy = "me",
    };

    public static TemplateVersionRow Version(long template, int number, string document) =>
        new() { TemplateId = template, Number = number, Document = document, PublishedAt = Now, PublishedBy = "me" };

    public static ApplicationRow Application(long id, string name, long template = 1, long project = 1, string tags = "[]", bool enabled = true) => new()
    {
        Id = id,
        ProjectId = project,
        Name = name,
        TemplateId = template,
        Version = 1,
        QueueId = QueueRow.DefaultId,
        Tags = tags,
        Enabled = enabled,
        CreatedAt = Now,
    };

    public static RunRow Run(long id, RunState state, long application = 1, long project = 1, DateTime? at = null) => new()
    {
        Id = id,
        ProjectId = project,
        ApplicationId = application,
        TemplateId = 1,
        Version = 1,
        ScheduledAt = at ?? Now,
        Zone = "UTC",
        Values = "{}",
        QueueId = QueueRow.DefaultId,
        TriggeredBy = "me",
        State = state,
        CreatedAt = at ?? Now,
        StartedAt = at ?? Now,
        EndedAt = state.IsTerminal() ? (at ?? Now).AddMinutes(1) : null,
    };

    /// <summary>A template of two nodes, as it is stored.</summary>
    public static string Document(string name) => TemplateWriter.ToJson(new TemplateDocument(name)
    {
        Nodes =
        [
            new NodeDefinition("first", BashKind.KindName) { Name = "First node", With = (ObjectValue)Value.ParseJson("""{"script":"true"}""") },
            new NodeDefinition("second", BashKind.KindName) { With = (ObjectValue)Value.ParseJson("""{"script":"true"}""") },
        ],
    });
}
