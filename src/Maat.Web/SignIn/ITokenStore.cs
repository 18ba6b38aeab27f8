namespace Maat.Web.SignIn;

/// <summary>
/// A token that lets in. <paramref name="Id"/> tells it from others and gives nothing of it away; a session remembers it and ends when its
/// token is gone.
/// </summary>
public sealed record KnownToken(string Id, string Name);

/// <summary>Where tokens are kept; only their SHA-256 is.</summary>
public interface ITokenStore
{
    /// <summary>The token, if it is one of ours. How long the answer takes tells nothing about it.</summary>
    ValueTask<KnownToken?> FindAsync(string token, CancellationToken cancellation);

    /// <summary>Whether the token with this id still lets in.</summary>
    ValueTask<bool> IsValidAsync(string id, CancellationToken cancellation);
}
