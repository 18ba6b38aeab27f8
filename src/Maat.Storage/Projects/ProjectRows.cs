namespace Maat.Storage.Projects;

/// <summary>The space a team works in.</summary>
public sealed class ProjectRow : IRevised
{
    public long Id { get; set; }

    /// <summary>Unique in the installation; case-sensitive.</summary>
    public required string Name { get; set; }

    public string Description { get; set; } = "";

    /// <summary>The time zone of manual runs and of new schedules, an IANA name.</summary>
    public string Zone { get; set; } = "UTC";

    public DateTime CreatedAt { get; set; }

    public int Revision { get; set; }
}

/// <summary>Somebody, or a program's token, who acts. What a person does is recorded with this name.</summary>
public sealed class PersonRow : IRevised
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public bool IsAdministrator { get; set; }

    public bool Disabled { get; set; }

    public DateTime CreatedAt { get; set; }

    public int Revision { get; set; }
}

/// <summary>A person's role in a project: a number of <see cref="Maat.Domain.Projects.Role"/>.</summary>
public sealed class MemberRow : IRevised
{
    public long ProjectId { get; set; }

    public long PersonId { get; set; }

    public Maat.Domain.Projects.Role Role { get; set; }

    public int Revision { get; set; }
}

/// <summary>Who did what. Kept longer than events, which tell what the engine did.</summary>
public sealed class AuditRow
{
    public long Id { get; set; }

    public DateTime At { get; set; }

    public required string Actor { get; set; }

    /// <summary>A verb of the product, for example <c>run.cancel</c>.</summary>
    public required string Action { get; set; }

    public long? ProjectId { get; set; }

    /// <summary>What it was done to, for example <c>run/20418</c>.</summary>
    public required string Subject { get; set; }

    public string Detail { get; set; } = "";
}
