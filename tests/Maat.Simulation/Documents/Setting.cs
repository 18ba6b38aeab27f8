using Maat.Domain.Documents;
using Maat.Domain.Schedules;
using Maat.Simulation.Seeds;
using Maat.Simulation.Time;
using Maat.Storage;

namespace Maat.Simulation.Documents;

/// <summary>An application as it is set up; people change its version and values later.</summary>
internal sealed record SimulatedApplication(long Id, long TemplateId, int Versions);

internal sealed record SimulatedSchedule(long Id, long ApplicationId, ScheduleRule Rule, DateTime From);

/// <summary>What a schedule begins with: queues, templates, applications, crontabs.</summary>
internal sealed class Setting
{
    private const long ProjectId = 1;

    private static readonly string[] QueueNames = ["default", "wide", "narrow"];

    /// <summary>Often enough to fire within the minutes of a schedule, seldom enough that a clock two hours ahead makes few runs.</summary>
    public static readonly IReadOnlyList<string> Crontabs = ["*/20 * * * * *", "0 * * * * *", "0 */30 * * * *", "0 0 9,10 * * *"];

    private readonly Choices _choices;
    private readonly MemoryDatabase _database;
    private readonly Dictionary<(long Template, int Version), CompiledTemplate> _templates = [];

    public Setting(Choices choices, MemoryDatabase database)
    {
        _choices = choices;
        _database = database;
        long now = Microseconds.From(VirtualClock.Epoch);
        _database.Execute("INSERT INTO project (id, name, folded_name, description, zone, created_at, revision) VALUES ($1, 'p', 'p', '', 'UTC', $2, 0)", ProjectId, now);
        AddQueues();
        int templates = choices.Between(1, 2);
        for (int id = 1; id <= templates; id++)
        {
            AddTemplate(id, now);
        }

        int applications = choices.Between(1, 2);
        for (int id = 1; id <= applications; id++)
        {
            AddApplication(id, choices.Between(1, templates), now);
        }

        int schedules = choices.Of(0, 0, 1, 2);
        for (int id = 1; id <= schedules; id++)
        {
            AddSchedule(id, choices.Pick(Applications));
        }
    }

    public List<SimulatedApplication> Applications { get; } = [];

    public List<SimulatedSchedule> Schedules { get; } = [];

    /// <summary>By id; null for no limit.</summary>
    public Dictionary<long, int?> QueueLimits { get; } = [];

    public CompiledTemplate Template(long id, int version) => _templates[(id, version)];

    public static string Values(int level) => $$"""{"{{RandomTemplate.Variable}}":{{level}}}""";

    private void AddQueues()
    {
        for (int i = 0; i < QueueNames.Length; i++)
        {
            int? limit = _choices.Chance(50) ? null : _choices.Between(1, 3);
            QueueLimits.Add(i + 1, limit);
            _database.Execute(
                "INSERT INTO queue (id, name, max_running, paused, revision) VALUES ($1, $2, $3, 0, 0) ON CONFLICT (id) DO UPDATE SET max_running = $3",
                i + 1L, QueueNames[i], limit);
        }
    }

    private void AddTemplate(long id, long now)
    {
        int versions = _choices.Of(1, 1, 2);
        _database.Execute(
            "INSERT INTO template (id, project_id, name, folded_name, draft, latest_version, created_at, edited_at, edited_by, revision) VALUES ($1, $2, $3, $3, '{}', $4, $5, $5, 'me', 0)",
            id, ProjectId, $"t{id}", (long)versions, now);
        for (int version = 1; version <= versions; version++)
        {
            TemplateDocument document = new RandomTemplate(_choices).Make($"t{id}", QueueNames);
            _templates.Add((id, version), TemplateCompiler.Compile(document, RandomTemplate.Catalog));
            _database.Execute(
                "INSERT INTO template_version (template_id, number, document, comment, published_at, published_by) VALUES ($1, $2, $3, '', $4, 'me')",
                id, (long)version, TemplateWriter.ToJson(document), now);
        }
    }

    private void AddApplication(long id, long templateId, long now)
    {
        int versions = _templates.Keys.Count(k => k.Template == templateId);
        Applications.Add(new SimulatedApplication(id, templateId, versions));
        _database.Execute(
            """
            INSERT INTO application (id, project_id, name, folded_name, description, template_id, version, follows, "values", queue_id, max_active_runs, enabled, tags, created_at, revision)
            VALUES ($1, $2, $3, $3, '', $4, 1, 1, $5, $6, $7, 1, '[]', $8, 0)
            """,
            id, ProjectId, $"a{id}", templateId, Values(_choices.Below(10)), (long)_choices.Between(1, 3), (long)_choices.Of(1, 2, 2, 5), now);
    }

    private void AddSchedule(long id, SimulatedApplication application)
    {
        var missed = (MissedFiringPolicy)_choices.Below(3);
        var overlap = (OverlapPolicy)_choices.Below(2);
        // Running all of hours of seconds would be a test of patience.
        string crontab = Crontabs[_choices.Between(missed == MissedFiringPolicy.RunAll ? 2 : 0, Crontabs.Count - 1)];
        DateTime from = VirtualClock.Epoch;
        DateTime? end = _choices.Chance(80) ? null : from + TimeSpan.FromMinutes(_choices.Between(1, 90));
        var rule = new ScheduleRule(
            CronExpression.Parse(crontab), TimeZoneInfo.Utc, null, end is { } at ? new DateTimeOffset(at) : null, missed, overlap);
        Schedules.Add(new SimulatedSchedule(id, application.Id, rule, from));
        _database.Execute(
            """
            INSERT INTO schedule (id, application_id, queue_id, crontab, zone, starts_at, ends_at, missed, overlap, next_fire_at, last_decided, enabled, revision)
            SELECT $1, $2, queue_id, $3, 'UTC', NULL, $4, $5, $6, $7, $8, 1, 0 FROM application WHERE id = $2
            """,
            id, application.Id, crontab, end is { } last ? Microseconds.From(last) : null, (long)missed, (long)overlap,
            rule.NextFiring(new DateTimeOffset(from)) is { } next ? Microseconds.From(next.UtcDateTime) : null, Microseconds.From(from));
    }
}
