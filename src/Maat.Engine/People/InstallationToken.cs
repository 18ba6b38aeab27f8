using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.People;

/// <summary>
/// The administrator's token that an installation has from its first start, so that programs can be let in before anybody has signed in.
/// It lies in the database, so every process knows it, and only the one that was first makes it. When an administrator revokes it, the next
/// start of a web process makes a new one.
/// </summary>
public sealed class InstallationToken(IMaatDatabase database, TimeProvider time)
{
    /// <summary>What is done with the token is recorded with this name; no person can have it.</summary>
    public const string Name = "token";

    /// <summary>It ends when it is revoked.</summary>
    public static readonly DateTime NoEnd = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Returns whether this call has made it.</summary>
    /// <param name="keep">
    /// Keeps it where its owner finds it. Called before anything is stored, so that no token counts that nobody has seen; it may be called and
    /// then false be returned, when another process was quicker.
    /// </param>
    public async Task<bool> MakeIfMissingAsync(Action<string> keep, CancellationToken cancellation)
    {
        if (await database.ReadAsync(IsThereAsync, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        string made = TokenEditing.Prefix + Passwords.NewCode();
        keep(made);
        return await database.EditAsync(
            async (context, token) =>
            {
                if (await IsThereAsync(context, token).ConfigureAwait(false))
                {
                    return false;
                }

                context.ApiTokens.Add(new ApiTokenRow
                {
                    Name = Name,
                    Hash = Passwords.Hash(made),
                    PersonId = ApiTokenRow.OfTheInstallation,
                    CreatedAt = time.GetUtcNow().UtcDateTime,
                    ExpiresAt = NoEnd,
                });
                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>For whom a program acts that has it.</summary>
    internal static Actor Of(ApiTokenRow row) => Actor.Administrator(Name) with { Until = row.ExpiresAt };

    private static Task<bool> IsThereAsync(MaatContext context, CancellationToken cancellation) =>
        context.ApiTokens.AnyAsync(t => t.PersonId == ApiTokenRow.OfTheInstallation, cancellation);
}
