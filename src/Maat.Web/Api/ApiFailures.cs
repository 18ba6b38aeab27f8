using Maat.Domain.Documents;
using Maat.Engine;
using Maat.Engine.Runs;
using Maat.Web.Errors;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Maat.Web.Api;

/// <summary>A request that cannot be understood, whoever sent it.</summary>
internal sealed class BadRequestException(int status, Wording wording, IReadOnlyList<Problem>? problems = null) : Exception
{
    public Wording Wording => wording;

    public override string Message => wording.ToString();

    public int Status => status;

    public IReadOnlyList<Problem>? Problems => problems;
}

/// <summary>Answers what use cases and readers refuse with the status and the problem document that say why. Anything else is a failure of Maat.</summary>
internal sealed class ApiFailures : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!Callers.IsProgram(httpContext.Request.Path) || Answer(exception) is not var (status, problems))
            return false;

        httpContext.SpeakAsAsked();
        var problem = new ApiProblem
        {
            Status = status,
            Title = ReasonPhrases.GetReasonPhrase(status),
            Detail = DetailOf(exception),
            Problems = problems is null ? null : LocatedProblem.Of(problems),
            Revision = (exception as ConflictException)?.Revision,
        };
        await TypedResults.Json(problem, statusCode: status, contentType: ApiProblem.MediaType).ExecuteAsync(httpContext);
        return true;
    }

    private static string DetailOf(Exception exception) => exception switch
    {
        RefusedException refused => refused.Wording.Localized(),
        BadRequestException bad => bad.Wording.Localized(),
        BadHttpRequestException bad => ProblemDetailsOfStatus.Explain(bad).Localized(),
        _ => exception.Message,
    };

    private static (int Status, IReadOnlyList<Problem>? Problems)? Answer(Exception exception) => exception switch
    {
        NotFoundException => (StatusCodes.Status404NotFound, null),
        ForbiddenException => (StatusCodes.Status403Forbidden, null),
        ConflictException or UnreadableException => (StatusCodes.Status409Conflict, null),
        InvalidInputException invalid => (StatusCodes.Status422UnprocessableEntity, invalid.Problems),
        BadRequestException bad => (bad.Status, bad.Problems),
        BadHttpRequestException bad => (bad.StatusCode, null),
        _ => null,
    };
}
