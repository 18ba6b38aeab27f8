using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Engine.Projects;
using Maat.Engine.Templates;
using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Web.Examples;

/// <summary>A project to look at on the first start: a template with a branch and a join, and an application that fires by itself.</summary>
public sealed class ExampleProject(
    IMaatDatabase database, ProjectEditing projects, TemplateEditing templates, ApplicationEditing applications, Scheduling schedules)
{
    private const string ProjectName = "example";
    private const string Document = "build-index.yaml";

    /// <summary>Seldom enough to fill nothing, often enough that a newcomer sees it happen.</summary>
    private const string Crontab = "*/10 * * * *";

    public async Task LoadIfEmptyAsync(CancellationToken cancellation)
    {
        if (await database.ReadAsync((context, token) => context.Projects.AnyAsync(token), cancellation))
        {
            return;
        }

        ProjectRow project;
        try
        {
            project = await projects.CreateAsync(
                Actor.System, new ProjectDefinition(ProjectName, "Made on the first start, to look at and to change."), cancellation);
        }
        catch (ConflictException)
        {
            // Another process on the same database starts for the first time, too, and was quicker.
            return;
        }

        TemplateDocument document = TemplateReader.Read(YamlSource.Read(await ReadAsync())).Document
            ?? throw new InvalidOperationException($"The example {Document} cannot be read.");
        TemplateDraft draft = await templates.ImportAsync(Actor.System, project.Id, document, revision: null, cancellation);
        await templates.PublishAsync(Actor.System, draft.Id, draft.Revision, "The example", cancellation);
        var application = await applications.CreateAsync(
            Actor.System, project.Id,
            new ApplicationDefinition("index-hz", draft.Id, new Dictionary<string, Value> { ["region"] = new TextValue("hz") }) { MaxActiveRuns = 4 },
            cancellation);
        await schedules.AddAsync(Actor.System, application.Id, new ScheduleDefinition(Crontab), cancellation);
    }

    private static async Task<string> ReadAsync()
    {
        await using Stream stream = typeof(ExampleProject).Assembly.GetManifestResourceStream($"{typeof(ExampleProject).Namespace}.{Document}")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
