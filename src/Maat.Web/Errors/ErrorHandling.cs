using Microsoft.AspNetCore.Diagnostics;

namespace Maat.Web.Errors;

public static class ErrorHandling
{
    public static void AddErrorHandling(this WebApplicationBuilder builder) => builder.Services.AddProblemDetails(
        options => options.CustomizeProblemDetails = told => ProblemDetailsOfStatus.Complete(told.ProblemDetails, told.HttpContext));

    /// <summary>
    /// Failures leave as a problem document or as a page, with a number to look for in the log and without an exception's text, in any
    /// environment.
    /// </summary>
    public static void UseErrorHandling(this WebApplication app)
    {
        app.UseExceptionHandler("/error/500", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
        app.Use(async (context, next) =>
        {
            // The error page is shown, not posted to: with the failed request's method it would ask for a form and its token.
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
                context.Request.Method = HttpMethods.Get;
            await next(context);
            // A page that refuses a form says that it is HTML and then writes nothing; with a type the status would pass for answered.
            if (!context.Response.HasStarted && context.Response.StatusCode >= StatusCodes.Status400BadRequest)
                context.Response.ContentType = null;
        });
        // Inside of those for people: what is answered here, they leave alone.
        app.UseWhen(context => Callers.IsProgram(context.Request.Path), programs =>
        {
            programs.UseExceptionHandler();
            programs.UseStatusCodePages();
        });
    }
}
