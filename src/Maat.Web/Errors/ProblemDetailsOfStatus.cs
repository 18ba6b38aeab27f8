using System.Text.RegularExpressions;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Maat.Web.Errors;

/// <summary>What to say of a status that nobody explained: what is wrong, and what to do.</summary>
internal static partial class ProblemDetailsOfStatus
{
    public static void Complete(ProblemDetails problem, HttpContext context)
    {
        context.SpeakAsAsked();
        problem.Detail ??= Explain(problem.Status, context)?.Localized();
    }

    private static Wording? Explain(int? status, HttpContext context) => status switch
    {
        StatusCodes.Status401Unauthorized when context.Request.Headers.Authorization.Count > 0 => $"This token is not known here, or no longer valid.",
        StatusCodes.Status401Unauthorized => $"Nobody is signed in. Send the header 'Authorization: Bearer TOKEN'.",
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path.Value}. The addresses are described at /api.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Path.Value} does not take {context.Request.Method}; it takes {context.Response.Headers.Allow.ToString()}.",
        StatusCodes.Status415UnsupportedMediaType => $"This address does not take '{context.Request.ContentType}'. Send JSON with 'Content-Type: application/json'; a template document may be application/yaml.",
        StatusCodes.Status500InternalServerError => $"Maat failed, and whatever was asked was not done or is in doubt. The log of the server says why, under this trace id.",
        _ => null,
    };

    /// <summary>The framework's words for a part of the address that cannot be read, in ours.</summary>
    public static Wording Explain(BadHttpRequestException exception) =>
        UnreadableParameter().Match(exception.Message) is { Success: true } match
            ? Wording.Of($"The parameter '{match.Groups["name"].Value.ToLowerInvariant()}' cannot be '{match.Groups["value"].Value}'.")
            : Wording.Foreign(exception.Message, $"The request cannot be read.");

    [GeneratedRegex("""^Failed to bind parameter "\S+ (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex UnreadableParameter();
}
