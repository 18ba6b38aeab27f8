using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.People;

/// <summary>
/// The codes in the links that consoles print when a process starts: whoever sees the console owns the process. One makes the first
/// administrator, or lets in as that one, once and for a short time, at whichever web process the link is opened.
/// </summary>
public sealed class SignInCodes(IMaatDatabase database, TimeProvider time)
{
    /// <summary>Long enough to start Maat, fetch a coffee and click; the password is there for everything later.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>A code that lets in once.</summary>
    public async Task<string> IssueAsync(CancellationToken cancellation)
    {
        string code = Passwords.NewCode();
        DateTime now = time.GetUtcNow().UtcDateTime;
        await database.EditAsync(
            async (context, token) =>
            {
                await context.SignInCodes.Where(c => c.ExpiresAt < now).ExecuteDeleteAsync(token).ConfigureAwait(false);
                context.SignInCodes.Add(new SignInCodeRow { Hash = Passwords.Hash(code), ExpiresAt = now + Lifetime });
                return true;
            },
            cancellation).ConfigureAwait(false);
        return code;
    }

    /// <summary>Whether the code would let in now; it stays as it is.</summary>
    public Task<bool> IsGoodAsync(string code, CancellationToken cancellation) =>
        database.ReadAsync((context, token) => Good(context, code).AnyAsync(token), cancellation);

    /// <summary>True for the right code, in time, the first time.</summary>
    /// <remarks>Anybody may try: only who has a good one makes others wait for an edit.</remarks>
    public async Task<bool> RedeemAsync(string code, CancellationToken cancellation) =>
        await IsGoodAsync(code, cancellation).ConfigureAwait(false)
        // Of two who come at once, one finds it still there.
        && await database.EditAsync(
            async (context, token) => await Good(context, code).ExecuteDeleteAsync(token).ConfigureAwait(false) == 1, cancellation).ConfigureAwait(false);

    private IQueryable<SignInCodeRow> Good(MaatContext context, string code)
    {
        string hash = Passwords.Hash(code);
        DateTime now = time.GetUtcNow().UtcDateTime;
        return context.SignInCodes.Where(c => c.Hash == hash && c.ExpiresAt >= now);
    }
}
