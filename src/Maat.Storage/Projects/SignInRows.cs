namespace Maat.Storage.Projects;

/// <summary>A session of a browser that was signed out. A cookie says by itself who somebody is; this says that it does no longer.</summary>
public sealed class EndedSessionRow
{
    /// <summary>The session's own random name.</summary>
    public required string Id { get; set; }

    public DateTime EndedAt { get; set; }
}

/// <summary>A code that the console of a process printed, by which somebody may sign in once.</summary>
public sealed class SignInCodeRow
{
    /// <summary>SHA-256 of the code in hexadecimal.</summary>
    public required string Hash { get; set; }

    public DateTime ExpiresAt { get; set; }
}
