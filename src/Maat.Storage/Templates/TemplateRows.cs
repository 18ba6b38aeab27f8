namespace Maat.Storage.Templates;

/// <summary>A template: its draft, and the number of its newest published version.</summary>
public sealed class TemplateRow : IRevised, INamed
{
    public long Id { get; set; }

    public long ProjectId { get; set; }

    /// <summary>Unique in the project; case-sensitive.</summary>
    public required string Name { get; set; }

    public string FoldedName { get; set; } = "";

    /// <summary>The template document as canonical JSON; it may have problems.</summary>
    public required string Draft { get; set; }

    /// <summary>0 before the first publication.</summary>
    public int LatestVersion { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime EditedAt { get; set; }

    public required string EditedBy { get; set; }

    public int Revision { get; set; }
}

/// <summary>A published version: immutable.</summary>
public sealed class TemplateVersionRow
{
    public long TemplateId { get; set; }

    public int Number { get; set; }

    /// <summary>The template document as canonical JSON, without errors when it was published.</summary>
    public required string Document { get; set; }

    public string Comment { get; set; } = "";

    public DateTime PublishedAt { get; set; }

    public required string PublishedBy { get; set; }
}

/// <summary>A page on which somebody has a template's draft open.</summary>
public sealed class DraftPageRow
{
    public long TemplateId { get; set; }

    /// <summary>The name that the page gave itself.</summary>
    public required string Page { get; set; }

    public required string Person { get; set; }

    /// <summary>When it last said so.</summary>
    public DateTime SeenAt { get; set; }
}
