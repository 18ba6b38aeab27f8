using Microsoft.OpenApi;

namespace Maat.Web.OpenApi;

public static class ApiDocument
{
    /// <summary>Where the description of the API (OpenAPI 3.1) is served.</summary>
    public const string Path = "/openapi/v1.json";

    /// <summary>Names the description among others.</summary>
    public const string Name = "v1";

    private const string Bearer = "bearer";

    public static void AddApiDocument(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(Name, options =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Maat",
                Version = "v1",
                Description = "Everything that Maat's pages do, for programs. Send `Authorization: Bearer <token>` with each request.",
            };
            // None means the place from which the document came, whatever name or proxy stands before it.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
            return Task.CompletedTask;
        }));

    public static void MapApiDocument(this WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json");
}
