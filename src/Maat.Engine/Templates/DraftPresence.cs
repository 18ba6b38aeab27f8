using System.Collections.Concurrent;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Templates;

/// <summary>Who else has a draft open, and how it stands.</summary>
/// <param name="Others">By name, each once; without the page that asked, but with other pages of the same person.</param>
/// <param name="EditedBy">Who made the revision.</param>
public sealed record DraftMeeting(IReadOnlyList<string> Others, int Revision, string EditedBy);

/// <summary>
/// Who has which draft open. Pages say so every few seconds, so nothing of it is stored: after a restart it is complete again within one such
/// turn. With several processes each knows of its own pages only; that two edit one draft is then seen when the second one saves.
/// </summary>
public sealed class DraftPresence(IMaatDatabase database, TimeProvider time)
{
    /// <summary>A page that has said nothing for so long is gone: a few of its turns.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    public const int MaxPageLength = 64;

    /// <summary>More than look at one draft; bounds what is held for those who left.</summary>
    private const int MaxPages = 10_000;

    private readonly ConcurrentDictionary<(long Template, string Page, string Person), long> _seen = new();

    /// <summary>Says that the actor has the draft open on a page, and returns who else has.</summary>
    /// <exception cref="InvalidInputException">The page has no usable name.</exception>
    /// <exception cref="RefusedException">The template is not there, or not for this actor to see.</exception>
    /// <param name="leaving">Whether the page is being left: nobody is to see it any more.</param>
    public async Task<DraftMeeting> MeetAsync(Actor actor, long templateId, string page, bool leaving, CancellationToken cancellation)
    {
        if (page is not { Length: > 0 and <= MaxPageLength })
        {
            throw new InvalidInputException(
                $"A page has a name of 1 to {MaxPageLength} characters.",
                [new Problem(Severity.Error, "bad_text", $"Give the page a name of 1 to {MaxPageLength} characters.", new ProblemPlace("/page"))]);
        }

        var template = await database.ReadAsync(
            (context, token) => context.Templates.Where(t => t.Id == templateId).Select(t => new { t.ProjectId, t.Revision, t.EditedBy }).FirstOrDefaultAsync(token),
            cancellation).ConfigureAwait(false);
        Wording what = $"template {templateId}";
        actor.Demand(Right.View, template?.ProjectId ?? throw new NotFoundException(what), what);

        Forget();
        if (leaving)
        {
            _seen.TryRemove((templateId, page, actor.Name), out _);
        }
        else if (_seen.Count < MaxPages)
        {
            _seen[(templateId, page, actor.Name)] = time.GetTimestamp();
        }

        string[] others = [.. _seen.Keys.Where(k => k.Template == templateId && k.Page != page).Select(k => k.Person).Distinct().Order(StringComparer.Ordinal)];
        return new DraftMeeting(others, template.Revision, template.EditedBy);
    }

    private void Forget()
    {
        foreach ((var key, long at) in _seen)
        {
            if (time.GetElapsedTime(at) >= Kept)
            {
                _seen.TryRemove(key, out _);
            }
        }
    }
}
