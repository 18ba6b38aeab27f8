using System.Collections.Frozen;
using Maat.Domain.Values;

namespace Maat.Domain.Variables;

/// <summary>One thing that <c>run.NAME</c> reads in an expression.</summary>
public sealed record RunFact(string Name, ValueKind Kind, string Description);

/// <summary>
/// What an expression may know of its run: fixed when the run is created, so that a retry sees what the first attempt saw.
/// Airflow's template context gave the list (<c>run_id</c>, <c>logical_date</c>, <c>run_type</c>, <c>dag</c>).
/// </summary>
public static class RunFacts
{
    public const string Id = "id";
    public const string ScheduledAt = "scheduled_at";
    public const string CreatedAt = "created_at";
    public const string Origin = "origin";
    public const string TimeZone = "time_zone";
    public const string Application = "application";
    public const string Project = "project";
    public const string Template = "template";
    public const string TemplateVersion = "template_version";

    public static readonly IReadOnlyList<RunFact> All =
    [
        new(Id, ValueKind.Number, "Number of the run, unique in this installation"),
        new(ScheduledAt, ValueKind.Time, "When the run was due; of a run without a schedule, when it was triggered unless given"),
        new(CreatedAt, ValueKind.Time, "When the run was created, later than it was due after a delay or in a backfill"),
        new(Origin, ValueKind.Text, "What created the run: schedule, manual, api or backfill"),
        new(TimeZone, ValueKind.Text, "Zone of the schedule, or of the project for a run without one, such as Asia/Shanghai"),
        new(Application, ValueKind.Text, "Name of the application"),
        new(Project, ValueKind.Text, "Name of the project"),
        new(Template, ValueKind.Text, "Name of the template"),
        new(TemplateVersion, ValueKind.Number, "Version of the template that the run is pinned to"),
    ];

    public static readonly FrozenDictionary<string, RunFact> ByName = All.ToFrozenDictionary(fact => fact.Name, StringComparer.Ordinal);
}
