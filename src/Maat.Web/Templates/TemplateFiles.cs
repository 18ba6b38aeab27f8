using System.Security.Claims;
using System.Text;
using Maat.Engine;
using Maat.Engine.Templates;
using Maat.Web.Api;

namespace Maat.Web.Templates;

/// <summary>Templates as files that a browser keeps.</summary>
internal static class TemplateFiles
{
    public static void MapTemplateFiles(this WebApplication app) =>
        app.MapGet("/projects/{project:long}/templates/{template:long}/file", DownloadAsync).ExcludeFromDescription();

    private static async Task<IResult> DownloadAsync(long project, long template, ClaimsPrincipal user, TemplateEditing templates, CancellationToken cancellation)
    {
        try
        {
            TemplateDraft draft = await templates.GetAsync(ApiActor.Of(user), template, cancellation);
            return draft.ProjectId == project
                ? TypedResults.File(Encoding.UTF8.GetBytes(YamlText.Write(draft.Document)), "application/yaml", $"{FileName(draft.Name)}.yaml")
                : TypedResults.NotFound();
        }
        catch (NotFoundException)
        {
            return TypedResults.NotFound();
        }
    }

    /// <summary>A name of a template may hold what names of files must not.</summary>
    private static string FileName(string name) => string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or ' ' ? letter : '_')).Trim();
}
