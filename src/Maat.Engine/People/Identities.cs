using System.Collections.Concurrent;
using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.People;

/// <summary>
/// Who acts, with the rights of this moment: asked for each request. Answers are kept for <see cref="Kept"/>; what is changed in this
/// process counts at once, and what is changed in another one as soon as it tells.
/// </summary>
public sealed class Identities(IMaatDatabase database, EngineSignals signals, TimeProvider time)
{
    /// <summary>How long the change of a process that cannot reach this one may stay unseen; a page with its parts asks many times within it.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    /// <summary>How exact a token's last use is: writing each of its requests down would cost more than most of them.</summary>
    private static readonly TimeSpan UseNoted = TimeSpan.FromMinutes(1);

    /// <summary>More than act within <see cref="Kept"/>; bounds what is held for those who left.</summary>
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    private sealed record Known(Actor Actor, string Stamp, long ReadAt);

    /// <summary>The person of a session; null when disabled, gone, or the password changed since the session began.</summary>
    public async ValueTask<Actor?> OfPersonAsync(long personId, string stamp, CancellationToken cancellation) =>
        await FindAsync($"p{personId}", token => ReadPersonAsync(personId, token), cancellation).ConfigureAwait(false) is { } known && known.Stamp == stamp
            ? known.Actor
            : null;

    /// <summary>For whom a token acts, with what it may; null when it is none, ended, or its maker has lost what it carries.</summary>
    public async ValueTask<Actor?> OfTokenAsync(string apiToken, CancellationToken cancellation)
    {
        string hash = Passwords.Hash(apiToken);
        Known? known = await FindAsync($"t{hash}", token => ReadTokenAsync(hash, token), cancellation).ConfigureAwait(false);
        return known?.Actor.Until > time.GetUtcNow().UtcDateTime ? known.Actor : null;
    }

    /// <summary>People, members or tokens were changed elsewhere: everybody is read again.</summary>
    public void Forget() => _known.Clear();

    /// <summary>People, members or tokens were changed here: everybody is read again, in every process.</summary>
    internal void Changed()
    {
        Forget();
        signals.Tell(WakeUp.People);
    }

    private async ValueTask<Known?> FindAsync(string key, Func<CancellationToken, Task<Known?>> read, CancellationToken cancellation)
    {
        if (_known.TryGetValue(key, out Known? known) && time.GetElapsedTime(known.ReadAt) < Kept)
        {
            return known;
        }

        known = await read(cancellation).ConfigureAwait(false);
        if (known is null)
        {
            _known.TryRemove(key, out _);
            return null;
        }

        if (_known.Count >= MaxKept)
        {
            _known.Clear();
        }

        return _known[key] = known;
    }

    private Task<Known?> ReadPersonAsync(long personId, CancellationToken cancellation)
    {
        long now = time.GetTimestamp();
        return database.ReadAsync(
            async (context, token) =>
            {
                PersonRow? person = await context.People.FirstOrDefaultAsync(p => p.Id == personId && !p.Disabled, token).ConfigureAwait(false);
                return person is null
                    ? null
                    : new Known(
                        new Actor(person.Name, person.IsAdministrator, await RolesAsync(context, personId, token).ConfigureAwait(false)) { PersonId = personId },
                        person.Stamp, now);
            },
            cancellation);
    }

    private async Task<Known?> ReadTokenAsync(string hash, CancellationToken cancellation)
    {
        long readAt = time.GetTimestamp();
        DateTime now = time.GetUtcNow().UtcDateTime;
        (ApiTokenRow Token, Actor Actor)? found = await database.ReadAsync<(ApiTokenRow, Actor)?>(
            async (context, token) =>
            {
                ApiTokenRow? row = await context.ApiTokens.FirstOrDefaultAsync(t => t.Hash == hash, token).ConfigureAwait(false);
                if (row is { PersonId: ApiTokenRow.OfTheInstallation })
                {
                    return (row, InstallationToken.Of(row));
                }

                PersonRow? maker = row is null || row.ExpiresAt <= now
                    ? null
                    : await context.People.FirstOrDefaultAsync(p => p.Id == row.PersonId && !p.Disabled, token).ConfigureAwait(false);
                return maker is not null && await ActorAsync(context, row!, maker, token).ConfigureAwait(false) is { } actor ? (row!, actor) : null;
            },
            cancellation).ConfigureAwait(false);
        if (found is not { } used)
        {
            return null;
        }

        if (used.Token.LastUsedAt is not { } last || now - last >= UseNoted)
        {
            await database.EditAsync(
                (context, token) => context.ApiTokens.Where(t => t.Id == used.Token.Id).ExecuteUpdateAsync(t => t.SetProperty(r => r.LastUsedAt, now), token),
                cancellation).ConfigureAwait(false);
        }

        return new Known(used.Actor, "", readAt);
    }

    /// <summary>Null when the maker has no longer what the token carries: it then does nothing, rather than something less.</summary>
    private static async Task<Actor?> ActorAsync(MaatContext context, ApiTokenRow row, PersonRow maker, CancellationToken cancellation)
    {
        string name = $"{maker.Name} ({row.Name})";
        if (row.ProjectId is not { } project)
        {
            return maker.IsAdministrator ? Actor.Administrator(name) with { PersonId = maker.Id, Until = row.ExpiresAt } : null;
        }

        var person = new Actor(maker.Name, maker.IsAdministrator, await RolesAsync(context, maker.Id, cancellation).ConfigureAwait(false));
        return person.RoleIn(project) >= row.Role
            ? new Actor(name, false, new Dictionary<long, Role> { [project] = row.Role }) { PersonId = maker.Id, Until = row.ExpiresAt }
            : null;
    }

    private static Task<Dictionary<long, Role>> RolesAsync(MaatContext context, long personId, CancellationToken cancellation) =>
        context.Members.Where(m => m.PersonId == personId).ToDictionaryAsync(m => m.ProjectId, m => m.Role, cancellation);
}
