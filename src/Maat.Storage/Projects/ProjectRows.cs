namespace Maat.Storage.Projects;

/// <summary>The space a team works in.</summary>
public sealed class ProjectRow : IRevised, INamed
{
    public long Id { get; set; }

    /// <summary>Unique in the installation; case-sensitive.</summary>
    public required string Name { get; set; }

    public string FoldedName { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>The time zone of manual runs and of new schedules, an IANA name.</summary>
    public string Zone { get; set; } = "UTC";

    public DateTime CreatedAt { get; set; }

    public int Revision { get; set; }
}

/// <summary>Somebody, or a program's token, who acts. What a person does is recorded with this name.</summary>
public sealed class PersonRow : IRevised, INamed
{
    public long Id { get; set; }

    /// <summary>Unique in the installation; case-sensitive.</summary>
    public required string Name { get; set; }

    public string FoldedName { get; set; } = "";

    public bool IsAdministrator { get; set; }

    /// <summary>As the password hasher writes it, salt and cost included; null while none is set.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with the password: sessions that began under another stamp have ended.</summary>
    public string Stamp { get; set; } = "";

    /// <summary>SHA-256 in hexadecimal of the code by which the person may set a password once; null for none.</summary>
    public string? LinkHash { get; set; }

    public DateTime? LinkExpiresAt { get; set; }

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

/// <summary>
/// A token by which a program acts for a person. It works while its maker is enabled and still has the role that it carries.
/// </summary>
public sealed class ApiTokenRow
{
    /// <summary>The maker of the token that the installation itself has made at its first start; no person has this id.</summary>
    public const long OfTheInstallation = 0;

    public long Id { get; set; }

    public required string Name { get; set; }

    /// <summary>SHA-256 in hexadecimal: a random token of 256 bits needs no slow hash.</summary>
    public required string Hash { get; set; }

    /// <summary>Who made it: a person, or <see cref="OfTheInstallation"/>.</summary>
    public long PersonId { get; set; }

    /// <summary>The one project in which it acts; null for an administrator's, which acts everywhere.</summary>
    public long? ProjectId { get; set; }

    /// <summary>What it may do in its project; of no meaning without one.</summary>
    public Maat.Domain.Projects.Role Role { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime ExpiresAt { get; set; }

    /// <summary>To about a minute; null while it was never used.</summary>
    public DateTime? LastUsedAt { get; set; }
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
