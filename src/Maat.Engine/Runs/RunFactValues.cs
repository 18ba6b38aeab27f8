using Maat.Domain.Values;
using Maat.Storage.Runs;
using Names = Maat.Domain.Variables.RunFacts;

namespace Maat.Engine.Runs;

/// <summary>What <c>run.NAME</c> reads.</summary>
internal static class RunFactValues
{
    public static Value Of(RunContext run, string name) => name switch
    {
        Names.Id => new NumberValue(run.Facts.Id),
        Names.ScheduledAt => Time(run.Facts.ScheduledAt),
        Names.CreatedAt => Time(run.Facts.CreatedAt),
        Names.Origin => new TextValue(Origin(run.Facts.Kind)),
        Names.TimeZone => new TextValue(run.Facts.Zone),
        Names.Application => new TextValue(run.ApplicationName),
        Names.Project => new TextValue(run.ProjectName),
        Names.Template => new TextValue(run.Template.Document.Name),
        Names.TemplateVersion => new NumberValue(run.Facts.Version),
        _ => Value.Null,
    };

    private static TimeValue Time(DateTime utc) => new(new DateTimeOffset(utc));

    private static string Origin(RunKind kind) => kind switch
    {
        RunKind.Schedule => "schedule",
        RunKind.Manual => "manual",
        RunKind.Backfill => "backfill",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of run."),
    };
}
