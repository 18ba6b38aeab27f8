using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Applications;
using Maat.Storage.Engine;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Applications;

/// <summary>What an application is made from.</summary>
/// <param name="Version">Null for the template's newest.</param>
/// <param name="Queue">Null for the queue that serves what names none.</param>
/// <param name="Follows">Whether it is to take the template's new versions: then it is preselected when one is published.</param>
public sealed record ApplicationDefinition(
    string Name,
    long TemplateId,
    IReadOnlyDictionary<string, Value> Values,
    int? Version = null,
    string? Queue = null,
    int MaxActiveRuns = 1,
    string Description = "",
    IReadOnlyList<string>? Tags = null,
    bool Follows = true)
{
    public const int MaxNameLength = 128;
    public const int MostActiveRuns = 10_000;

    /// <summary>More are no labels any more, but a text.</summary>
    public const int MostTags = 50;

    /// <summary>In characters: what a label in a list can show.</summary>
    public const int MaxTagLength = 64;
}

/// <summary>Applications as people make and change them. Every change takes effect with the next run.</summary>
public sealed class ApplicationEditing(IMaatDatabase database, TemplateCache templates, TimeProvider time)
{
    /// <exception cref="RefusedException">The project is not there, the role does not allow it, or the definition is wrong.</exception>
    public async Task<ApplicationRow> CreateAsync(Actor actor, long projectId, ApplicationDefinition definition, CancellationToken cancellation)
    {
        actor.Demand(Right.Edit, projectId, $"project {projectId}");
        ApplicationRow checkedRow = await CheckAsync(projectId, definition, cancellation).ConfigureAwait(false);
        return await database.EditAsync(
            async (context, token) =>
            {
                await DemandFreeNameAsync(context, projectId, definition.Name, null, token).ConfigureAwait(false);
                checkedRow.CreatedAt = time.GetUtcNow().UtcDateTime;
                context.Applications.Add(checkedRow);
                context.Audit.Add(Audit(actor, "application.create", projectId, definition.Name));
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                return checkedRow;
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Replaces what the application is made from. Its schedules move to its queue.</summary>
    /// <param name="revision">The revision that the change was made on.</param>
    /// <exception cref="RefusedException">Not there, not allowed, wrong, or changed in between.</exception>
    public async Task<ApplicationRow> UpdateAsync(
        Actor actor, long applicationId, int revision, ApplicationDefinition definition, CancellationToken cancellation)
    {
        Launch launch = await database.ReadLaunchAsync(actor, applicationId, Right.Edit, cancellation).ConfigureAwait(false);
        ApplicationRow checkedRow = await CheckAsync(launch.ProjectId, definition, cancellation).ConfigureAwait(false);
        return await EditAsync(applicationId, revision, async (context, application, token) =>
        {
            await DemandFreeNameAsync(context, launch.ProjectId, definition.Name, applicationId, token).ConfigureAwait(false);
            (application.Name, application.Description, application.TemplateId, application.Version) =
                (checkedRow.Name, checkedRow.Description, checkedRow.TemplateId, checkedRow.Version);
            (application.Values, application.QueueId, application.MaxActiveRuns, application.Tags, application.Follows) =
                (checkedRow.Values, checkedRow.QueueId, checkedRow.MaxActiveRuns, checkedRow.Tags, checkedRow.Follows);
            foreach (ScheduleRow schedule in await context.Schedules.Where(s => s.ApplicationId == applicationId).ToListAsync(token).ConfigureAwait(false))
            {
                schedule.QueueId = application.QueueId;
            }

            context.Audit.Add(Audit(actor, "application.update", launch.ProjectId, application.Name));
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Deletes an application with its schedules. Its runs stay, with their logs and outputs.</summary>
    /// <exception cref="RefusedException">Not there, not allowed, or some of its runs have not ended.</exception>
    public async Task DeleteAsync(Actor actor, long applicationId, CancellationToken cancellation)
    {
        Launch launch = await database.ReadLaunchAsync(actor, applicationId, Right.Edit, cancellation).ConfigureAwait(false);
        await EditAsync(applicationId, revision: null, async (context, application, token) =>
        {
            int active = await ActiveRuns.Of(context, applicationId).CountAsync(token).ConfigureAwait(false);
            if (active > 0)
            {
                throw new ConflictException($"Not deleted: runs of '{application.Name}' that have not ended: {active}. Cancel them, or wait for them.");
            }

            await context.Schedules.Where(s => s.ApplicationId == applicationId).ExecuteDeleteAsync(token).ConfigureAwait(false);
            context.Applications.Remove(application);
            context.Audit.Add(Audit(actor, "application.delete", launch.ProjectId, application.Name));
        }, cancellation).ConfigureAwait(false);
    }

    private async Task<ApplicationRow> EditAsync(
        long applicationId, int? revision, Func<MaatContext, ApplicationRow, CancellationToken, Task> edit, CancellationToken cancellation)
    {
        Wording changed = $"Somebody else changed the application while you looked; nothing of yours was saved. Look at it again.";
        try
        {
            return await database.EditAsync(
                async (context, token) =>
                {
                    ApplicationRow application = await context.Applications.FirstOrDefaultAsync(a => a.Id == applicationId, token).ConfigureAwait(false)
                        ?? throw new NotFoundException($"application {applicationId}");
                    if (revision is { } expected && application.Revision != expected)
                    {
                        throw new ConflictException(changed);
                    }

                    await edit(context, application, token).ConfigureAwait(false);
                    await context.SaveChangesAsync(token).ConfigureAwait(false);
                    return application;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new ConflictException(changed);
        }
    }

    /// <param name="but">The application that has the name itself.</param>
    private static async Task DemandFreeNameAsync(MaatContext context, long projectId, string name, long? but, CancellationToken cancellation)
    {
        if (await context.Applications.AnyAsync(a => a.ProjectId == projectId && a.Name == name && a.Id != but, cancellation).ConfigureAwait(false))
        {
            throw new ConflictException($"This project has an application '{name}' already. Choose another name.");
        }
    }

    /// <summary>The row of a definition in which nothing is wrong.</summary>
    private async Task<ApplicationRow> CheckAsync(long projectId, ApplicationDefinition definition, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(definition.Name) || definition.Name.Trim() != definition.Name || definition.Name.Length > ApplicationDefinition.MaxNameLength)
        {
            problems.Add(Wrong("bad_name", $"A name has 1 to {ApplicationDefinition.MaxNameLength} characters, and no spaces at its ends.", "/name"));
        }

        if (definition.MaxActiveRuns is < 1 or > ApplicationDefinition.MostActiveRuns)
        {
            problems.Add(Wrong("out_of_range", $"The limit of active runs is between 1 and {ApplicationDefinition.MostActiveRuns}.", "/max_active_runs"));
        }

        if (definition.Description.Length > DocumentLimits.DescriptionLength)
        {
            problems.Add(Wrong("too_large", $"A description has at most {DocumentLimits.DescriptionLength} characters.", "/description"));
        }

        if (definition.Tags is { } tags && (tags.Count > ApplicationDefinition.MostTags
            || tags.Any(tag => string.IsNullOrWhiteSpace(tag) || tag.Length > ApplicationDefinition.MaxTagLength)))
        {
            problems.Add(Wrong(
                "bad_tags", $"There are at most {ApplicationDefinition.MostTags} tags, each of 1 to {ApplicationDefinition.MaxTagLength} characters.", "/tags"));
        }

        (int latest, QueueRow? queue) = await database.ReadAsync(
            async (context, token) => (
                await context.Templates.Where(t => t.Id == definition.TemplateId && t.ProjectId == projectId)
                    .Select(t => (int?)t.LatestVersion).FirstOrDefaultAsync(token).ConfigureAwait(false) ?? -1,
                await context.Queues.FirstOrDefaultAsync(q => q.Name == (definition.Queue ?? QueueRow.DefaultName), token).ConfigureAwait(false)),
            cancellation).ConfigureAwait(false);
        int version = definition.Version ?? latest;
        if (latest < 0)
        {
            problems.Add(Wrong("unknown_template", $"This project has no template {definition.TemplateId}.", "/template_id"));
        }
        else if (version < 1 || version > latest)
        {
            problems.Add(Wrong("unknown_version", latest == 0 ? Wording.Of($"The template has not been published yet.") : Wording.Of($"The template has the versions 1 to {latest}."), "/version"));
        }
        else
        {
            CompiledTemplate template = await templates.GetAsync(definition.TemplateId, version, cancellation).ConfigureAwait(false);
            problems.AddRange(WrongValues(template.Document, definition.Values));
            problems.AddRange(await UnknownQueuesAsync(template.Document, cancellation).ConfigureAwait(false));
        }

        if (queue is null)
        {
            problems.Add(Wrong("unknown_queue", $"There is no queue '{definition.Queue}'.", "/queue"));
        }

        return problems.Count > 0
            ? throw new InvalidInputException($"The application has errors; nothing was saved.", problems)
            : new ApplicationRow
            {
                ProjectId = projectId,
                Name = definition.Name,
                Description = definition.Description,
                TemplateId = definition.TemplateId,
                Version = version,
                Values = new ObjectValue(definition.Values).ToJson(),
                QueueId = queue!.Id,
                MaxActiveRuns = definition.MaxActiveRuns,
                Tags = JsonSerializer.Serialize(definition.Tags ?? []),
                Follows = definition.Follows,
            };
    }

    /// <summary>What keeps an application's values from fitting a template.</summary>
    internal static IEnumerable<Problem> WrongValues(TemplateDocument template, IReadOnlyDictionary<string, Value> values) =>
        Domain.Variables.VariableValues.Resolve(template.Variables, values, new Dictionary<string, Value>()).Problems
            .Select(p => p with { Place = p.Place with { Path = "/values" + p.Place.Path } });

    /// <summary>A node on a queue that does not exist would run where its author did not mean it to.</summary>
    internal async Task<IReadOnlyList<Problem>> UnknownQueuesAsync(TemplateDocument template, CancellationToken cancellation)
    {
        ILookup<string, string> named = template.Nodes.Where(n => n.Queue is not null).ToLookup(n => n.Queue!, n => n.Key);
        IReadOnlyDictionary<string, long> known = await database.TransactAsync(t => t.ReadQueuesAsync(), cancellation).ConfigureAwait(false);
        return [.. named.Where(queue => !known.ContainsKey(queue.Key)).Select(queue => Wrong(
            "unknown_queue", $"The template's node '{queue.First()}' names the queue '{queue.Key}', which does not exist. Make the queue, or take another version.", "/version"))];
    }

    private static Problem Wrong(string code, Wording wording, string path) => new(Severity.Error, code, wording, new ProblemPlace(path));

    private AuditRow Audit(Actor actor, string action, long projectId, string name) => new()
    {
        At = time.GetUtcNow().UtcDateTime,
        Actor = actor.Name,
        Action = action,
        ProjectId = projectId,
        Subject = $"application/{name}",
    };
}
