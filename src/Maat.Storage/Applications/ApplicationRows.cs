using Maat.Domain.Schedules;

namespace Maat.Storage.Applications;

/// <summary>A template with values, a queue and schedules: what runs.</summary>
public sealed class ApplicationRow : IRevised, INamed
{
    public long Id { get; set; }

    public long ProjectId { get; set; }

    /// <summary>Unique in the project; case-sensitive.</summary>
    public required string Name { get; set; }

    public string FoldedName { get; set; } = "";

    public string Description { get; set; } = "";

    public long TemplateId { get; set; }

    /// <summary>The version that its next run uses.</summary>
    public int Version { get; set; }

    /// <summary>Whether it is preselected when a new version is published.</summary>
    public bool Follows { get; set; } = true;

    /// <summary>Values of the template's variables, a JSON object.</summary>
    public string Values { get; set; } = "{}";

    /// <summary>The queue of nodes that name none, and whose schedulers serve its schedules.</summary>
    public long QueueId { get; set; }

    /// <summary>How many of its runs may be active at once, over all its schedules.</summary>
    public int MaxActiveRuns { get; set; } = 1;

    /// <summary>A paused application has no firings; runs that are active go on.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Free labels, a JSON array of texts.</summary>
    public string Tags { get; set; } = "[]";

    public DateTime CreatedAt { get; set; }

    public int Revision { get; set; }
}

/// <summary>When an application fires.</summary>
public sealed class ScheduleRow : IRevised
{
    public long Id { get; set; }

    public long ApplicationId { get; set; }

    /// <summary>The application's queue, repeated for the index that due schedules are read by.</summary>
    public long QueueId { get; set; }

    public required string Crontab { get; set; }

    /// <summary>An IANA name.</summary>
    public required string Zone { get; set; }

    public DateTime? StartsAt { get; set; }

    public DateTime? EndsAt { get; set; }

    public MissedFiringPolicy Missed { get; set; }

    public OverlapPolicy Overlap { get; set; }

    /// <summary>Null when it will never fire again, or is not active.</summary>
    public DateTime? NextFireAt { get; set; }

    /// <summary>Every instant up to here has its fate. Only grows, so a clock that goes back fires nothing twice.</summary>
    public DateTime LastDecided { get; set; }

    public bool Enabled { get; set; } = true;

    public int Revision { get; set; }
}

/// <summary>The one fate of a due instant, or of a span of them: unique by schedule and due time.</summary>
public sealed class FiringRow
{
    public long ScheduleId { get; set; }

    public DateTime DueAt { get; set; }

    /// <summary>The last instant of a span; null for a single one.</summary>
    public DateTime? Until { get; set; }

    public long Count { get; set; } = 1;

    public FiringFate Fate { get; set; }

    public long? RunId { get; set; }

    /// <summary>Why nothing was started, where the policy does not say it.</summary>
    public string? Reason { get; set; }

    public DateTime DecidedAt { get; set; }
}
