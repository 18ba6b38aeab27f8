using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Templates;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Templates;

/// <summary>Who else has a draft open, and how it stands.</summary>
/// <param name="Others">By name, each once; without the page that asked, but with other pages of the same person.</param>
/// <param name="EditedBy">Who made the revision.</param>
public sealed record DraftMeeting(IReadOnlyList<string> Others, int Revision, string EditedBy);

/// <summary>
/// Who has which draft open, at whichever web process. Pages say so every few seconds, and it is written down a few times a minute: an open
/// designer costs the database a short read each turn and seldom a write.
/// </summary>
public sealed class DraftPresence(IMaatDatabase database, TimeProvider time)
{
    /// <summary>A page that has said nothing for so long is gone: a few of its turns.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    public const int MaxPageLength = 64;

    /// <summary>More than look at one draft; bounds what a person who makes names up can leave behind.</summary>
    public const int MaxPages = 100;

    /// <summary>What was written so lately is not written again: the next turn still comes before <see cref="Kept"/> is over.</summary>
    private static readonly TimeSpan Noted = Kept / 3;

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

        DateTime now = time.GetUtcNow().UtcDateTime;
        DateTime gone = now - Kept;
        var (template, pages) = await database.ReadAsync(
            async (context, token) => (
                await context.Templates.Where(t => t.Id == templateId).Select(t => new { t.ProjectId, t.Revision, t.EditedBy }).FirstOrDefaultAsync(token).ConfigureAwait(false),
                await context.DraftPages.Where(p => p.TemplateId == templateId && p.SeenAt > gone).ToListAsync(token).ConfigureAwait(false)),
            cancellation).ConfigureAwait(false);
        Wording what = $"template {templateId}";
        actor.Demand(Right.View, template?.ProjectId ?? throw new NotFoundException(what), what);

        DraftPageRow? own = pages.Find(p => p.Page == page && p.Person == actor.Name);
        if (leaving ? own is not null : own is null ? pages.Count < MaxPages : own.SeenAt <= now - Noted)
        {
            await NoteAsync(new DraftPageRow { TemplateId = templateId, Page = page, Person = actor.Name, SeenAt = now }, leaving, gone, cancellation)
                .ConfigureAwait(false);
        }

        string[] others = [.. pages.Where(p => p.Page != page).Select(p => p.Person).Distinct().Order(StringComparer.Ordinal)];
        return new DraftMeeting(others, template.Revision, template.EditedBy);
    }

    private Task<bool> NoteAsync(DraftPageRow page, bool leaving, DateTime gone, CancellationToken cancellation) => database.EditAsync(
        async (context, token) =>
        {
            await context.DraftPages.Where(p => p.SeenAt <= gone).ExecuteDeleteAsync(token).ConfigureAwait(false);
            DraftPageRow? row = await context.DraftPages
                .FirstOrDefaultAsync(p => p.TemplateId == page.TemplateId && p.Page == page.Page && p.Person == page.Person, token).ConfigureAwait(false);
            if (leaving)
            {
                if (row is not null)
                {
                    context.DraftPages.Remove(row);
                }
            }
            else if (row is null)
            {
                context.DraftPages.Add(page);
            }
            else
            {
                row.SeenAt = page.SeenAt;
            }

            return true;
        },
        cancellation);
}
