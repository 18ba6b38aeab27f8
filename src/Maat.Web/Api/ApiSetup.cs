using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Maat.Web.OpenApi;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Maat.Web.Api;

/// <summary>The REST API: everything under <see cref="Root"/>.</summary>
public static class ApiSetup
{
    public const string Root = "/api/v1";

    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddExceptionHandler<ApiFailures>();
        // What cannot be read is told with its reason, by ApiFailures.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
        builder.Services.Configure<OpenApiOptions>(ApiDocument.Name, options => options.AddSchemaTransformer(DescribeInstantAsync));
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup(Root)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
        api.MapHome();
        api.MapProjects();
        api.MapTemplates();
        api.MapNodeKinds();
        api.MapApplications();
        api.MapSchedules();
        api.MapRuns();
        api.MapRunActions();
        api.MapNodeRuns();
        api.MapNodeLogs();
        api.MapQueues();
        api.MapWorkers();
        api.MapProcesses();
        api.MapPeople();
        api.MapMembers();
        api.MapTokens();
        api.MapAudit();
    }

    /// <summary>Says that something at this address may not be there, or not for the caller.</summary>
    internal static RouteHandlerBuilder MayBeMissing(this RouteHandlerBuilder endpoint) => endpoint.ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Says that the request may be refused for what it holds; each problem is located.</summary>
    internal static RouteHandlerBuilder MayBeWrong(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<ApiProblem>(StatusCodes.Status400BadRequest, ApiProblem.MediaType)
        .Produces<ApiProblem>(StatusCodes.Status422UnprocessableEntity, ApiProblem.MediaType);

    /// <summary>Says that the state of things may stand against it.</summary>
    internal static RouteHandlerBuilder MayConflict(this RouteHandlerBuilder endpoint) => endpoint.ProducesProblem(StatusCodes.Status409Conflict);

    /// <summary>The description knows nothing of a type that has a reader of its own.</summary>
    private static Task DescribeInstantAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTime))
            (schema.Type, schema.Format) = (type == typeof(DateTime) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "date-time");
        return Task.CompletedTask;
    }

    /// <summary>
    /// Strict in what it takes, so that a slip of the pen is told and not ignored. Text stays readable, but for what HTML would take for
    /// markup.
    /// </summary>
    private static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.PropertyNameCaseInsensitive = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        json.Converters.Add(new ValueJson());
        json.Converters.Add(new InstantJson());
    }
}
